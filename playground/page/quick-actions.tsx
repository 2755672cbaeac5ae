// Figma's quick actions (⌘/ or Ctrl+/): a command of the plugin's menu is chosen by its name, then its parameters are entered one by one.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { QuickAction } from '../host/quick-action.ts';
import type { Editor } from './editor.ts';

type Step =
  | { readonly kind: 'closed' }
  | { readonly kind: 'command' }
  | { readonly kind: 'parameter'; readonly action: QuickAction; readonly at: number };

const CLOSED: Step = { kind: 'closed' };

export function QuickActions({ editor }: { editor: Editor }) {
  const [step, go] = useState<Step>(CLOSED);
  useKey(() => go({ kind: 'command' }));
  const fail = (error: Error) => {
    editor.notice.value = error.message;
    go(CLOSED);
  };
  const commands = (editor.manifest.menu ?? []).flatMap(({ name, command }) =>
    name && command ? [{ name, command }] : [],
  );
  /** The rest may be left out, once nothing is entered. */
  const goOn = async (action: QuickAction, at: number, isLast: boolean) => {
    if (!isLast && at < action.parameters.length) return go({ kind: 'parameter', action, at });
    go(CLOSED);
    await action.run();
  };
  switch (step.kind) {
    case 'closed':
      return null;
    case 'command': {
      const choose = async (text: string) => {
        const chosen = commands.find(({ name }) => name.toLowerCase().startsWith(text.toLowerCase()));
        if (chosen) await goOn(await editor.host.queryPlugin(chosen.command), 0, false);
      };
      const names = async () => commands.map(({ name }) => name);
      return (
        <Field key="command" label="Quick actions" names={names} enter={choose} leave={go} fail={fail} />
      );
    }
    case 'parameter': {
      const { action, at } = step;
      const { key, name } = action.parameters[at]!;
      const enter = async (text: string) => {
        await action.type(key, text);
        if (text !== '') action.enter(key, text);
        await goOn(action, at + 1, text === '');
      };
      return (
        <Field
          key={key}
          label={name}
          names={(query) => suggestionsOf(action, key, query)}
          enter={enter}
          leave={go}
          fail={fail}
        />
      );
    }
    default:
      return step satisfies never;
  }
}

async function suggestionsOf(action: QuickAction, key: string, query: string): Promise<string[]> {
  const suggestions = await action.type(key, query);
  return suggestions.kind === 'list' ? suggestions.list.map(({ name }) => name) : [];
}

/** From the page: while the keyboard is in the panel, Figma has this key as well, but here the panel keeps it. */
function useKey(open: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== '/') return;
      event.preventDefault();
      open();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

interface FieldProps {
  readonly label: string;
  names(query: string): Promise<string[]>;
  enter(text: string): Promise<void>;
  leave(step: Step): void;
  fail(error: Error): void;
}

function Field({ label, names, enter, leave, fail }: FieldProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [offered, offer] = useState<readonly string[]>([]);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    let isLate = false;
    names(text).then((found) => isLate || offer(found), fail);
    return () => {
      isLate = true;
    };
  }, [text]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    enter(text.trim()).catch(fail);
  };
  return (
    <dialog class="quick-actions" ref={dialog} aria-label={label} onClose={() => leave(CLOSED)}>
      <form onSubmit={submit}>
        <input
          aria-label={label}
          placeholder={label}
          list="quick-actions"
          autocomplete="off"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <datalist id="quick-actions">
          {offered.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </form>
    </dialog>
  );
}
