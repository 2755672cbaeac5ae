// Pictures that are paid for and in no document: a hint of them, their list, and what can be done with each.
import { Button } from '@create-figma-plugin/ui';
import { useId } from 'preact/hooks';
import { isToBeLookedAt, type UnfinishedJob } from '../../core/unfinished.ts';
import { heldByFailure, listedUnfinished } from '../state.ts';
import { isOfProxy } from '../unfinished.ts';
import { perhapsLeftText, unfinishedNote, unfinishedText } from '../unfinished-text.ts';
import { usePanel } from './context.ts';

export function UnfinishedView() {
  const { state } = usePanel();
  const id = useId();
  const [listed, held] = [listedUnfinished(state), heldByFailure(state)];
  const jobs = state.unfinished.value.filter((job) => listed.includes(job) || held.includes(job));
  if (jobs.length === 0) return null;
  return (
    <section class="unfinished">
      <h2 id={id}>Unfinished</h2>
      <ul aria-labelledby={id}>
        {jobs.map((job) => (
          <Unfinished key={job.id} job={job} isHeld={held.includes(job)} />
        ))}
      </ul>
    </section>
  );
}

/** On the first screen, so that nobody has to look for what was paid for. */
export function UnfinishedHint() {
  const { state, choose } = usePanel();
  const [{ length }, left] = [listedUnfinished(state), state.perhapsLeft.value];
  if (length === 0) return left > 0 ? <div class="unfinished-hint">{perhapsLeftText(left)}</div> : null;
  return (
    <div class="unfinished-hint">
      {length === 1 ? '1 unfinished picture' : `${length} unfinished pictures`}
      <button type="button" class="link" onClick={() => choose('history')}>
        Open History
      </button>
    </div>
  );
}

/** What a failure on the first screen holds is decided there, together with the rest of its run. */
function Unfinished({ job, isHeld }: { job: UnfinishedJob; isHeld: boolean }) {
  const { state } = usePanel();
  const isReadable = job.kind === 'readable';
  return (
    <li>
      <p>{unfinishedText(job, !isReadable || isOfProxy(job, state), Date.now())}</p>
      {isReadable && <p class="unfinished-note">{unfinishedNote(job)}</p>}
      <div class="failure-actions">{isHeld ? <OpenEdit /> : <Actions job={job} />}</div>
    </li>
  );
}

function OpenEdit() {
  const { choose } = usePanel();
  return (
    <Button secondary onClick={() => choose('edit')}>
      Open Edit
    </Button>
  );
}

function Actions({ job }: { job: UnfinishedJob }) {
  const { discardUnfinished } = usePanel();
  return (
    <>
      {job.kind === 'readable' && job.requestId !== null && <GoOn job={job} />}
      <Button secondary onClick={() => discardUnfinished(job.id)}>
        Discard
      </Button>
    </>
  );
}

/** What is flagged is looked at, wherever it belongs; anything else is inserted. */
function GoOn({ job }: { job: Extract<UnfinishedJob, { kind: 'readable' }> }) {
  const { state, fetchUnfinished, lookAtUnfinished, insertUnfinishedHere } = usePanel();
  if (isToBeLookedAt(job)) {
    return (
      <Button secondary onClick={() => lookAtUnfinished(job.id)}>
        Look
      </Button>
    );
  }
  if (job.isHere) {
    return (
      <Button secondary onClick={() => fetchUnfinished(job.id)}>
        Try again
      </Button>
    );
  }
  const hasTarget = state.selection.value.kind !== 'none';
  return (
    <Button secondary disabled={!hasTarget} onClick={() => insertUnfinishedHere(job.id)}>
      Insert here
    </Button>
  );
}
