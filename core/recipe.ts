// Everything needed to make a result again, without pixels: it travels on the layer as shared plugin data.
import { type Billed, readBilled } from './billed.ts';
import type { EditPlan } from './plan.ts';
import { type EditSettings, readEdit } from './settings.ts';

export interface Recipe {
  readonly version: 1;
  readonly settings: EditSettings;
  readonly targetId: string;
  readonly regionIds: readonly string[];
  readonly framing: EditPlan['framing'];
  /** The seed fal reported for the run, of which this is picture `index` of `count`. */
  readonly seed: number | null;
  /** The place among all the pictures fal returned, flagged ones included, from 0. */
  readonly index: number;
  readonly count: number;
  readonly requestId: string;
  /** Made by the stand-in, not by fal. */
  readonly simulated: boolean;
  /** For the whole run; null where fal, or a proxy between, did not say. */
  readonly billed: Billed | null;
  readonly createdAt: string;
}

/** Null when the text is not a recipe this version can read: damaged, foreign, or newer. */
export function parseRecipe(text: string): Recipe | null {
  const found = parsed(text);
  if (found === null || found.version !== 1) return null;
  const { targetId, regionIds, framing, seed, requestId, simulated, createdAt } = found;
  if (typeof targetId !== 'string' || !isTextList(regionIds) || !isFraming(framing)) return null;
  return {
    version: 1,
    settings: readEdit(found.settings),
    targetId,
    regionIds,
    framing,
    seed: typeof seed === 'number' ? seed : null,
    ...readPlace(found),
    requestId: typeof requestId === 'string' ? requestId : '',
    simulated: simulated === true,
    billed: readBilled(found.billed),
    createdAt: typeof createdAt === 'string' ? createdAt : '',
  };
}

/** Recipes from before several pictures were told apart hold no place: theirs is that of an only picture. */
function readPlace({ index, count }: Record<string, unknown>): Pick<Recipe, 'index' | 'count'> {
  const isPlace = isWhole(index) && isWhole(count) && index < count;
  return isPlace ? { index, count } : { index: 0, count: 1 };
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

export function isFraming(value: unknown): value is EditPlan['framing'] {
  if (typeof value !== 'object' || value === null) return false;
  const found = value as Record<string, unknown>;
  return ['x', 'y', 'columns', 'rows', 'unit'].every((key) => Number.isFinite(found[key]));
}

const NAME_LENGTH = 40;

/** “Simulated · red door 2”: the prompt's first 40 characters, a number when there are several. */
export function layerName(prompt: string, index: number, count: number, simulated: boolean): string {
  const words = [...prompt.replace(/\s+/g, ' ').trim()].slice(0, NAME_LENGTH).join('');
  const name = count > 1 ? `${words} ${index + 1}` : words;
  return simulated ? `Simulated · ${name}` : name;
}
