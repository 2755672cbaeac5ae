// What a run may be expected to take, and what is learnt from each of its requests.

import { MOST_AT_ONCE } from '../core/job.ts';
import { modelOf } from '../core/model-settings.ts';
import { expectedPace, withPace } from '../core/pace.ts';
import { type EditSettings, endpointKey, type Settings } from '../core/settings.ts';
import type { State } from './state.ts';

/** @param requests of the run; null when nothing is known of its model */
export function expectedFor(
  { settings }: Pick<State, 'settings'>,
  edit: EditSettings,
  requests: number,
): number | null {
  const pace = expectedPace(settings.value.paces, keyOf(settings.value, edit));
  return pace && pace * Math.ceil(requests / MOST_AT_ONCE);
}

export function withRequest(settings: Settings, edit: EditSettings, milliseconds: number): Settings {
  // By the proxy that is set now: with several, a guess is off for a run or two.
  return { ...settings, paces: withPace(settings.paces, keyOf(settings, edit), milliseconds) };
}

function keyOf({ proxyUrl }: Settings, edit: EditSettings): string {
  return endpointKey(modelOf(edit).id, proxyUrl);
}
