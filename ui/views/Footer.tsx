// What stands at the bottom of the Edit tab: price, buttons, and how the run is doing.
import { Button } from '@create-figma-plugin/ui';
import { useEffect, useId, useRef } from 'preact/hooks';
import { billedText } from '../../core/billed.ts';
import type { WireFailure } from '../../core/failure.ts';
import type { Job } from '../../core/job.ts';
import { isEnded } from '../../core/job.ts';
import { isBusy } from '../runs.ts';
import { isAcceptable, isMendedInSettings, isWorthAnotherTry, type Run, waitingPicture } from '../state.ts';
import { logLine, noteOf, priceLine, progressOf, statusText } from '../wording.ts';
import { Alert } from './Alert.tsx';
import { usePanel } from './context.ts';
import { ModelOfferView } from './ModelOffer.tsx';

export function Footer() {
  const { state } = usePanel();
  const run = state.run.value;
  return (
    <footer class="footer">
      {state.held.value ? <PaidPicture /> : <Failed />}
      {run && isBusy(state) && <Progress job={run.job} />}
      <Status run={run} />
      <div class="footer-row">
        {run && isBusy(state) ? <div /> : <Price />}
        <Buttons />
      </div>
    </footer>
  );
}

function Status({ run }: { run: Run | null }) {
  const { show } = usePanel();
  const outcome = run?.outcome;
  const note = run && noteOf(run);
  return (
    <div class="status-row">
      <div class={outcome ? 'status done' : 'status'} role="status">
        {statusText(run)}
        {outcome && !run.isGone && outcome.seed !== null && (
          <span class="seed-note"> Seed {outcome.seed}.</span>
        )}
        {outcome?.billed && <span class="seed-note"> {billedText(outcome.billed, outcome.simulated)}</span>}
        {note && <div class={note.isWarning ? 'note warning' : 'note'}>{note.text}</div>}
      </div>
      {outcome && outcome.layerIds.length > 0 && !run.isGone && (
        <button type="button" class="link" onClick={() => show(outcome.layerIds)}>
          Show
        </button>
      )}
    </div>
  );
}

function Progress({ job }: { job: Job }) {
  const share = progressOf(job);
  const log = logLine(job);
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

/** The failure of the last run, or of something else; and what can be done about it. */
function Failed() {
  const { state, choose, tryAgain, generateAnyway, dismissNotice } = usePanel();
  const run = state.run.value;
  const isOfRun = !state.notice.value && run?.job.state === 'failed';
  const failure = state.notice.value ?? (run?.job.state === 'failed' ? run.job.failure : null);
  if (!failure) return null;
  const isKept = isOfRun && run.checkpoint?.stage === 'composited';
  return (
    <div class="failure">
      <Alert key={failure.message} failure={failure} />
      {isOfRun && <ModelOfferView />}
      <div class="failure-actions">
        {isKept && (
          <Button secondary onClick={tryAgain}>
            Insert again
          </Button>
        )}
        {isOfRun && !isKept && mayTryAgain(run, failure) && (
          <Button secondary onClick={tryAgain}>
            Try again
          </Button>
        )}
        {isOfRun && isAcceptable(failure.failure) && (
          <Button secondary onClick={generateAnyway}>
            Go on anyway
          </Button>
        )}
        {isMendedInSettings(failure.failure) && (
          <Button secondary onClick={() => choose('settings')}>
            Open Settings
          </Button>
        )}
        {!isOfRun && !isMendedInSettings(failure.failure) && (
          <Button secondary onClick={dismissNotice}>
            Dismiss
          </Button>
        )}
      </div>
    </div>
  );
}

/** What was taken up and is dead is not made anew by trying again: it is in the list of what is unfinished. */
function mayTryAgain({ checkpoint, isTakenUp }: Run, { failure }: WireFailure): boolean {
  return checkpoint !== null || (!isTakenUp && isWorthAnotherTry(failure));
}

/** Asked before a picture that was paid for is given up; no alert, since nothing went wrong. */
function PaidPicture() {
  const { state, tryAgain, discardAndGo } = usePanel();
  const id = useId();
  const question = useRef<HTMLFieldSetElement>(null);
  // Who pressed Generate hears, and can answer, the question where the button had no effect.
  useEffect(() => question.current?.querySelector('button')?.focus(), []);
  const isMade = waitingPicture(state)?.stage === 'composited';
  return (
    <fieldset class="failure question" aria-labelledby={id} ref={question}>
      <p id={id} role="status">
        {isMade
          ? 'A paid picture is waiting to be inserted.'
          : 'A picture that may be paid for is still to be fetched.'}
      </p>
      <div class="failure-actions">
        <Button secondary onClick={tryAgain}>
          {isMade ? 'Insert again' : 'Fetch it again'}
        </Button>
        <Button secondary onClick={discardAndGo}>
          Discard it and generate
        </Button>
      </div>
    </fieldset>
  );
}

function Price() {
  const { state, changeEdit } = usePanel();
  const geometry = state.geometry.value;
  if (geometry.kind !== 'known') return <div class="price" />;
  const { edit } = state.settings.value;
  const { text, warning, bill } = priceLine(geometry.outline, edit);
  return (
    <div class="price">
      <span title="The price, the size of the picture that is sent, and how many of its px one px of the frame gets">
        {text}
      </span>
      {warning && (
        <span class="soft" title="The region is large: the result has fewer px than the design.">
          {' · '}
          {warning}
        </span>
      )}
      {warning && edit.resolution === 'standard' && ' · '}
      {warning && edit.resolution === 'standard' && (
        <button
          type="button"
          class="link"
          title="Send up to 2 megapixels instead of 1: sharper, but fal bills what goes beyond one as 2"
          onClick={() => changeEdit({ resolution: 'fine' })}
        >
          Fine
        </button>
      )}
      {bill && <Bill text={bill} />}
    </div>
  );
}

/** Why it costs more than it would at Standard. */
function Bill({ text }: { text: string }) {
  return (
    <>
      {' · '}
      <span class="bill" title="fal bills whole megapixels, rounded up. Standard sends no more than one.">
        {text}
      </span>
    </>
  );
}

function Buttons() {
  const { state, generate, generateWhole, addRegion, cancel } = usePanel();
  const { value: selection } = state.selection;
  const run = state.run.value;
  const isRunning = run !== null && !isEnded(run.job);
  const needsRegion = selection.kind === 'target';
  return (
    <div class={needsRegion && !isRunning ? 'buttons filling' : 'buttons'}>
      {isRunning && (
        <Button secondary disabled={run.isCancelling} onClick={cancel}>
          Cancel
        </Button>
      )}
      {selection.kind !== 'none' && !isRunning && (
        <Button secondary onClick={addRegion}>
          Add region
        </Button>
      )}
      {needsRegion && !isRunning && (
        <Button secondary onClick={generateWhole}>
          Change whole {selection.target.kind}
        </Button>
      )}
      <Button disabled={isRunning} onClick={generate}>
        {needsRegion ? 'Choose a region' : 'Generate'}
      </Button>
    </div>
  );
}
