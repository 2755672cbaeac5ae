// Where a result stands in the document, and so what it means to see it, to keep it and to discard it.

/** A fill is known by the picture that it shows: a designer may add others, or change their order. */
export interface FillKey {
  readonly requestId: string;
  /** The picture's place in fal's answer. */
  readonly index: number;
}

export function pictureKey({ requestId, index }: FillKey): string {
  return `${requestId} ${index}`;
}

export type Placed =
  /** By itself: of several in the same place one is seen. */
  | { readonly kind: 'layer'; readonly layerId: string }
  /** In a copy of the target, which goes with it; copies stand side by side. */
  | { readonly kind: 'copy'; readonly layerId: string }
  /** Of the picture that is the target: of several one is seen. */
  | ({ readonly kind: 'fill'; readonly layerId: string } & FillKey);

export function placedAs(kind: Placed['kind'], layerId: string, { requestId, index }: FillKey): Placed {
  return kind === 'fill' ? { kind, layerId, requestId, index } : { kind, layerId };
}

/** Of all of them, each layer once: fills of one picture lie in the same. */
export function layerIdsOf(all: readonly (Placed | null)[]): string[] {
  return [...new Set(all.flatMap((placed) => placed?.layerId ?? []))];
}

export function placedKey(placed: Placed): string {
  return placed.kind === 'fill' ? `${placed.layerId} ${pictureKey(placed)}` : placed.layerId;
}

/** Those of the keys that are ids of layers: no id of Figma's holds a space. */
export function layerKeys(keys: readonly string[]): string[] {
  return keys.filter((key) => !key.includes(' '));
}

/** A result as it is asked for. */
export interface ResultAddress {
  readonly layerId: string;
  /** Of several fills of the layer; where nothing is said, the one that is seen. */
  readonly fill?: FillKey;
}

export function addressOf(placed: Placed): ResultAddress {
  const { layerId } = placed;
  if (placed.kind !== 'fill') return { layerId };
  return { layerId, fill: { requestId: placed.requestId, index: placed.index } };
}

export function addressKey({ layerId, fill }: ResultAddress): string {
  return fill ? placedKey({ kind: 'fill', layerId, ...fill }) : layerId;
}
