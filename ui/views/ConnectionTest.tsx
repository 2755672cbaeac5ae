// Test connection: which step fails and how to mend it, and the report for whoever runs the network.
import { Button } from '@create-figma-plugin/ui';
import { useState } from 'preact/hooks';
import { copyText } from '../clipboard.ts';
import { connectionReport, noteText, stepTitle } from '../connection-text.ts';
import type { TestStep } from '../fal/connection.ts';
import { connectionOf } from '../state.ts';
import { Alert } from './Alert.tsx';
import { usePanel } from './context.ts';
import { StepIcon } from './icons.tsx';

export function ConnectionTest() {
  const { state, testConnection } = usePanel();
  const steps = state.test.value;
  const simulated = state.health.value?.simulated ?? null;
  const isTesting = steps?.some((step) => step.state === 'running') ?? false;
  return (
    <>
      <div class="settings-actions">
        <Button secondary disabled={isTesting} onClick={testConnection}>
          Test connection
        </Button>
        {steps && !isTesting && <CopyButton steps={steps} isSimulated={simulated ?? false} />}
      </div>
      {steps && <Steps steps={steps} isSimulated={simulated ?? false} />}
      <div class="status settings-status" role="status">
        {statusOf(steps, simulated)}
      </div>
    </>
  );
}

interface StepsShown {
  readonly steps: readonly TestStep[];
  readonly isSimulated: boolean;
}

const COPIED_TEXTS = { idle: 'Copy diagnostics', copied: 'Copied', refused: 'Not copied' } as const;

function CopyButton({ steps, isSimulated }: StepsShown) {
  const { state } = usePanel();
  const [outcome, setOutcome] = useState<keyof typeof COPIED_TEXTS>('idle');
  const copy = () => {
    const { userAgent: browser, onLine: isOnline } = navigator;
    const connection = connectionOf(state);
    const facts = { connection, steps, isSimulated, browser, isOnline, now: Date.now() };
    setOutcome(copyText(connectionReport(facts)) ? 'copied' : 'refused');
  };
  return (
    <Button
      secondary
      title="Copies what was tried, for the people who run your network. It holds no key, token, prompt or picture."
      onClick={copy}
      onBlur={() => setOutcome('idle')}
    >
      {COPIED_TEXTS[outcome]}
    </Button>
  );
}

function statusOf(steps: readonly TestStep[] | null, simulated: boolean | null): string {
  if (steps?.some((step) => step.state === 'running')) return 'Testing…';
  if (steps?.some((step) => step.state === 'failed')) return '';
  if (simulated === null) return '';
  return simulated
    ? 'Connected. Pictures are simulated: the proxy has no fal key, and nothing is charged.'
    : 'Connected. Pictures are made by fal and charged to the proxy’s account.';
}

function Steps({ steps, isSimulated }: StepsShown) {
  const failed = steps.find((step) => step.state === 'failed');
  return (
    <>
      <ul class="steps" aria-label="Steps of the test">
        {steps.map((step) => (
          <li key={step.name} class={`step ${step.state}`}>
            <StepIcon state={step.state} />
            <div>
              {stepTitle(step.name, isSimulated)}
              <span class="hidden">{` (${step.state})`}</span>
              {step.state === 'passed' &&
                step.notes.map((note) => (
                  <p key={note.kind} class="hint">
                    {noteText(note)}
                  </p>
                ))}
            </div>
          </li>
        ))}
      </ul>
      {failed?.state === 'failed' && <Alert key={failed.failure.message} failure={failed.failure} />}
    </>
  );
}
