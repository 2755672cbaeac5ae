// What is unfinished, and what has been made in this file, newest first.
import type { PastRun } from '../../core/history.ts';
import { historyText, pastNote, pastTitle } from '../history-text.ts';
import { Alert } from './Alert.tsx';
import { usePanel } from './context.ts';
import { RunList } from './Runs.tsx';
import { UnfinishedView } from './Unfinished.tsx';

export function HistoryTab() {
  const { state } = usePanel();
  return (
    <>
      <div class="scroll">
        <UnfinishedView />
        <PastRuns />
      </div>
      {state.run.value && (
        <footer class="footer">
          <RunList />
        </footer>
      )}
    </>
  );
}

function PastRuns() {
  const { state } = usePanel();
  const { value: history } = state.history;
  switch (history.kind) {
    case 'loading':
      return (
        <p class="status" role="status">
          Looking through the pages…
        </p>
      );
    case 'failed':
      return <Alert failure={history.failure} />;
    case 'shown':
      return (
        <>
          <p class="status" role="status">
            {historyText(history.runs)}
          </p>
          <ul class="past-runs" aria-label="Runs in this file">
            {history.runs.map((run) => (
              <PastRunView key={run.layerIds.join()} run={run} />
            ))}
          </ul>
        </>
      );
    default:
      return history satisfies never;
  }
}

function PastRunView({ run }: { run: PastRun }) {
  const { show } = usePanel();
  return (
    <li>
      <div class="past-run">
        <p class="past-title" title={run.prompt}>
          {pastTitle(run)}
        </p>
        <p class="past-note">{pastNote(run)}</p>
      </div>
      <button type="button" class="link" onClick={() => show(run.layerIds)}>
        Show
      </button>
    </li>
  );
}
