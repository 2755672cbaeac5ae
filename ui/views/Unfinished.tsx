// Pictures that are paid for and in no document: a hint of them, their list, and what can be done with each.
import { Button } from '@create-figma-plugin/ui';
import { useId } from 'preact/hooks';
import { isToBeLookedAt, type UnfinishedJob } from '../../core/unfinished.ts';
import { listedUnfinished } from '../state.ts';
import { isOfProxy } from '../unfinished.ts';
import { unfinishedNote, unfinishedText } from '../unfinished-text.ts';
import { usePanel } from './context.ts';

export function UnfinishedView() {
  const { state } = usePanel();
  const id = useId();
  const jobs = listedUnfinished(state);
  if (jobs.length === 0) return null;
  return (
    <section class="unfinished">
      <h2 id={id}>Unfinished</h2>
      <ul aria-labelledby={id}>
        {jobs.map((job) => (
          <Unfinished key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}

/** On the first screen, so that nobody has to look for what was paid for. */
export function UnfinishedHint() {
  const { state, choose } = usePanel();
  const { length } = listedUnfinished(state);
  if (length === 0) return null;
  return (
    <div class="unfinished-hint">
      {length === 1 ? '1 unfinished picture' : `${length} unfinished pictures`}
      <button type="button" class="link" onClick={() => choose('history')}>
        Open History
      </button>
    </div>
  );
}

function Unfinished({ job }: { job: UnfinishedJob }) {
  const { state, discardUnfinished } = usePanel();
  const isReadable = job.kind === 'readable';
  return (
    <li>
      <p>{unfinishedText(job, !isReadable || isOfProxy(job, state), Date.now())}</p>
      {isReadable && <p class="unfinished-note">{unfinishedNote(job)}</p>}
      <div class="failure-actions">
        {isReadable && job.requestId !== null && <GoOn job={job} />}
        <Button secondary onClick={() => discardUnfinished(job.id)}>
          Discard
        </Button>
      </div>
    </li>
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
        Fetch it
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
