// The runs: what each is doing, what became of it, and what can be done about it.
import { Button } from '@create-figma-plugin/ui';
import { useEffect, useState } from 'preact/hooks';
import { billedText } from '../../core/billed.ts';
import type { WireFailure } from '../../core/failure.ts';
import { isEnded } from '../../core/job.ts';
import { isAcceptable, isMendedInSettings, isPlaceless, isWorthAnotherTry } from '../failure-kinds.ts';
import { logLine, shareDone, timeText } from '../progress.ts';
import { refusalText } from '../refusal.ts';
import { failedParts, isDismissible, isGone, isOwed, isUntried, type Run, triedNext } from '../run.ts';
import { failedText, toldFailure } from '../run-text.ts';
import { noteOf, statusText } from '../wording.ts';
import { Alert } from './Alert.tsx';
import { usePanel } from './context.ts';
import { goToFirst, useHandingOn } from './focus.ts';
import { Matrix } from './Matrix.tsx';
import { ModelOfferView } from './ModelOffer.tsx';

/** The newest has a place that is there before it: a status that comes onto the page with its text is not read out. */
export function RunList() {
  const { state } = usePanel();
  const { value: runs } = state.runs;
  const earlier = runs.slice(0, -1);
  return (
    <>
      {earlier.length > 0 && (
        <ul class="runs" aria-label="Earlier runs">
          {earlier.map((run) => (
            <li key={run.id}>
              <RunView run={run} title={titleOf(run)} />
            </li>
          ))}
        </ul>
      )}
      <RunView
        run={state.run.value}
        title={state.run.value && earlier.length > 0 ? titleOf(state.run.value) : null}
        refusal={refusalText(state)}
      />
    </>
  );
}

function titleOf({ name, targetName, parts }: Run): string {
  const areSeveral = parts.some(({ targetId }) => targetId !== parts[0].targetId);
  return `“${name}” in ${areSeveral ? targetName : `“${targetName}”`}`;
}

interface RunProps {
  readonly run: Run | null;
  readonly title: string | null;
  /** Told in place of what the run came to. */
  readonly refusal?: string | null;
}

function RunView({ run, title, refusal = null }: RunProps) {
  const isActive = run !== null && !isEnded(run.job);
  const told = refusal === null || isActive ? run : null;
  return (
    <div class="run">
      {title && <div class="run-title">{title}</div>}
      {run?.job.state === 'failed' && <Failed run={run} failure={toldFailure(run, run.job.failure)} />}
      {isActive && <Progress run={run} />}
      {run && <Matrix run={run} />}
      <div class="status-row">
        <Status run={told} refusal={refusal} />
        {refusal && <GoToField />}
        {isActive && <Under run={run} />}
        {told?.outcome && told.outcome.layerIds.length > 0 && !isGone(told) && (
          <ShowButton layerIds={told.outcome.layerIds} />
        )}
      </div>
    </div>
  );
}

function Status({ run, refusal }: Pick<RunProps, 'run' | 'refusal'>) {
  const outcome = run?.outcome;
  const note = run && noteOf(run);
  return (
    <div class={outcome ? 'status done' : 'status'} role="status">
      {refusal && <div>{refusal}</div>}
      {statusText(run)}
      {outcome && !isGone(run) && outcome.seed !== null && (
        <span class="seed-note"> Seed {outcome.seed}.</span>
      )}
      {outcome?.billed && <span class="seed-note"> {billedText(outcome.billed, outcome.simulated)}</span>}
      {run?.spread.kind === 'told' && run.spread.text !== '' && <div class="note">{run.spread.text}</div>}
      {note && <div class={note.isWarning ? 'note warning' : 'note'}>{note.text}</div>}
    </div>
  );
}

function GoToField() {
  const { goToField } = usePanel();
  return (
    <button type="button" class="link" onClick={goToField}>
      Go to field
    </button>
  );
}

