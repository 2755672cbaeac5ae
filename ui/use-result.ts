// A result in other places: what is sent to the main thread for it, and what is said of it afterwards.
import { cut } from '../core/finish.ts';
import { isOpaque } from '../core/pixels.ts';
import type { FillKey, ResultAddress } from '../core/placed.ts';
import type { UseReply } from '../core/protocol.ts';
import type { Plugin } from './channel.ts';
import type { Codec } from './codec.ts';
import type { Composited } from './cut-out.ts';
import { resultOf } from './results.ts';
import type { State } from './state.ts';
import { someNames } from './wording.ts';

/** All that was made where the result shows, for a picture to be filled with: nothing may be seen through it. */
export function uncutPicture({ plan, around, pictures }: Composited, codec: Codec): Uint8Array | null {
  const [picture] = pictures;
  const shown = picture && cut(picture, around, plan.matching);
  if (!picture || !shown) return null;
  const alpha = { ...around.alpha, data: new Float32Array(around.alpha.data.length).fill(1) };
  const whole = cut(picture, { ...around, alpha, limit: null, area: shown.area }, plan.matching);
  return whole && codec.encode(whole.pixels);
}

/**
 * In what is selected.
 * @param made which of fal's pictures it is: of those that are still at hand, nothing is missing
 * @returns what is to be said of it
 */
export async function useInSelection(
  of: ResultAddress,
  made: FillKey,
  state: Pick<State, 'runs'>,
  { plugin, codec }: { readonly plugin: Plugin; readonly codec: Codec },
): Promise<string> {
  const result = resultOf(state, made);
  const uncut = result && uncutPicture(result.composited, codec);
  const reply = await plugin.call('useInSelection', { ...of, uncut });
  const isWhole = reply.filledWith === null || (await showsNothingBeneath(reply.filledWith, codec));
  return isWhole ? usedText(reply) : `${usedText(reply)} ${ONLY_CUT}`;
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
