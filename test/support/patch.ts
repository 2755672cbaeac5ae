// Results without a picture: for tests of where they go.
import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone';
import { encode } from 'fast-png';
import { type Framing, footprintOf } from '../../core/framing.ts';
import type { Rect } from '../../core/geometry.ts';
import type { InsertRequest } from '../../core/protocol.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Target } from '../../core/selection.ts';
import { DEFAULT_EDIT } from '../../core/settings.ts';
import { recipeWith } from './recipe.ts';

type Patch = InsertRequest['patches'][number];

export function emptyPatch(
  { id, size }: Pick<Target, 'id' | 'size'>,
  framing: Framing,
  area: Rect<'crop'>,
): Patch {
  const { width, height } = area;
  return {
    png: encode({ width, height, data: new Uint8Array(width * height * 4), channels: 4 }),
    ...footprintOf(framing, size, area)!,
    name: 'a red door',
    recipe: recipeWith({
      targetId: id,
      regionIds: [],
      settings: DEFAULT_EDIT,
      framing,
    }),
  };
}

/** Most of a frame of 96 × 80, which is what these tests draw. */
export const EMPTY_FRAMING: Framing = { x: 16, y: 8, columns: 16, rows: 16, unit: 4 };

interface EmptyRequest extends Partial<Omit<InsertRequest, 'patches'>> {
  readonly results?: readonly (Partial<Omit<Patch, 'recipe'>> & { readonly recipe?: Partial<Recipe> })[];
  readonly area?: Rect<'crop'>;
}

/** One run's results for a target, as the panel asks for them. */
export function emptyRequest(
  { id, width, height }: Pick<FrameNode, 'id' | 'width' | 'height'>,
  { results = [{}], area = { x: 48, y: 40, width: 16, height: 16 }, ...own }: EmptyRequest = {},
): InsertRequest {
  const empty = emptyPatch({ id, size: { width, height } }, EMPTY_FRAMING, area);
  const count = results.length;
  return {
    targetId: id,
    regions: [],
    reach: [empty.shown],
    protectsText: false,
    replacedIds: [],
    insertAs: 'layer',
    place: null,
    patches: results.map(({ recipe, ...result }, index) => ({
      ...empty,
      ...result,
      recipe: { ...empty.recipe, index, count, ...recipe },
    })),
    name: empty.name,
    joins: [],
    ...own,
  };
}
