// Where a patch lies and how it came there, read back from what its layer keeps: anything may have come to stand there.
import type { Footprint } from './framing.ts';
import type { Rect, Size } from './geometry.ts';
import { isRecord, parsedRecord } from './record.ts';
import type { Way } from './use-result.ts';

/** Null unless it is one that something can be placed by. */
export function readFootprint(text: string): Footprint | null {
  const { area, shown } = parsedRecord(text) ?? {};
  return isRect(area) && isRect(shown) ? { area, shown } : null;
}

/** The same of how a result has come into another target. */
export function readWay(text: string): Way | null {
  const { target, region, within, over } = parsedRecord(text) ?? {};
  const isWhole = isSize(target) && isRect(region) && isSize(within) && (over === null || isRect(over));
  return isWhole ? { target, region, within, over } : null;
}

/** Further out than Figma's canvas goes. */
const FURTHEST = 1e7;

function isRect(value: unknown): value is Rect<'frame'> {
  return isRecord(value) && isNumber(value.x) && isNumber(value.y) && isSize(value);
}

function isSize(value: unknown): value is Size<'frame'> {
  if (!isRecord(value)) return false;
  const { width, height } = value;
  return isNumber(width) && isNumber(height) && width > 0 && height > 0;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= FURTHEST;
}
