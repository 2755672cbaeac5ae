// The newest run's pictures: looked through with the arrow keys, compared with what was there before, chosen or discarded.
import { useEffect, useRef, useState } from 'preact/hooks';
import { addressOf } from '../../core/placed.ts';
import { choiceOf, currentResult, type Result, resultsIn } from '../results.ts';
import { usePanel } from './context.ts';
import { goToFirst, useHandingOn } from './focus.ts';
import { UseInSelection } from './UseInSelection.tsx';

export function Results() {
  const { state } = usePanel();
  const results = resultsIn(state);
  const current = currentResult(state);
  return current && <AtHand results={results} current={current} />;
}

/** With the last of them goes the list: the keyboard goes on at the prompt. */
function AtHand({ results, current }: ResultsProps) {
  const section = useHandingOn<HTMLElement>(() => goToFirst('prompt'));
  return (
    <section class="results" ref={section}>
      <ResultList results={results} current={current} />
      {current.placed !== null && <Actions results={results} current={current} />}
    </section>
  );
}

interface ResultsProps {
  readonly results: readonly Result[];
  readonly current: Result;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

function ResultList({ results, current }: ResultsProps) {
  const { pickResult } = usePanel();
  const list = useRef<HTMLUListElement>(null);
  const step = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = results.findIndex(({ key }) => key === current.key) + by;
    const next = (at + results.length) % results.length;
    pickResult(results[next]!);
    list.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <ul class="result-list" aria-label="Results" ref={list} onKeyDown={step}>
      {results.map((result, i) => (
        <ResultItem
          key={result.key}
          result={result}
          isCurrent={result.key === current.key}
          label={`${i + 1} of ${results.length}: ${result.name}`}
        />
      ))}
    </ul>
  );
}

function ResultItem({ result, isCurrent, label }: { result: Result; isCurrent: boolean; label: string }) {
  const { pickResult, resultPicture } = usePanel();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isCurrent) button.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isCurrent]);
  return (
    <li>
      <button
        type="button"
        ref={button}
        class="result"
        tabIndex={isCurrent ? 0 : -1}
        aria-current={isCurrent}
        aria-label={label}
        title={result.name}
        onClick={() => pickResult(result)}
      >
        <img src={resultPicture(result)} alt="" />
      </button>
    </li>
  );
}

function Actions({ results, current }: ResultsProps) {
  const { likeResult } = usePanel();
  const { placed } = current;
  const isOneOfSeveral = choiceOf(results, current).length > 1;
  return (
    <div class="result-actions">
      <Decide key={String(isOneOfSeveral)} current={current} isOneOfSeveral={isOneOfSeveral} />
      <Compare key={current.key} result={current} />
      <button
        type="button"
        class="link"
        title="Starts from this result, with less change and new seeds"
        onClick={() => likeResult(current)}
      >
        More like this
      </button>
      {placed !== null && <UseInSelection key={current.key} of={addressOf(placed)} made={current.recipe} />}
    </div>
  );
}

interface DecideProps extends Pick<ResultsProps, 'current'> {
  readonly isOneOfSeveral: boolean;
}

/** Once it is decided there is nothing left to choose from: the keyboard goes on at the picture that is left. */
function Decide({ current, isOneOfSeveral }: DecideProps) {
  const { useThis, discardResult } = usePanel();
  const buttons = useHandingOn<HTMLSpanElement>((going) => {
    going.closest('section')?.querySelector<HTMLElement>('.result[aria-current="true"]')?.focus();
  });
  return (
    <span class="decide" ref={buttons}>
      {isOneOfSeveral && (
        <button type="button" class="link" title="Removes the others" onClick={() => useThis(current)}>
          Use this
        </button>
      )}
      <button type="button" class="link" title="Removes this one" onClick={() => discardResult(current)}>
        Discard
      </button>
    </span>
  );
}

/** Held, by pointer or key: what was there before is seen until it is let go, or looked away from, or this goes. */
function Compare({ result }: { result: Result }) {
  const { compareResult, stopComparing } = usePanel();
  const [isHeld, hold] = useState(false);
  const turn = (wanted: boolean) => {
    if (wanted === isHeld) return;
    hold(wanted);
    if (wanted) compareResult(result);
    else stopComparing();
  };
  useEffect(() => stopComparing, [stopComparing]);
  const isKey = ({ key }: KeyboardEvent) => key === ' ' || key === 'Enter';
  return (
    <button
      type="button"
      class="link"
      aria-pressed={isHeld}
      title="Hold to see what was there before"
      onPointerDown={() => turn(true)}
      onPointerUp={() => turn(false)}
      onPointerLeave={() => turn(false)}
      onBlur={() => turn(false)}
      onKeyDown={(event) => isKey(event) && turn(true)}
      onKeyUp={(event) => isKey(event) && turn(false)}
    >
      Compare
    </button>
  );
}
