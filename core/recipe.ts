// Everything needed to make a result again, without pixels: it travels on the layer as shared plugin data.
import { type Billed, readBilled } from './billed.ts';
import type { Rect } from './geometry.ts';
import { asList, type FieldValue, type FieldValues, type ImageValue, readImage } from './models/index.ts';
import type { EditPlan } from './plan.ts';
import { isRecord, parsedRecord } from './record.ts';
import { clickOf, type Series } from './run.ts';
import { type EditSettings, isEdit, readEdit } from './settings.ts';

export interface Recipe {
  readonly version: 1;
  readonly settings: EditSettings;
  readonly targetId: string;
  readonly regionIds: readonly string[];
  /** Ids come again in other files, and are others in a copy; empty in recipes from before they were kept. */
  readonly targetName: string;
  /** The frame of which the target is a copy, made for this result; null where it is none. */
  readonly madeFor: CopiedFrame | null;
  /** Of the regions that are layers of their own. */
  readonly regionNames: readonly string[];
  readonly framing: EditPlan['framing'];
  /**
   * What the regions drew in the framing, 256 px at most: a grey PNG as base64, white = change. With it a region
   * that is gone can be drawn again; null where the target was changed as a whole.
   */
  readonly map: string | null;
  /** What the regions were by their geometry, strokes and blur: the soft edge goes by its size. Null with the map, and in older recipes. */
  readonly drawn: Rect<'frame'> | null;
  /** The seed fal reported for the run, of which this is picture `index` of `count`. */
  readonly seed: number | null;
  /** The place among all the pictures fal returned, flagged ones included, from 0. */
  readonly index: number;
  readonly count: number;
  readonly requestId: string;
  /** Of how many requests it was one; null in recipes from before that was kept. */
  readonly series: Series | null;
  /** Made by the stand-in, not by fal. */
  readonly simulated: boolean;
  /** For the whole run; null where fal, or a proxy between, did not say. */
  readonly billed: Billed | null;
  readonly createdAt: string;
}

/** What of it says what the regions drew. */
export type DrawnMap = Pick<Recipe, 'framing' | 'map' | 'drawn'>;

export interface CopiedFrame {
  readonly id: string;
  readonly name: string;
}

/** As it stands on a layer. */
export interface WrittenRecipe extends Recipe {
  /**
   * Id of the layer that it was written for. On any other it has come along with a copy, perhaps into another file,
   * where its ids are those of other layers. Empty in recipes from before it was kept.
   */
  readonly madeAs: string;
}

export function recipeText(recipe: WrittenRecipe): string {
  const { settings } = recipe;
  return JSON.stringify({ ...recipe, settings: { ...settings, values: lightened(settings.values) } });
}

/** In characters; a longer one would weigh more on the layer than all else of the recipe. */
const LONGEST_DATA_URI = 10_000;

/** Without the pictures that were pasted into fields: each becomes one that has to be chosen again. */
function lightened(value: FieldValue): FieldValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return asList(value).map(lightened);
  const image = readImage(value);
  if (image?.kind === 'url' && isHeavy(image.url)) return leftOut(image.url);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, lightened(inner)]));
}

function isHeavy(url: string): boolean {
  return url.length > LONGEST_DATA_URI && url.startsWith('data:');
}

/** A file that is not at hand, which is what it has become: the field says so, and asks for it. */
function leftOut(url: string): ImageValue & FieldValues {
  const kilobytes = Math.round((url.length * 3) / 4 / 1000);
  return { kind: 'file', key: 'left out of the recipe', name: `pasted picture of ${kilobytes} kB` };
}

/** Null when the text is not a recipe this version can read: damaged, foreign, or newer. */
export function parseRecipe(text: string): WrittenRecipe | null {
  const found = parsedRecord(text);
  if (found === null || found.version !== 1) return null;
  const { targetId, regionIds, framing, seed, requestId, simulated, createdAt, madeAs } = found;
  if (typeof targetId !== 'string' || !isTextList(regionIds) || !isFraming(framing)) return null;
  if (!isEdit(found.settings)) return null;
  return {
    version: 1,
    settings: readEdit(found.settings),
    targetId,
    regionIds,
    targetName: typeof found.targetName === 'string' ? found.targetName : '',
    madeFor: readCopied(found.madeFor),
    regionNames: isTextList(found.regionNames) ? found.regionNames : [],
    framing,
    map: readMap(found.map),
    drawn: readBox(found.drawn),
    seed: typeof seed === 'number' ? seed : null,
    ...readPlace(found),
    requestId: typeof requestId === 'string' ? requestId : '',
    series: readSeries(found.series),
    simulated: simulated === true,
    billed: readBilled(found.billed),
    createdAt: typeof createdAt === 'string' ? createdAt : '',
    madeAs: typeof madeAs === 'string' ? madeAs : '',
  };
}