function ShowButton({ layerIds }: { layerIds: readonly string[] }) {
  const { show } = usePanel();
  return (
    <button type="button" class="link" onClick={() => show(layerIds)}>
      Show
    </button>
  );
}

function Under({ run }: { run: Run }) {
  const { state, cancel, insertNow } = usePanel();
  const now = useNow();
  return (
    <div class="run-end">
      <span class="run-time">{timeText(run, state.runs.value, now)}</span>
      {run.parts.some(({ job }) => job.state === 'made') && (
        <Button secondary onClick={() => insertNow(run.id)}>
          Insert now
        </Button>
      )}
      <Button secondary disabled={run.isCancelling} onClick={() => cancel(run.id)}>
        Cancel
      </Button>
    </div>
  );
}

/** Told anew each second. */
function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function Progress({ run }: { run: Run }) {
  const share = shareDone(run);
  const log = logLine(run.job);
  return (
    <div class="progress-row">
      <div
        class="progress"
        role="progressbar"
        aria-label="Progress"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <div style={{ width: `${share * 100}%` }} />
      </div>
      {log && <span class="log">{log}</span>}
    </div>
  );
}

function Failed({ run, failure }: { run: Run; failure: WireFailure }) {
  const { state, choose, generateAnyway, dismiss } = usePanel();
  const failed = failedText(run);
  const isPaid = run.parts.some(isOwed);
  const card = useHandingOn<HTMLDivElement>(() => goToFirst('prompt'));
  return (
    <div class="failure" ref={card}>
      {failed && <p class="hint">{failed}</p>}
      <Alert key={failure.message} failure={failure} />
      {run === state.run.value && <ModelOfferView />}
      <div class="failure-actions">
        {isPaid ? <PaidActions run={run} failure={failure} /> : <Again run={run} />}
        {isAcceptable(failure.failure) && (
          <Button secondary onClick={() => generateAnyway(run.id)}>
            Go on anyway
          </Button>
        )}
        {isMendedInSettings(failure.failure) && (
          <Button secondary onClick={() => choose('settings')}>
            Open Settings
          </Button>
        )}
        {isDismissible(run) && (
          <button
            type="button"
            class="link"
            title={isPaid ? 'What is paid for stays under History.' : undefined}
            onClick={() => dismiss(run.id)}
          >
            Dismiss
          </button>
        )}
      </div>
    </div>
  );
}

/** What was taken up and is dead is not made anew by trying again: it is in the list of what is unfinished. */
function Again({ run }: { run: Run }) {
  const { tryAgain } = usePanel();
  const isWorthIt = triedNext(run).some(
    (part) => isUntried(part) || isWorthAnotherTry(part.job.failure.failure),
  );
  if (run.isTakenUp || !isWorthIt) return null;
  return (
    <Button secondary onClick={() => tryAgain(run.id)}>
      Try again
    </Button>
  );
}

/** What was paid for is fetched or inserted, or given up on request alone. */
function PaidActions({ run, failure }: { run: Run; failure: WireFailure }) {
  const { state, tryAgain, insertHere, discard } = usePanel();
  const owed = failedParts(run).filter(isOwed);
  const isMade = owed.every(({ checkpoint }) => checkpoint?.stage === 'composited');
  // What has lost its place would only lose it again; once that is back, it is selected, and taken by Insert here.
  const isWorthIt = !owed.every(({ job }) => isPlaceless(job.failure.failure));
  return (
    <>
      {isPlaceless(failure.failure) && (
        <Button secondary disabled={state.selection.value.kind === 'none'} onClick={() => insertHere(run.id)}>
          Insert here
        </Button>
      )}
      {isWorthIt && (
        <Button secondary onClick={() => tryAgain(run.id)}>
          {isMade ? 'Insert again' : 'Try again'}
        </Button>
      )}
      <Button secondary onClick={() => discard(run.id)}>
        Discard
      </Button>
    </>
  );
}
