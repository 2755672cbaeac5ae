// Where a patch lies, read back from what its layer keeps: anything may have come to stand there.
import type { Footprint } from './framing.ts';
import type { Rect } from './geometry.ts';
import { isRecord, parsedRecord } from './record.ts';

/** Null unless it is one that something can be placed by. */
export function readFootprint(text: string): Footprint | null {
  const { area, shown } = parsedRecord(text) ?? {};
  return isRect(area) && isRect(shown) ? { area, shown } : null;
}

/** Further out than Figma's canvas goes. */
const FURTHEST = 1e7;

function isRect(value: unknown): value is Rect<'frame'> {
  if (!isRecord(value)) return false;
  const { x, y, width, height } = value;
  const isNumber = (found: unknown): found is number =>
    typeof found === 'number' && Math.abs(found) <= FURTHEST;
  return isNumber(x) && isNumber(y) && isNumber(width) && isNumber(height) && width > 0 && height > 0;
}
