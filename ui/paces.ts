// What a run may be expected to take, and what is learnt from it when its layers are there.

import { modelOf } from '../core/model-settings.ts';
import { expectedPace, withPace } from '../core/pace.ts';
import { type EditSettings, endpointKey, type Settings } from '../core/settings.ts';
import type { Run } from './run.ts';
import type { State } from './state.ts';

export function expectedFor({ settings }: Pick<State, 'settings'>, edit: EditSettings): number | null {
  return expectedPace(settings.value.paces, keyOf(settings.value, edit));
}

export function withRun(settings: Settings, run: Run, now: number): Settings {
  if (!run.checkpoint || run.startedAt === null) return settings;
  // By the proxy that is set now: with several, a guess is off for a run or two.
  const key = keyOf(settings, run.checkpoint.settings);
  return { ...settings, paces: withPace(settings.paces, key, now - run.startedAt) };
}

function keyOf({ proxyUrl }: Settings, edit: EditSettings): string {
  return endpointKey(modelOf(edit).id, proxyUrl);
}
