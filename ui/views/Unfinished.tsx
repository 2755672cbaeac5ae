// The list of pictures that an earlier start of the plugin left behind, and what can be done with each.
import { Button } from '@create-figma-plugin/ui';
import { useId } from 'preact/hooks';
import type { UnfinishedJob } from '../../core/unfinished.ts';
import { isBusy } from '../runs.ts';
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

function Unfinished({ job }: { job: UnfinishedJob }) {
  const { state, fetchUnfinished, insertUnfinishedHere, discardUnfinished } = usePanel();
  const isReadable = job.kind === 'readable';
  const isFetchable = isReadable && job.requestId !== null;
  const hasTarget = state.selection.value.kind !== 'none';
  return (
    <li>
      <p>{unfinishedText(job, !isReadable || isOfProxy(job, state))}</p>
      {isReadable && <p class="unfinished-note">{unfinishedNote(job)}</p>}
      <div class="failure-actions">
        {isFetchable && job.isHere && (
          <Button secondary disabled={isBusy(state)} onClick={() => fetchUnfinished(job.id)}>
            Fetch it
          </Button>
        )}
        {isFetchable && !job.isHere && (
          <Button
            secondary
            disabled={isBusy(state) || !hasTarget}
            onClick={() => insertUnfinishedHere(job.id)}
          >
            Insert here
          </Button>
        )}
        <Button secondary disabled={isBusy(state)} onClick={() => discardUnfinished(job.id)}>
          Discard
        </Button>
      </div>
    </li>
  );
}
