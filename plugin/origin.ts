// Where a result came from: its target and regions, found wherever it or a copy of it has come to lie.
import { compose, IDENTITY, type Transform, translation } from '../core/geometry.ts';
import type { FillKey } from '../core/placed.ts';
import type { WrittenRecipe } from '../core/recipe.ts';
import { isTold, regionsTold, type Telling, targetTold, tellingOn } from '../core/told.ts';
import { knownLayer, knownLayers } from './known-layers.ts';
import {
  ancestors,
  hasChildren,
  hasPicture,
  isLayer,
  type Layer,
  pageOf,
  pageToFrame,
  targetProblem,
  toPage,
} from './layers.ts';
import { hasRecipe } from './recipes.ts';
import { regionDrawnAgain } from './redraw.ts';
import { regionLayersIn } from './region.ts';
import { couldHold, footprintOn, isResultLayer } from './result.ts';

/** A layer of its own, or one of the fills of a picture. */
export interface Found {
  readonly layer: Layer;
  /** Null of a result's own layer. */
  readonly fill: FillKey | null;
  readonly recipe: WrittenRecipe;
}

export interface Origin {
  readonly target: Layer;
  /**
   * As many as the recipe names, or the one that was drawn again in their place, else none: what is gone in part has to
   * be drawn again as a whole.
   */
  readonly regions: readonly Layer[];
  /** From the target's px as they were to those of the layer that is the target now. */
  readonly moved: Transform<'frame', 'frame'>;
}

/** A fill lies in its target, whatever that is a copy of. */
export async function originOf({ layer, fill, recipe }: Found): Promise<Origin> {
  const told = tellingOn(layer, recipe);
  const target = fill ? layer : ((await knownTarget(layer, told)) ?? surrounding(layer));
  const moved = fill ? IDENTITY : movedTo(target, layer, told);
  return { target, regions: await regionsOf(told, target), moved };
}

/** Null where no more than its recipe is left of it, and what that tells of is not in this file. */
export async function originWithoutLayer(told: Telling): Promise<Origin | null> {
  const target = await knownLayer(targetTold(told));
  return target && { target, regions: await regionsOf(told, target), moved: IDENTITY };
}

/**
 * A copy goes by what it lies in: its target may have been copied along with it. A result that was moved away goes by
 * what its recipe tells.
 */
async function knownTarget(result: Layer, told: Telling): Promise<Layer | null> {
  const near = [result, ...layersAround(result)];
  const own = near.find((layer) => isTold(layer, targetTold(told)));
  const [first, ...others] = own ? [] : near.slice(1).filter((layer) => couldHold(layer, result));
  const copy = others.find(({ name }) => name === told.recipe.targetName) ?? first;
  return own ?? copy ?? knownLayer(targetTold(told));
}

/** Its ancestors from the parent up, and what stands beside it or beside the group of its variations. */
function layersAround(result: Layer): Layer[] {
  const outwards: readonly BaseNode[] = ancestors(result);
  const inGroup = result.parent?.type === 'GROUP' && result.parent.children.every(hasRecipe);
  const parent = inGroup ? outwards[1] : outwards[0];
  const beside: readonly BaseNode[] = parent && hasChildren(parent) ? parent.children : [];
  const possible = [...outwards, ...beside].filter(isLayer).filter(({ id }) => id !== result.id);
  return possible.filter((layer) => hasChildren(layer) || (hasPicture(layer) && !isResultLayer(layer)));
}

/** The frame that it lies in; a result that lies in none is a picture like any other. */
function surrounding(result: Layer): Layer {
  const outwards: readonly BaseNode[] = ancestors(result);
  const frames = outwards.filter(isLayer).filter(({ type }) => type === 'FRAME' || type === 'COMPONENT');
  return frames.find((layer) => targetProblem(layer) === null) ?? result;
}

function movedTo(target: Layer, result: Layer, told: Telling): Transform<'frame', 'frame'> {
  const shown = footprintOn(result)?.shown;
  const toFrame = pageToFrame(target);
  const isSame = isTold(target, targetTold(told));
  if (isSame || !shown || !toFrame || couldHold(target, result)) return IDENTITY;
  return compose(compose(toFrame, toPage(result)), translation(-shown.x, -shown.y));
}

async function regionsOf(told: Telling, target: Layer): Promise<Layer[]> {
  const { recipe } = told;
  const regions = regionsTold(told);
  const page = pageOf(target)?.id;
  const isSame = isTold(target, targetTold(told));
  const found = isSame ? await knownLayers(regions) : regionsNamed(recipe.regionNames, target);
  const here = found.filter((layer) => pageOf(layer)?.id === page);
  if (here.length >= regions.length) return here;
  const again = regionDrawnAgain(target, recipe);
  return again ? [again] : [];
}

/** In a copy of the target every layer has another id, so they are known by their names. */
function regionsNamed(names: readonly string[], target: Layer): Layer[] {
  if (names.length === 0) return regionLayersIn(target);
  const inside: readonly BaseNode[] = hasChildren(target) ? target.findAll(() => true) : [];
  const beside: readonly BaseNode[] =
    target.parent && hasChildren(target.parent) ? target.parent.children : [];
  const possible = [...inside, ...beside].filter(isLayer).filter((layer) => !hasRecipe(layer));
  return names.flatMap((name) => possible.find((layer) => layer.name === name) ?? []);
}
