// The prompts a user has written before: found again, kept, or taken off; and a word about a prompt that gives an order.
import { useId, useRef, useState } from 'preact/hooks';
import { forget, isSaved, type Prompts, promptAdvice, search, toggleSaved } from '../../core/prompts.ts';
import { usePanel } from './context.ts';
import { focusBeside, goToFirst, useHandingOn } from './focus.ts';
import { CloseIcon, StarIcon } from './icons.tsx';

/** The prompt's label, and beside it what is kept of earlier ones. */
export function PromptHead({ id }: { id: string }) {
  const { state, changePrompts } = usePanel();
  const [isOpen, setOpen] = useState(false);
  const listId = useId();
  const { prompts, edit } = state.settings.value;
  const isEmpty = prompts.saved.length + prompts.recent.length === 0;
  return (
    <>
      <div class="prompt-head">
        <label for={id}>Prompt</label>
        {edit.prompt.trim() !== '' && (
          <button
            type="button"
            class="icon-button"
            aria-label="Keep for later"
            aria-pressed={isSaved(prompts, edit.prompt)}
            title="Keep this prompt for later"
            onClick={() => changePrompts((all) => toggleSaved(all, edit.prompt))}
          >
            <StarIcon />
          </button>
        )}
        {!isEmpty && (
          <button
            type="button"
            class="link"
            aria-expanded={isOpen}
            aria-controls={listId}
            onClick={() => setOpen(!isOpen)}
          >
            Earlier prompts
          </button>
        )}
      </div>
      {isOpen && !isEmpty && <Earlier id={listId} prompts={prompts} close={() => setOpen(false)} />}
    </>
  );
}

function Earlier({ id, prompts, close }: { id: string; prompts: Prompts; close(): void }) {
  const [query, setQuery] = useState('');
  const { saved, recent } = search(prompts, query);
  const root = useHandingOn<HTMLDivElement>(() => goToFirst('prompt'));
  const searchBox = useRef<HTMLInputElement>(null);
  const focusSearch = () => searchBox.current?.focus();
  return (
    <div class="prompts" id={id} ref={root}>
      <input
        ref={searchBox}
        class="input search"
        type="search"
        aria-label="Search prompts"
        placeholder="Search prompts"
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
      />
      <PromptList title="Saved" prompts={saved} close={close} focusSearch={focusSearch} />
      <PromptList title="Recent" prompts={recent} close={close} focusSearch={focusSearch} />
      {saved.length + recent.length === 0 && <p class="hint">No prompt holds all of these words.</p>}
    </div>
  );
}

interface ListProps {
  readonly title: string;
  readonly prompts: readonly string[];
  close(): void;
  focusSearch(): void;
}

function PromptList({ title, prompts, ...actions }: ListProps) {
  if (prompts.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul aria-label={`${title} prompts`}>
        {prompts.map((prompt) => (
          <PromptRow key={prompt} prompt={prompt} {...actions} />
        ))}
      </ul>
    </section>
  );
}

function PromptRow({
  prompt,
  close,
  focusSearch,
}: Pick<ListProps, 'close' | 'focusSearch'> & { prompt: string }) {
  const { changeEdit, changePrompts } = usePanel();
  const row = useHandingOn<HTMLLIElement>((going) => focusBeside(going, '.icon-button') || focusSearch());
  const use = () => {
    changeEdit({ prompt });
    close();
  };
  return (
    <li ref={row}>
      <button type="button" class="prompt-choice" title={prompt} onClick={use}>
        {prompt}
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={`Forget “${prompt}”`}
        title="Take it off the list"
        onClick={() => changePrompts((all) => forget(all, prompt))}
      >
        <CloseIcon />
      </button>
    </li>
  );
}

/** A gentle word, no error: the prompt is sent as it stands. */
export function Advice({ id }: { id: string }) {
  const { state } = usePanel();
  const advice = promptAdvice(state.settings.value.edit.prompt);
  return advice ? (
    <p class="hint" id={id}>
      {advice}
    </p>
  ) : null;
}
