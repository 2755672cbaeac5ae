// Several targets: whether they share one picture or each gets its own, asked before anything is paid for.
import { useId } from 'preact/hooks';
import { type BatchWay, chosenWay, wayText } from '../batch.ts';
import { usePanel } from './context.ts';

const WAYS: readonly { readonly way: BatchWay; readonly label: string }[] = [
  { way: 'same', label: 'Same picture everywhere' },
  { way: 'each', label: 'Different in each' },
];

export function BatchWayView() {
  const { state, chooseWay } = usePanel();
  const name = useId();
  const chosen = chosenWay(state);
  const text = wayText(state);
  return (
    <div class="batch-way" role="radiogroup" aria-label="What the selected ones get">
      {WAYS.map(({ way, label }) => (
        <label key={way} class="batch-choice">
          <input type="radio" name={name} checked={chosen === way} onChange={() => chooseWay(way)} />
          {label}
        </label>
      ))}
      {text && <p class="hint">{text}</p>}
    </div>
  );
}
