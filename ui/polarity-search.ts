// `Check which colour means change`: what is paid for it is kept in mind until it is answered, so that it is not paid twice.
import { type FailureKind, toWire, type WireFailure } from '../core/failure.ts';
import { modelOf } from '../core/model-settings.ts';
import { without } from '../core/record.ts';
import { endpointKey, type Settings } from '../core/settings.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import { isLastWord } from './failure-kinds.ts';
import type { Fal } from './fal/fal.ts';
import { checkPolarity } from './polarity-check.ts';
import type { State } from './state.ts';

interface SearchWorld {
  readonly plugin: Plugin;
  readonly codec: Codec;
  readonly clock: Clock;
  openFal(): Fal;
  /** Saves the settings now. */
  save(): void;
}

/** Goes on with a check that is paid for, where there is one. */
export async function findPolarity(
  state: State,
  { plugin, codec, clock, openFal, save }: SearchWorld,
): Promise<void> {
  const model = modelOf(state.settings.value.edit);
  const key = keyOf(state.settings.value);
  const change = (changes: (settings: Settings) => Partial<Settings>) => {
    state.settings.value = { ...state.settings.value, ...changes(state.settings.value) };
    save();
  };
  const sent = (requestId: string | null) =>
    change(({ probes }) => ({ probes: { ...probes, [key]: requestId } }));
  const ended = () => change(({ probes }) => ({ probes: without(probes, key) }));
  state.polarityCheck.value = { kind: 'running' };
  try {
    const probe = { requestId: pendingProbe(state) ?? null, sent };
    const polarity = await checkPolarity(model, { fal: openFal(), plugin, codec, clock }, probe);
    change(({ polarities }) => ({ polarities: { ...polarities, [key]: polarity } }));
    ended();
    state.polarityCheck.value = { kind: 'found', polarity, model: model.label };
  } catch (error) {
    const failure = toWire(error);
    if (isOver(failure, state)) ended();
    state.polarityCheck.value = { kind: 'failed', failure };
  }
}

/** The request of a check that was sent for the chosen model behind this proxy; undefined where there is none. */
export function pendingProbe({ settings }: Pick<State, 'settings'>): string | null | undefined {
  return settings.value.probes[keyOf(settings.value)];
}

function keyOf({ edit, proxyUrl }: Settings): string {
  return endpointKey(modelOf(edit).id, proxyUrl);
}

/** Of which there is no answer to be had any more; for a check there is no other way to give it up. */
const COMES_TO_NOTHING: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'polarity-unclear',
  'media-gone',
  'request-unknown',
]);

/** One that has no id was told of as it failed; the answer to one that has may still be had. */
function isOver({ failure }: WireFailure, state: State): boolean {
  return isLastWord(failure) || COMES_TO_NOTHING.has(failure) || typeof pendingProbe(state) !== 'string';
}
