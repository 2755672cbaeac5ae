// What is being edited, what could be instead, and the layers that say where.

import { protectsText } from '../../core/plan.ts';
import {
  type Batch,
  type BatchMember,
  labelOf,
  type Region,
  type Selection,
  type Target,
} from '../../core/selection.ts';
import { askedInBatch } from '../batch.ts';
import { batchText, coveredText, memberNote, refusalText, targetNote, targetOption } from '../target-text.ts';
import { BatchWayView } from './BatchWay.tsx';
import { usePanel } from './context.ts';
import { RegionIcon, TargetIcon } from './icons.tsx';

const USES: Readonly<Record<Region['use'], string>> = {
  mask: 'mask',
  content: 'its shape',
};

export function TargetView() {
  const { state } = usePanel();
  const selection = state.selection.value;
  const { targets, batch, refusal } = state.offer.value;
  const { geometry } = state;
  const target = selection.kind === 'none' ? null : selection.target;
  const impossible = geometry.value.kind === 'impossible' ? geometry.value.failure.message : null;
  const message = selection.kind === 'ready' ? impossible : selection.message;
  const choices = batch
    ? batch.members.filter(({ problem }) => !problem).map((member) => member.target)
    : targets;
  // The one element of this name is the control, where there is one.
  const name = choices.length > 0 ? undefined : 'Target';
  return (
    <section class="target" aria-label={name}>
      {choices.length > 0 && <TargetSelect targets={choices} taken={target} />}
      {choices.length === 0 && target && <TargetRow target={target} />}
      <Regions selection={selection} />
      {batch ? <Members batch={batch} /> : message && <p class="hint">{message}</p>}
      <Covered />
      {refusal && target && <p class="hint">{refusalText(refusal, target.name)}</p>}
    </section>
  );
}

/** Told before anything is paid for: text that the result will lie over. */
function Covered() {
  const { state } = usePanel();
  const textOver = state.textOver.value;
  const text = textOver && coveredText(textOver, protectsText(state.settings.value.edit));
  return text ? <p class="hint">{text}</p> : null;
}

/** Native, so that it works from the keyboard as every other. */
function TargetSelect({ targets, taken }: { targets: readonly Target[]; taken: Target | null }) {
  const { state, chooseTarget } = usePanel();
  const isBatch = (askedInBatch(state)?.length ?? 0) > 0;
  return (
    <div class="layer choice">
      {taken && <TargetIcon kind={taken.kind} />}
      <div class="select">
        <select
          aria-label="Target"
          title={taken ? targetOption(taken) : undefined}
          value={taken?.id ?? ''}
          onChange={(event) => chooseTarget(event.currentTarget.value)}
        >
          {!taken && (
            <option value="" disabled>
              {isBatch ? 'All of them, or choose one' : 'Choose which one to change'}
            </option>
          )}
          {targets.map((target) => (
            <option key={target.id} value={target.id}>
              {targetOption(target)}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

function TargetRow({ target }: { target: Target }) {
  return (
    <div class="layer">
      <TargetIcon kind={target.kind} />
      <span class="layer-name">{target.name}</span>
      <span class="layer-note">{targetNote(target)}</span>
    </div>
  );
}

/** Several targets, each with its own regions, before one of them is chosen. */
function Members({ batch }: { batch: Batch }) {
  return (
    <>
      <ul>
        {batch.members.map((member) => (
          <Member key={member.target.id} member={member} />
        ))}
      </ul>
      <p class="hint">{batchText(batch)}</p>
      <BatchWayView />
    </>
  );
}

function Member({ member }: { member: BatchMember }) {
  const { target, problem } = member;
  return (
    <li class="layer member" title={problem ?? undefined}>
      <TargetIcon kind={target.kind} />
      <span class="layer-name">{labelOf(target)}</span>
      <span class="layer-note">{memberNote(member)}</span>
    </li>
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
