// What has been made in a file, told by the recipes on its layers: one entry for each click, prompt and target.
import type { Charge } from './billed.ts';
import { type FillKey, pictureKey, type ResultAddress } from './placed.ts';
import { holdsWords } from './prompts.ts';
import { askedOf, placeInSeries, seriesOf, type WrittenRecipe } from './recipe.ts';
import { askedTold, isTold, tellingOn } from './told.ts';

/** A result, or what was one while this plugin was running: a layer, or a fill of a picture. */
export interface ResultLayer {
  /** Of the layer. */
  readonly id: string;
  readonly fill?: FillKey;
  /** And not another in its place. */
  readonly isSeen: boolean;
  readonly recipe: WrittenRecipe;
  readonly pageName: string;
  /** Of the image that is the result. */
  readonly picture: string;
  /** It is no longer in the file. */
  readonly isGone: boolean;
  /** Null where all is known that it takes to put it into the file once more. */
  readonly obstacle: Obstacle | null;
}

/** Why a result cannot be put into the file once more. */
export type Obstacle =
  /** Its picture, or where that lay, is not known any more. */
  | 'unknown'
  | 'target-gone'
  /** Beneath a fill there is another image by now, or another crop of it. */
  | 'image-changed'
  /** A fill is in its picture once. */
  | 'in-place';

export interface Past {
  /** Newest first. */
  readonly runs: readonly PastRun[];
  /** Ids of the layers of which nothing can be told, or not of all their fills: their recipes cannot be read. */
  readonly unreadable: readonly string[];
}

export interface PastRun {
  /** Its own among all that are listed. */
  readonly key: string;
  readonly prompt: string;
  /** The same for all that was made for one target: of copies, for the frame that was copied. */
  readonly targetKey: string;
  /** With what tells it from others of its name; null when it is no longer in the file, or was never in it. */
  readonly targetName: string | null;
  /** What it was called then; empty when the recipe does not tell. */
  readonly formerName: string;
  readonly pageName: string;
  /** As in the recipe; empty when that does not tell. */
  readonly createdAt: string;
  readonly seed: number | null;
  /** Made by the stand-in. */
  readonly simulated: boolean;
  /** Of each of its requests. */
  readonly charges: readonly Charge[];
  /** Its variations, and copies made since, or what they are fills of; that of the cover comes first. */
  readonly layerIds: readonly string[];
  /** None of them is in the file any more. */
  readonly isGone: boolean;
  /** Its pictures where none of them is in the file any more: they can be put back together for as long as the plugin runs. */
  readonly returnable: readonly ResultAddress[];
  /** What stands for it in a list. */
  readonly cover: Cover;
}

/** One of the results of a run. */
export interface Cover {
  readonly address: ResultAddress;
  /** Which of fal's pictures it was cut from. */
  readonly made: FillKey;
  /** The hash of its picture; empty where that is not known. */
  readonly picture: string;
  readonly obstacle: Obstacle | null;
}

/** One that is in the file. */
export interface KnownTarget {
  readonly name: string;
  /** What tells it from others of its name; null where that will do. */
  readonly label: string | null;
}

/** Newest first. */
export function pastRuns(
  results: readonly ResultLayer[],
  targets: ReadonlyMap<string, KnownTarget>,
): PastRun[] {
  const runs = new Map<string, ResultLayer[]>();
  for (const result of results) {
    const key = `${seriesOf(result.recipe)} ${askedOf(result.recipe).id}`;
    const run = runs.get(key);
    if (run) run.push(result);
    else runs.set(key, [result]);
  }
  return [...runs]
    .map(([key, layers]) => pastRun(key, layers, targets))
    .sort((a, b) => Number(a.createdAt < b.createdAt) - Number(a.createdAt > b.createdAt));
}

function pastRun(
  key: string,
  layers: readonly ResultLayer[],
  targets: ReadonlyMap<string, KnownTarget>,
): PastRun {
  const present = layers.filter(({ isGone }) => !isGone);
  const listed = present.length > 0 ? present : layers;
  const cover = shownOf(listed);
  const { recipe, pageName, picture, obstacle } = cover;
  const others = inOrder(listed).filter((layer) => layer !== cover);
  const { settings, seed, simulated } = recipe;
  const target = targetOf(listed, targets);
  return {
    key: `${key} ${target.targetKey}`,
    prompt: settings.prompt,
    ...target,
    pageName,
    createdAt: layers
      .map(({ recipe }) => recipe.createdAt)
      .sort()
      .at(-1)!,
    seed,
    simulated,
    charges: layers.map(({ recipe: { requestId, billed } }) => ({ requestId, billed, simulated })),
    layerIds: [...new Set([cover, ...others].map(({ id }) => id))],
    isGone: present.length === 0,
    returnable: present.length > 0 || target.targetName === null ? [] : returnable([cover, ...others]),
    cover: {
      address: addressIn(cover),
      made: { requestId: recipe.requestId, index: recipe.index },
      picture,
      obstacle: obstacle ?? (target.targetName === null ? 'target-gone' : null),
    },
  };
}

/** Each picture once, however many copies of it there were; the first is the one that will be seen. */
function returnable(gone: readonly ResultLayer[]): ResultAddress[] {
  const known = new Set<string>();
  const once = gone.filter(({ recipe, obstacle }) => {
    const key = pictureKey(recipe);
    if (obstacle !== null || known.has(key)) return false;
    known.add(key);
    return true;
  });
  return once.map(addressIn);
}

export function addressIn({ id, fill }: ResultLayer): ResultAddress {
  return { layerId: id, ...(fill && { fill }) };
}

/** @param layers of one run: where any of them was made in this file, so was what it was made for */
function targetOf(layers: readonly ResultLayer[], targets: ReadonlyMap<string, KnownTarget>) {
  const all = layers.map((layer) => askedTold(tellingOn(layer, layer.recipe)));
  const told = all.find(({ isSure }) => isSure) ?? all[0]!;
  const { id, name: formerName, isSure } = told;
  const target = targets.get(id);
  const isKnown = target !== undefined && isTold({ id, name: target.name }, told);
  return {
    targetKey: isKnown || isSure ? id : `${id} ${formerName}`,
    targetName: isKnown ? (target.label ?? target.name) : null,
    formerName,
  };
}

function inOrder(layers: readonly ResultLayer[]): ResultLayer[] {
  return [...layers].sort((a, b) => placeInSeries(a.recipe) - placeInSeries(b.recipe));
}

/** The first that is seen, or that was there. */
function shownOf(layers: readonly ResultLayer[]): ResultLayer {
  const seen = layers.filter(({ isSeen }) => isSeen);
  return inOrder(seen.length > 0 ? seen : layers)[0]!;
}

/** What of the list somebody wants to see. */
export interface HistoryFilter {
  /** Words of the prompt. */
  readonly query: string;
  /** Null for every target. */
  readonly targetKey: string | null;
}

export function filtered(runs: readonly PastRun[], { query, targetKey }: HistoryFilter): PastRun[] {
  const isOf = (run: PastRun) => targetKey === null || run.targetKey === targetKey;
  return runs.filter((run) => isOf(run) && holdsWords(run.prompt, query));
}

/** Each target that has a run, as it is called, in the order of the list. */
export function targetsOf(runs: readonly PastRun[]): { key: string; name: string }[] {
  const names = new Map(runs.map((run) => [run.targetKey, run.targetName ?? run.formerName]));
  return [...names].map(([key, name]) => ({ key, name }));
}
