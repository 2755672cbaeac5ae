// A result in other places: what is sent to the main thread for it, and what is said of it afterwards.
import { cut } from '../core/finish.ts';
import type { UseReply } from '../core/protocol.ts';
import type { Codec } from './codec.ts';
import type { Composited } from './cut-out.ts';
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

export function usedText({ placedIds: { length: used }, refused }: UseReply): string {
  const places = used === 1 ? 'one more place' : `${used} more places`;
  return refused.length > 0
    ? `Used in ${places}. ${someNames(refused)} could not take it: there is no picture or region in which it would be seen.`
    : `Used in ${places}.`;
}
