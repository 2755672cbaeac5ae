// What is unfinished, and what has been made in this file, newest first.
import { Alert } from './Alert.tsx';
import { CleanUpView, useReturn } from './CleanUp.tsx';
import { usePanel } from './context.ts';
import { PastRuns } from './PastRuns.tsx';
import { RunList } from './Runs.tsx';
import { UnfinishedView } from './Unfinished.tsx';

export function HistoryTab() {
  const { state } = usePanel();
  const isCleaningUp = state.cleanUp.value.kind !== 'closed';
  useReturn(isCleaningUp);
  if (isCleaningUp) return <CleanUpView />;
  return (
    <>
      <div class="scroll">
        <UnfinishedView />
        <Made />
      </div>
      {state.run.value && (
        <footer class="footer">
          <RunList />
        </footer>
      )}
    </>
  );
}

function Made() {
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
      return <PastRuns runs={history.runs} spent={history.spent} unreadable={history.unreadable} />;
    default:
      return history satisfies never;
  }
}
