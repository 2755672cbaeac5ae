// A result without a picture: for tests of where it goes.
import { encode } from 'fast-png';
import { type Framing, footprintOf } from '../../core/framing.ts';
import type { Rect } from '../../core/geometry.ts';
import type { InsertRequest } from '../../core/protocol.ts';
import type { Target } from '../../core/selection.ts';
import { DEFAULT_EDIT } from '../../core/settings.ts';

export function emptyPatch(
  { id, size }: Pick<Target, 'id' | 'size'>,
  framing: Framing,
  area: Rect<'crop'>,
): InsertRequest['patches'][number] {
  const { width, height } = area;
  return {
    png: encode({ width, height, data: new Uint8Array(width * height * 4), channels: 4 }),
    ...footprintOf(framing, size, area)!,
    name: 'a red door',
    recipe: {
      version: 1,
      settings: DEFAULT_EDIT,
      targetId: id,
      regionIds: [],
      targetName: 'Frame',
      madeFor: null,
      regionNames: [],
      framing,
      map: null,
      seed: 7,
      index: 0,
      count: 1,
      requestId: 'request',
      series: null,
      simulated: true,
      billed: null,
      createdAt: '2026-01-01T00:00:00.000Z',
    },
  };
}
