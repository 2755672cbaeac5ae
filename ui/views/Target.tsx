// What is being edited, and the layers that say where.
import type { Region, Selection, Target } from '../../core/selection.ts';
import { usePanel } from './context.ts';
import { RegionIcon, TargetIcon } from './icons.tsx';

const KINDS: Readonly<Record<Target['kind'], string>> = {
  frame: 'Frame',
  group: 'Group',
  instance: 'Instance',
  picture: 'Picture',
};

const USES: Readonly<Record<Region['use'], string>> = {
  mask: 'mask',
  content: 'its shape',
};

export function TargetView() {
  const { state } = usePanel();
  const selection = state.selection.value;
  const { geometry } = state;
  const impossible = geometry.value.kind === 'impossible' ? geometry.value.failure.message : null;
  const message = selection.kind === 'ready' ? impossible : selection.message;
  return (
    <section class="target" aria-label="Target">
      {selection.kind !== 'none' && <TargetRow target={selection.target} />}
      <Regions selection={selection} />
      {message && <p class="hint">{message}</p>}
    </section>
  );
}

function TargetRow({ target }: { target: Target }) {
  const { width, height } = target.size;
  return (
    <div class="layer">
      <TargetIcon kind={target.kind} />
      <span class="layer-name">{target.name}</span>
      <span class="layer-note">
        {KINDS[target.kind]} · {Math.round(width)} × {Math.round(height)}
      </span>
    </div>
  );
}

function Regions({ selection }: { selection: Selection }) {
  const { show } = usePanel();
  if (selection.kind !== 'ready') return null;
  return (
    <ul>
      {selection.regions.map(({ id, name, use, amount }) => (
        <li key={id}>
          <button type="button" class="layer region" title="Show it on the canvas" onClick={() => show([id])}>
            <RegionIcon />
            <span class="layer-name">{name}</span>
            <span class="layer-note">
              {USES[use]}
              {amount < 1 && ` · ${Math.round(amount * 100)} %`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
