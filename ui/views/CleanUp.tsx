// What edits have left on the page, before any of it is removed: chosen kind by kind, or one by one.
import { Button, Checkbox } from '@create-figma-plugin/ui';
import { useEffect, useRef } from 'preact/hooks';
import { LEFTOVER_KINDS, type Leftover, type LeftoverKind, leftoverKey } from '../../core/clean-up.ts';
import { type CleanUp, chosenLeftovers, type Shown } from '../clean-up.ts';
import { LEFTOVER_TITLES, leftoverNote, leftoversText, removeLabel } from '../clean-up-text.ts';
import { Alert } from './Alert.tsx';
import { usePanel } from './context.ts';

/** The button that leads here. */
export const CLEAN_UP_BUTTON = 'clean-up';

/** Whoever comes back from here finds the keyboard where it was. */
export function useReturn(isCleaningUp: boolean): void {
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !isCleaningUp) document.getElementById(CLEAN_UP_BUTTON)?.focus();
    was.current = isCleaningUp;
  }, [isCleaningUp]);
}

export function CleanUpView() {
  const { state, cleanUp, closeCleanUp } = usePanel();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const [{ value: found }, { value: note }] = [state.cleanUp, state.historyNote];
  const count = 'found' in found ? chosenLeftovers(found).length : 0;
  return (
    <>
      <div class="scroll">
        <h2 class="clean-up-title" tabIndex={-1} ref={title}>
          Clean up
        </h2>
        <Found found={found} />
      </div>
      <footer class="footer">
        {note?.kind === 'failed' && <Alert failure={note.failure} />}
        <div class="buttons clean-up-end">
          <Button secondary onClick={closeCleanUp}>
            Back
          </Button>
          <Button disabled={count === 0 || found.kind === 'removing'} onClick={cleanUp}>
            {removeLabel(count)}
          </Button>
        </div>
      </footer>
    </>
  );
}

function Found({ found }: { found: CleanUp }) {
  switch (found.kind) {
    case 'closed':
      return null;
    case 'looking':
      return (
        <p class="status" role="status">
          Looking through the page…
        </p>
      );
    case 'failed':
      return <Alert failure={found.failure} />;
    case 'shown':
    case 'removing':
      return <Kinds shown={found} />;
    default:
      return found satisfies never;
  }
}

function Kinds({ shown }: { shown: Shown }) {
  const chosen = new Set(chosenLeftovers(shown).map(leftoverKey));
  return (
    <>
      <p class="status" role="status">
        {leftoversText(shown.found)}
      </p>
      {LEFTOVER_KINDS.map((kind) => {
        const items = shown.found.items.filter((item) => item.kind === kind);
        return items.length > 0 && <KindView key={kind} kind={kind} items={items} chosen={chosen} />;
      })}
    </>
  );
}

interface KindProps {
  readonly kind: LeftoverKind;
  readonly items: readonly Leftover[];
  /** Keys. */
  readonly chosen: ReadonlySet<string>;
}

function KindView({ kind, items, chosen }: KindProps) {
  const { chooseLeftovers } = usePanel();
  const count = items.filter((item) => chosen.has(leftoverKey(item))).length;
  const title = `${LEFTOVER_TITLES[kind]} (${items.length})`;
  return (
    <fieldset class="leftovers" aria-label={title}>
      <Checkbox
        class="leftovers-title"
        // Null is how the kit says: some of them.
        value={count > 0 && count < items.length ? null : count > 0}
        onValueChange={(isChosen) => chooseLeftovers(items, isChosen)}
      >
        {title}
      </Checkbox>
      <ul>
        {items.map((item) => (
          <ItemView key={item.layerId} item={item} isChosen={chosen.has(leftoverKey(item))} />
        ))}
      </ul>
    </fieldset>
  );
}

function ItemView({ item, isChosen }: { item: Leftover; isChosen: boolean }) {
  const { chooseLeftovers, findLeftover } = usePanel();
  const note = leftoverNote(item);
  return (
    <li>
      <div class="leftover">
        <Checkbox value={isChosen} onValueChange={(wanted) => chooseLeftovers([item], wanted)}>
          {item.name}
        </Checkbox>
        {note && <p class="hint">{note}</p>}
      </div>
      <button type="button" class="link" aria-label={`Show ${item.name}`} onClick={() => findLeftover(item)}>
        Show
      </button>
    </li>
  );
}