function readBox(stored: unknown): Rect<'frame'> | null {
  if (!isRecord(stored)) return null;
  const { x, y, width, height } = stored;
  const isSide = (side: unknown): side is number => isPlace(side) && side > 0;
  return isPlace(x) && isPlace(y) && isSide(width) && isSide(height) ? { x, y, width, height } : null;
}

function readSeries(stored: unknown): Series | null {
  if (!isRecord(stored)) return null;
  const { id, from, of } = stored;
  return typeof id === 'string' && id !== '' && isWhole(from) && isWhole(of) ? { id, from, of } : null;
}

/** Recipes from before it was kept have none: what they say of a copy, they say of the copy alone. */
function readCopied(stored: unknown): CopiedFrame | null {
  if (!isRecord(stored)) return null;
  const { id, name } = stored;
  return typeof id === 'string' && typeof name === 'string' ? { id, name } : null;
}

/** The same for all that one click has made by one prompt, for whichever target. */
export function seriesOf({ series, requestId }: Pick<Recipe, 'series' | 'requestId'>): string {
  return series?.id ?? requestId;
}

/** Among all that its series was asked for, from 0. */
export function placeInSeries({ series, index }: Pick<Recipe, 'series' | 'index'>): number {
  return (series?.from ?? 0) + index;
}

/** Of which click it is, and its place among all that each target was asked for then, from 0. */
export function placeInClick(recipe: Pick<Recipe, 'series' | 'index' | 'requestId'>): {
  readonly click: string;
  readonly column: number;
} {
  const { series, index, requestId } = recipe;
  if (!series) return { click: requestId, column: index };
  const { click, prompt } = clickOf(series);
  return { click, column: prompt * series.of + placeInSeries(recipe) };
}

/** What the result was made for: of a copy, the frame that was copied. */
export function askedOf({ madeFor, targetId, targetName }: Recipe): CopiedFrame {
  return madeFor ?? { id: targetId, name: targetName };
}

/** How the base64 of every PNG begins; recipes from before there was a map have none. */
const PNG_START = 'iVBORw0KGgo';

function readMap(stored: unknown): string | null {
  return typeof stored === 'string' && stored.startsWith(PNG_START) ? stored : null;
}

/** Recipes from before several pictures were told apart hold no place: theirs is that of an only picture. */
function readPlace({ index, count }: Record<string, unknown>): Pick<Recipe, 'index' | 'count'> {
  const isPlace = isWhole(index) && isWhole(count) && index < count;
  return isPlace ? { index, count } : { index: 0, count: 1 };
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** More cells than any model takes, and further out than Figma's canvas goes. */
const MOST_CELLS = 1_000;
const FURTHEST = 1e7;

function isPlace(at: unknown): at is number {
  return typeof at === 'number' && Math.abs(at) <= FURTHEST;
}

/** One that something can be drawn by: a damaged one would put a region nowhere. */
export function isFraming(value: unknown): value is EditPlan['framing'] {
  if (!isRecord(value)) return false;
  const { x, y, columns, rows, unit } = value;
  const isSide = (cells: unknown) => isWhole(cells) && cells > 0 && cells <= MOST_CELLS;
  return isPlace(x) && isPlace(y) && isPlace(unit) && unit > 0 && isSide(columns) && isSide(rows);
}

const NAME_LENGTH = 40;

/** “Simulated · red door 2”: the prompt's first 40 characters, a number when there are several. */
export function layerName(prompt: string, index: number, count: number, simulated: boolean): string {
  const words = [...prompt.replace(/\s+/g, ' ').trim()].slice(0, NAME_LENGTH).join('');
  const name = count > 1 ? `${words} ${index + 1}` : words;
  return simulated ? `${SIMULATED}${name}` : name;
}

const SIMULATED = 'Simulated · ';

/** “Simulated · Card 1 · red door 2”: what a copy goes by among those of other targets. */
export function copyName(layer: string, target: string, simulated: boolean): string {
  return simulated ? `${SIMULATED}${target} · ${layer.slice(SIMULATED.length)}` : `${target} · ${layer}`;
}
