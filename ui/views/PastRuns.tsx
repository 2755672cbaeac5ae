// The runs of a file: searched, filtered, and for each what can be done with it.
import { useId, useState } from 'preact/hooks';
import { filtered, type HistoryFilter, type PastRun, targetsOf } from '../../core/history.ts';
import type { History } from '../history.ts';
import { foundText, obstacleText, pastNote, pastTitle, unreadableText } from '../history-text.ts';
import { Alert } from './Alert.tsx';
import { CLEAN_UP_BUTTON } from './CleanUp.tsx';
import { usePanel } from './context.ts';
import { MoreIcon } from './icons.tsx';
import { Menu, type MenuItem } from './Menu.tsx';
import { Thumbnail } from './Thumbnail.tsx';
import { UseInSelection } from './UseInSelection.tsx';

const EVERYTHING: HistoryFilter = { query: '', targetKey: null };

type PastRunsProps = Omit<Extract<History, { kind: 'shown' }>, 'kind'>;

export function PastRuns({ runs, spent, unreadable }: PastRunsProps) {
  const { openCleanUp } = usePanel();
  const [filter, setFilter] = useState(EVERYTHING);
  const found = filtered(runs, filter);
  return (
    <>
      {runs.length > 0 && <FilterRow runs={runs} filter={filter} change={setFilter} />}
      <div class="row-below spread">
        <p class="status" role="status">
          {foundText(found, runs, spent)}
        </p>
        <button type="button" class="link" id={CLEAN_UP_BUTTON} onClick={openCleanUp}>
          Clean up…
        </button>
      </div>
      {unreadable.length > 0 && <Unreadable layerIds={unreadable} />}
      <NoteView />
      <ul class="past-runs" aria-label="Runs in this file" onKeyDown={moveBetweenRows}>
        {found.map((run) => (
          <PastRunView key={run.key} run={run} />
        ))}
      </ul>
    </>
  );
}

/** What a designer would miss in the list. */
function Unreadable({ layerIds }: { layerIds: readonly string[] }) {
  const { showUnreadable } = usePanel();
  return (
    <p class="status">
      {unreadableText(layerIds.length)}{' '}
      <button type="button" class="link" onClick={() => showUnreadable(layerIds)}>
        {layerIds.length === 1 ? 'Select it' : 'Select them'}
      </button>
    </p>
  );
}

interface FilterProps {
  readonly runs: readonly PastRun[];
  readonly filter: HistoryFilter;
  change(filter: HistoryFilter): void;
}

function FilterRow({ runs, filter, change }: FilterProps) {
  const id = useId();
  const targets = targetsOf(runs);
  return (
    <div class="history-filter">
      <input
        class="input search"
        type="search"
        aria-label="Search by what was written"
        placeholder="Search prompts"
        value={filter.query}
        onInput={(event) => change({ ...filter, query: event.currentTarget.value })}
      />
      {targets.length > 1 && (
        <>
          <label class="hidden" for={id}>
            Made in
          </label>
          <div class="select">
            <select
              id={id}
              value={filter.targetKey ?? ''}
              onChange={(event) => change({ ...filter, targetKey: event.currentTarget.value || null })}
            >
              <option value="">Every target</option>
              {targets.map((target) => (
                <option key={target.key} value={target.key}>
                  {target.name || 'One that is gone'}
                </option>
              ))}
            </select>
          </div>
        </>
      )}
    </div>
  );
}

function NoteView() {
  const note = usePanel().state.historyNote.value;
  if (note?.kind === 'failed') return <Alert failure={note.failure} />;
  return (
    <p class="status" role="status">
      {note?.text}
    </p>
  );
}

function PastRunView({ run }: { run: PastRun }) {
  const { findRun, goBack, putBack } = usePanel();
  const reasonId = useId();
  const isLost = run.isGone && run.returnable.length === 0;
  return (
    <li>
      <Thumbnail cover={run.cover} />
      <div class="past-run">
        <p class="past-title" title={run.prompt}>
          {pastTitle(run)}
        </p>
        <p class="past-note">{pastNote(run)}</p>
        {isLost && run.cover.obstacle && (
          <p class="past-note" id={reasonId}>
            {obstacleText(run.cover.obstacle)}
          </p>
        )}
        <div class="past-actions">
          {/* One button for both, so that the keyboard stays on it when the run is back. */}
          <button
            type="button"
            class="link"
            disabled={isLost}
            aria-describedby={isLost ? reasonId : undefined}
            onClick={() => (run.isGone ? putBack(run) : findRun(run))}
          >
            {run.isGone ? 'Put back' : 'Show'}
          </button>
          {!run.isGone && (
            <button type="button" class="link" onClick={() => goBack(run, 'edit-again')}>
              Edit again
            </button>
          )}
          <MoreMenu run={run} />
        </div>
        {!run.isGone && <UseInSelection of={run.cover.address} made={run.cover.made} />}
      </div>
    </li>
  );
}

function MoreMenu({ run }: { run: PastRun }) {
  const { goBack, insertCopy, takeOver } = usePanel();
  const ofLayer: MenuItem[] = [
    { label: 'More like this', run: () => goBack(run, 'more-like-this') },
    { label: 'Show region', run: () => goBack(run, 'show-region') },
    { label: 'Insert a copy', disabled: run.cover.obstacle !== null, run: () => insertCopy(run) },
  ];
  const ofRecipe: MenuItem[] = [
    {
      label: 'Use prompt',
      startsGroup: !run.isGone,
      disabled: run.prompt === '',
      run: () => takeOver(run, 'prompt'),
    },
    { label: 'Use settings', run: () => takeOver(run, 'settings') },
    { label: 'Use seed', disabled: run.seed === null, run: () => takeOver(run, 'seed') },
    { label: 'Use all', run: () => takeOver(run, 'all') },
  ];
  return (
    <Menu label="More" items={run.isGone ? ofRecipe : [...ofLayer, ...ofRecipe]}>
      <MoreIcon />
    </Menu>
  );
}

/** Up and down go to the same button of the run above or below, past the others of a long list. */
function moveBetweenRows(event: KeyboardEvent): void {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const button = event.target as HTMLElement;
  const row = button.closest('li');
  if (by === undefined || !row) return;
  const next = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  const place = buttonsIn(row).indexOf(button);
  const others = next ? buttonsIn(next) : [];
  const other = others[place] ?? others.at(-1);
  if (place < 0 || !other) return;
  event.preventDefault();
  other.focus();
}

function buttonsIn(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>('.past-actions button:not([role="menuitem"]):enabled')];
}
