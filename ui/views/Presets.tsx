// Presets: what each would change, told before it is applied; and the user's own, kept, renamed and deleted here.
import { Button, Checkbox } from '@create-figma-plugin/ui';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { BUILT_IN_PRESETS } from '../../core/built-in-presets.ts';
import { nameProblem, type Preset, presetProblem, type SavedPreset } from '../../core/presets.ts';
import type { EditSettings } from '../../core/settings.ts';
import { type Change, changesBy } from '../preset-changes.ts';
import { usePanel } from './context.ts';
import { Disclosure } from './Disclosure.tsx';
import { Problem, problemId } from './Fields.tsx';
import { ChevronIcon } from './icons.tsx';

export function Presets() {
  return (
    <Disclosure title="Presets" fields={[]}>
      <PresetLists />
    </Disclosure>
  );
}

function PresetLists() {
  const { state, loadPresets, keepPreset } = usePanel();
  const [deleted, setDeleted] = useState<SavedPreset | null>(null);
  useEffect(loadPresets, [loadPresets]);
  const own = state.presets.value;
  const putBack = () => {
    if (deleted) keepPreset(deleted);
    setDeleted(null);
  };
  return (
    <div class="presets">
      <List title="Built in" presets={BUILT_IN_PRESETS} onDelete={setDeleted} />
      {own.length > 0 && <List title="Yours" presets={own} onDelete={setDeleted} />}
      {deleted && <Deleted key={deleted.id} preset={deleted} putBack={putBack} />}
      <KeepForm />
    </div>
  );
}

/** Takes the focus over from the button that went with the preset. */
function Deleted({ preset: { name }, putBack }: { preset: SavedPreset; putBack(): void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <p class="hint">
      “{name}” is deleted.{' '}
      <button type="button" class="link" ref={button} onClick={putBack}>
        Put it back
      </button>
    </p>
  );
}

interface ListProps {
  readonly title: string;
  readonly presets: readonly Preset[];
  onDelete(preset: SavedPreset): void;
}

function List({ title, presets, onDelete }: ListProps) {
  const id = useId();
  return (
    <section>
      <h3 id={id}>{title}</h3>
      <ul aria-labelledby={id}>
        {presets.map((preset) => (
          <Item key={preset.id} preset={preset} onDelete={onDelete} />
        ))}
      </ul>
    </section>
  );
}

function Item({ preset, onDelete }: { preset: Preset; onDelete(preset: SavedPreset): void }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const title = useRef<HTMLButtonElement>(null);
  return (
    <li>
      <button
        type="button"
        class="disclosure-title preset-title"
        ref={title}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronIcon />
        <span>{preset.name}</span>
      </button>
      {isOpen && (
        <div class="preset-details" id={id}>
          {preset.kind === 'built-in' && <p class="hint">{preset.about}</p>}
          <Apply preset={preset} />
          {preset.kind === 'saved' && (
            <Own preset={preset} onRename={() => title.current?.focus()} onDelete={onDelete} />
          )}
        </div>
      )}
    </li>
  );
}

/** The settings before and after a preset was applied. */
interface Applied {
  readonly before: EditSettings;
  readonly after: EditSettings;
}

/** The list of what would change; and the way back, until something else is set. */
function Apply({ preset }: { preset: Preset }) {
  const { state, applyPreset, changeEdit } = usePanel();
  const [applied, setApplied] = useState<Applied | null>(null);
  const { edit } = state.settings.value;
  const changes = changesBy(preset, edit);
  const apply = () => {
    applyPreset(preset);
    setApplied({ before: edit, after: state.settings.value.edit });
  };
  return (
    <>
      {changes.length > 0 ? <Changes changes={changes} /> : <p>Everything is set like this.</p>}
      <div class="failure-actions">
        <Button secondary disabled={changes.length === 0} onClick={apply}>
          Apply
        </Button>
        {applied?.after === edit && (
          <Button secondary onClick={() => changeEdit(applied.before)}>
            Take back
          </Button>
        )}
      </div>
    </>
  );
}

function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <ul class="preset-changes" aria-label="What it sets">
      {changes.map(({ label, from, to }) => (
        <li key={label}>
          <span class="row-note">{label}</span>
          <span>
            {from !== null && <span class="row-note">{from} → </span>}
            {to}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface OwnProps {
  readonly preset: SavedPreset;
  onRename(): void;
  onDelete(preset: SavedPreset): void;
}

function Own({ preset, onRename, onDelete }: OwnProps) {
  const { state, keepPreset, deletePreset } = usePanel();
  const [isNaming, setNaming] = useState(false);
  const others = state.presets.value.filter(({ id }) => id !== preset.id);
  const rename = (name: string) => {
    keepPreset({ ...preset, name: name.trim() });
    setNaming(false);
    onRename();
  };
  const remove = () => {
    deletePreset(preset);
    onDelete(preset);
  };
  if (isNaming) {
    const check = (name: string) => nameProblem(name, namesOf(others));
    return <NameForm label="New name" initial={preset.name} action="Rename" check={check} submit={rename} />;
  }
  return (
    <div class="failure-actions">
      <Button secondary onClick={() => setNaming(true)}>
        Rename
      </Button>
      <Button secondary onClick={remove}>
        Delete
      </Button>
    </div>
  );
}

function KeepForm() {
  const { state, presetOf, keepPreset } = usePanel();
  const [hasPrompt, setHasPrompt] = useState(false);
  const own = state.presets.value;
  const check = (name: string) =>
    nameProblem(name, namesOf(own)) ?? presetProblem(presetOf(name, hasPrompt), own);
  return (
    <section>
      <h3>Keep what is set now</h3>
      <NameForm
        label="Name"
        initial=""
        action="Keep"
        check={check}
        submit={(name) => keepPreset(presetOf(name, hasPrompt))}
      />
      <Checkbox value={hasPrompt} onValueChange={setHasPrompt}>
        With the words that are written above
      </Checkbox>
      <p class="hint">The seed and pictures from disk are left out.</p>
    </section>
  );
}

interface NameProps {
  readonly label: string;
  readonly initial: string;
  readonly action: string;
  check(name: string): string | null;
  submit(name: string): void;
}

/** Complains when it is submitted, not while somebody is typing. */
function NameForm({ label, initial, action, check, submit }: NameProps) {
  const [name, setName] = useState(initial);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  // One that is to be changed was asked for; an empty one stands there from the start.
  useEffect(() => {
    if (initial !== '') input.current?.select();
  }, [initial]);
  const send = (event: Event) => {
    event.preventDefault();
    const found = check(name);
    setProblem(found);
    if (found) return;
    submit(name);
    setName('');
  };
  const type = (text: string) => {
    setName(text);
    setProblem(null);
  };
  return (
    <form class="preset-name" onSubmit={send}>
      <label class="hidden" for={id}>
        {label}
      </label>
      <input
        class="input wide"
        id={id}
        ref={input}
        placeholder={label}
        value={name}
        aria-invalid={problem !== null}
        aria-describedby={problemId(id)}
        onInput={(event) => type(event.currentTarget.value)}
      />
      <Button secondary>{action}</Button>
      <Problem id={problemId(id)} text={problem} />
    </form>
  );
}

function namesOf(own: readonly SavedPreset[]): string[] {
  return [...BUILT_IN_PRESETS, ...own].map(({ name }) => name);
}
