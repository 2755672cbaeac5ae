// The outside proof: two renders of the target, before and after, are equal wherever nothing was to change.
import { isReached } from './change-map.ts';
import { type Pixels, type Plane, sameSize } from './pixels.ts';

export type Proof =
  | { readonly kind: 'kept' }
  /** So many pixels differ outside the reach, by so many of 255 levels at most. */
  | { readonly kind: 'changed'; readonly pixels: number; readonly most: number };

/**
 * @param allowed how much each px may change, on the renders' grid
 * @returns null when the renders prove nothing: nothing lies outside the reach, or the two are the same
 *   everywhere, as when the older picture is exported once more
 */
export function prove(before: Pixels, after: Pixels, allowed: Plane): Proof | null {
  if (!sameSize(before, after) || !sameSize(before, allowed)) return null;
  const found = { outside: 0, changedOutside: 0, changedInside: 0, most: 0 };
  for (let i = 0; i < allowed.data.length; i++) {
    const difference = differenceAt(before.data, after.data, i * 4);
    if (isReached(allowed.data[i]!)) {
      if (difference > 0) found.changedInside++;
      continue;
    }
    found.outside++;
    if (difference > 0) found.changedOutside++;
    found.most = Math.max(found.most, difference);
  }
  const { outside, changedOutside, changedInside, most } = found;
  if (changedOutside > 0) return { kind: 'changed', pixels: changedOutside, most };
  return outside > 0 && changedInside > 0 ? { kind: 'kept' } : null;
}

/** In levels; what is clear in both is equal, whatever colour stands behind it. */
function differenceAt(a: Uint8Array, b: Uint8Array, at: number): number {
  const [before, after] = [a[at + 3]!, b[at + 3]!];
  if (before === 0 && after === 0) return 0;
  let most = Math.abs(before - after);
  for (let c = 0; c < 3; c++) most = Math.max(most, Math.abs(a[at + c]! - b[at + c]!));
  return most;
}
