// Which fills of a picture are results: a paint bears no name, so each is known by what is kept on the layer beside it.
import { type FillKey, placedKey } from '../core/placed.ts';
import { isRecord } from '../core/record.ts';
import { keepOn, keptDataRestorer, keptOn } from './kept-data.ts';
import type { Layer } from './layers.ts';

export type Filled = Layer & MinimalFillsMixin;

export function canTakeFill(node: BaseNode): node is Filled {
  return 'fills' in node && Array.isArray(node.fills);
}

export function paintsOf({ fills }: Filled): readonly Paint[] {
  return fills === figma.mixed ? [] : fills;
}

export function isImage(paint: Paint): paint is ImagePaint {
  return paint.type === 'IMAGE' && paint.imageHash !== null;
}

/** Which image a result shows. */
export interface KeptFill extends FillKey {
  readonly hash: string;
}

/** One that is still there. */
export interface Fill extends KeptFill {
  /** Its place among the paints. */
  readonly at: number;
  readonly isSeen: boolean;
}

const FILLS_KEY = 'fills';

/** The topmost first: of two that show the very same image, that is what tells them apart. */
export function keepFills(picture: BaseNode, fills: readonly KeptFill[]): void {
  const kept = fills.map(({ requestId, index, hash }): KeptFill => ({ requestId, index, hash }));
  keepOn(picture, FILLS_KEY, kept.length > 0 ? JSON.stringify(kept) : '');
}

/** What puts back what is kept now. */
export function keptRestorer(picture: BaseNode): () => void {
  return keptDataRestorer(picture, [FILLS_KEY]);
}

/** Those that are still there, of whichever run, the topmost first. */
export function fillsOn(picture: BaseNode): Fill[] {
  const kept = keptFills(picture);
  if (kept.length === 0 || !canTakeFill(picture)) return [];
  const left = [...paintsOf(picture).entries()].reverse();
  return kept.flatMap((fill) => {
    const found = left.findIndex(([, paint]) => paint.type === 'IMAGE' && paint.imageHash === fill.hash);
    const [taken] = found < 0 ? [] : left.splice(found, 1);
    return taken ? [{ ...fill, at: taken[0], isSeen: taken[1].visible !== false }] : [];
  });
}

/** Those that somebody has deleted, or has replaced by another image. */
export function fillsGone(picture: BaseNode): KeptFill[] {
  return keptFills(picture).filter((fill) => fillOf(picture, fill) === null);
}

/** Null where it is gone. */
export function fillOf(picture: BaseNode, { requestId, index }: FillKey): Fill | null {
  const isIt = (fill: Fill) => fill.requestId === requestId && fill.index === index;
  return fillsOn(picture).find(isIt) ?? null;
}

/** The result that somebody who looks at the picture sees; null where that is something else, or nothing. */
export function fillSeen(picture: BaseNode): Fill | null {
  return fillsOn(picture).find(({ isSeen }) => isSeen) ?? null;
}

/** Those of the results' keys that are fills of this picture. */
export function fillsAmong(keys: readonly string[], picture: BaseNode): Fill[] {
  const wanted = new Set(keys);
  return fillsOn(picture).filter((fill) => wanted.has(fillKeyOn(picture, fill)));
}

export function fillKeyOn({ id: layerId }: BaseNode, { requestId, index }: FillKey): string {
  return placedKey({ kind: 'fill', layerId, requestId, index });
}

/** In a copy of the picture, or in itself. */
export function hideFillsIn(copy: BaseNode, picture: BaseNode, keys: readonly FillKey[]): void {
  const fills = keys.flatMap((key) => fillOf(picture, key) ?? []);
  if (fills.length > 0 && canTakeFill(copy)) setSeen(copy, fills, false);
}

export function setSeen(picture: Filled, fills: readonly Fill[], isSeen: boolean): void {
  const places = new Set(fills.map(({ at }) => at));
  picture.fills = paintsOf(picture).map((paint, i) =>
    places.has(i) ? { ...paint, visible: isSeen } : paint,
  );
}

/** None where what is kept is damaged: the fills themselves are there all the same. */
function keptFills(picture: BaseNode): readonly KeptFill[] {
  try {
    const kept: unknown = JSON.parse(keptOn(picture, FILLS_KEY) || '[]');
    return Array.isArray(kept) ? kept.filter(isKeptFill) : [];
  } catch {
    return [];
  }
}

function isKeptFill(value: unknown): value is KeptFill {
  if (!isRecord(value)) return false;
  const { requestId, index, hash } = value;
  return typeof requestId === 'string' && typeof index === 'number' && typeof hash === 'string';
}
