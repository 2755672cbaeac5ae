// A result in other places: what is sent to the main thread for it, and what is said of it afterwards.
import { cut } from '../core/finish.ts';
import { toFrameRect } from '../core/framing.ts';
import { isOpaque } from '../core/pixels.ts';
import type { FillKey, ResultAddress } from '../core/placed.ts';
import type { InsertRequest, Spread, UsedInSelection, UseReply } from '../core/protocol.ts';
import type { Codec } from './codec.ts';
import type { Composited } from './cut-out.ts';
import { resultOf } from './results.ts';
import type { State } from './state.ts';
import { type Cutting, type CutWorld, cutsFor, type Lying, NOBODY, type Watcher } from './used-cuts.ts';
import { someNames } from './wording.ts';

/** All that was made where the result shows: nothing may be seen through it. */
export function uncutOf({ plan, around, pictures }: Composited): Lying | null {
  const [picture] = pictures;
  const shown = picture && cut(picture, around, plan.matching);
  if (!picture || !shown) return null;
  const alpha = { ...around.alpha, data: new Float32Array(around.alpha.data.length).fill(1) };
  const whole = cut(picture, { ...around, alpha, limit: null, area: shown.area }, plan.matching);
  if (!whole) return null;
  return { targetId: plan.target.id, pixels: whole.pixels, area: toFrameRect(plan.framing, whole.area) };
}

/**
 * In what is selected.
 * @param made which of fal's pictures it is: of those that are still at hand, nothing is missing
 * @returns what is to be said of it
 * @throws Failure as `useResult` does
 */
export async function useInSelection(
  of: ResultAddress,
  made: FillKey,
  state: Pick<State, 'runs'>,
  world: CutWorld,
  watcher: Watcher,
): Promise<string> {
  const result = resultOf(state, made);
  const reply = await useResult(of, result && uncutOf(result.composited), world, watcher);
  const { filledWith } = reply;
  const isWhole = filledWith === null || (await showsNothingBeneath(filledWith, world.codec));
  return isWhole ? usedText(reply) : `${usedText(reply)} ${ONLY_CUT}`;
}

/**
 * In what is selected as it begins.
 * @throws Failure cancelled, result-lost, nowhere-to-use, picture-unreadable, insert-failed; the document is then as before
 */
export async function useResult(
  of: ResultAddress,
  uncut: Lying | null,
  world: CutWorld,
  watcher: Watcher,
): Promise<UsedInSelection> {
  const { plugin, codec } = world;
  const { within, over } = await plugin.call('usePlaces', { of, within: null });
  const cuts = over ? await cutsFor(over, uncut, world, { ...watcher, replacedIds: [] }) : [];
  return plugin.call('useInSelection', {
    ...of,
    uncut: uncut && codec.encode(uncut.pixels),
    within,
    cuts,
  });
}

/** With the first, before it is inserted. @param within targets and regions */
export function spreadOf(
  composited: Composited,
  within: readonly string[],
  world: CutWorld,
): Promise<Spread | null> {
  const [patch] = composited.insert.patches;
  return patch ? spreadFor(patch, uncutOf(composited), within, world) : Promise.resolve(null);
}

/** Whatever goes wrong elsewhere, what is paid for comes itself. */
export async function spreadFor(
  { recipe, area, shown }: Pick<Patch, 'recipe' | 'area' | 'shown'>,
  uncut: Lying | null,
  within: readonly string[],
  world: CutWorld,
  how: Cutting = NOBODY,
): Promise<Spread> {
  const cuts = world.plugin
    .call('usePlaces', { of: { recipe, area, shown }, within })
    .then(({ over }) => (over ? cutsFor(over, uncut, world, how) : []));
  return {
    uncut: uncut && world.codec.encode(uncut.pixels),
    within,
    cuts: await cuts.catch(() => []),
  };
}

type Patch = InsertRequest['patches'][number];

export function cuttingText(done: number, of: number): string {
  return of === 1 ? 'Cutting it to the region…' : `Cutting it to the regions: ${done} of ${of}…`;
}

/** One that cannot be read is not told of: it is there, and nothing has failed. */
function showsNothingBeneath(picture: Uint8Array, codec: Codec): Promise<boolean> {
  return codec.decode(picture).then(isOpaque, () => true);
}

const ONLY_CUT =
  'Only the part that was cut out is left of it: around that, what was there before still shows.';

export function usedText({ placedIds: { length: used }, refused }: UseReply): string {
  const places = used === 1 ? 'one more place' : `${used} more places`;
  return refused.length > 0
    ? `Used in ${places}. ${someNames(refused)} could not take it: there is no picture or region in which it would be seen.`
    : `Used in ${places}.`;
}
