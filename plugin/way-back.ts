// The ways back from a result: its edit once more, one like it, or its region; from a relaunch button or from History.
import { type Again, moreLikeThis, settingsOf, type WayBack } from '../core/again.ts';
import { Failure } from '../core/failure.ts';
import { frameRect } from '../core/framing.ts';
import { intersect, type Rect } from '../core/geometry.ts';
import { addressOf, type FillKey, placedKey } from '../core/placed.ts';
import { layerName, placeInSeries } from '../core/recipe.ts';
import { fillOf, fillSeen } from './fills.ts';
import { isLayer, type Layer, pageOf, turnTo } from './layers.ts';
import { type Found, type Origin, originOf } from './origin.ts';
import { fillRecipe, lookForRecipe, ownRecipe } from './recipes.ts';
import { mapOf, redrawRegion, regionDrawnAgain } from './redraw.ts';
import { footprintOn } from './result.ts';
import { type Standing, seenNow, standing, turn } from './standing.ts';
import { aloneAmong, placedOf, resultsOf } from './start.ts';
import { inStep } from './step.ts';
import { showRegion } from './visibility.ts';

/**
 * Selects the target and the regions of the first of the layers that is a result.
 * @param asked one of its fills; where nothing is said, the one that is seen
 * @returns what the panel is to be set to; null where the region was all that was asked for, or none is a result
 * @throws Failure result-gone, recipe-unreadable
 */
export async function goBack(
  way: WayBack,
  layers: readonly SceneNode[],
  asked?: FillKey,
): Promise<Again | null> {
  const found = resultAmong(layers, asked);
  if (!found) return null;
  const { recipe } = found;
  const origin = await originOf(found);
  const targetId = origin.target.id;
  const regions = await select(origin, found);
  const about = { name: nameOf(found), targetId };
  switch (way) {
    case 'show-region':
      await showAll(regions, origin.target);
      return null;
    case 'more-like-this': {
      await showAlone(found, targetId);
      const start = { ...addressOf(placedOf(found)), name: about.name };
      return { way, edit: moreLikeThis(recipe.settings), ...about, replacedIds: [], start };
    }
    case 'edit-again': {
      const replacedIds = resultsOf(found, layers, targetId).map(placedKey);
      return { way, edit: settingsOf(recipe), ...about, replacedIds, start: null };
    }
    default:
      return way satisfies never;
  }
}

/** A fill has none of its own, and goes by what a layer of it would be called. */
function nameOf({ layer, fill, recipe }: Found): string {
  const { settings, series, count, simulated } = recipe;
  return fill
    ? layerName(settings.prompt, placeInSeries(recipe), series?.of ?? count, simulated)
    : layer.name;
}

/** The first whose recipe can be read. @throws Failure result-gone; recipe-unreadable, where there are only others */
function resultAmong(layers: readonly SceneNode[], asked?: FillKey): Found | null {
  for (const layer of layers.filter(isLayer)) {
    const fill = asked ? fillOf(layer, asked) : fillSeen(layer);
    if (asked && !fill) throw new Failure('result-gone');
    const recipe = fill ? fillRecipe(layer, fill) : ownRecipe(layer);
    if (recipe) return { layer, fill, recipe };
  }
  const unreadable = layers.find((layer) => lookForRecipe(layer).kind === 'unreadable');
  if (unreadable) throw new Failure('recipe-unreadable', { layer: unreadable.name });
  return null;
}

/** Nothing is written before the selection stands, but for a region that is drawn again, which is a step of its own. */
async function select(origin: Origin, found: Found): Promise<readonly SceneNode[]> {
  const { target } = origin;
  const page = pageOf(target);
  // The result may have been moved or copied to another page, and only layers of one page can be selected.
  if (page) await turnTo(page);
  const map = origin.regions.length > 0 ? null : mapOf(found.recipe);
  if (map) {
    // Somebody may have asked for it twice.
    return inStep(() => {
      const there = regionDrawnAgain(target, found.recipe);
      const region = there ?? redrawRegion(map, origin, found.layer, shownOf(found, target), found.recipe);
      figma.currentPage.selection = [target, region];
      return [region];
    });
  }
  figma.currentPage.selection = [target, ...origin.regions];
  return origin.regions;
}

/** What the result can have changed, as far as is known. */
function shownOf({ layer, fill, recipe }: Found, { width, height }: Layer): Rect<'frame'> {
  const area = frameRect(recipe.framing);
  if (!fill) return footprintOn(layer)?.shown ?? area;
  return intersect(area, { x: 0, y: 0, width, height }) ?? area;
}

async function showAll(regions: readonly SceneNode[], target: Layer): Promise<void> {
  await inStep(() => {
    for (const region of regions) showRegion(region);
  });
  figma.viewport.scrollAndZoomIntoView(regions.length > 0 ? regions : [target]);
}

/** What is to be the source has to be seen by whoever decides on it, in a step of its own. */
async function showAlone(found: Found, targetId: string): Promise<void> {
  const { results, shown } = aloneAmong(found, targetId);
  const isIt = ({ key }: Standing) => key === placedKey(shown);
  const turned = (await standing(results)).filter((result) => result.isSeen !== isIt(result));
  if (turned.length === 0) return;
  await inStep(() => {
    for (const result of turned) if (seenNow(result) !== null) turn(result, isIt(result));
  });
}
