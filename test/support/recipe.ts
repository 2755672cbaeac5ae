// A recipe as an edit writes it, for tests of what is done with the layer that carries one.
import type { PluginDataMixin } from '@figma/plugin-typings/plugin-api-standalone';
import type { Recipe } from '../../core/recipe.ts';
import { DEFAULT_EDIT } from '../../core/settings.ts';

export const PLAIN_EDIT: Recipe['settings'] = { ...DEFAULT_EDIT, prompt: 'a red door' };

/** As everybody who has the file finds it. */
export function recipeOn(layer: PluginDataMixin): Recipe {
  return JSON.parse(layer.getSharedPluginData('changemap', 'recipe'));
}

type Own = Pick<Recipe, 'targetId' | 'regionIds'> & Partial<Recipe>;

export function recipeWith(own: Own): Recipe {
  return {
    version: 1,
    settings: PLAIN_EDIT,
    targetName: 'Target',
    madeFor: null,
    regionNames: own.regionIds.map((_, i) => `Region ${i + 1}`),
    framing: { x: 0, y: 0, columns: 20, rows: 16, unit: 16 },
    map: null,
    drawn: null,
    seed: 7,
    index: 0,
    count: 1,
    requestId: 'request-1',
    series: null,
    simulated: true,
    billed: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...own,
  };
}
