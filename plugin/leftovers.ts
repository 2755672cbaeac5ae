// Finds what edits have left on a page: regions, hidden masks, results that were not chosen, temporary frames of a crash.
import type { Doubt, Leftover, LeftoverKind, Leftovers } from '../core/clean-up.ts';
import type { FillKey } from '../core/placed.ts';
import type { Recipe } from '../core/recipe.ts';
import { regionsTold, targetTold, tellingOn, tellsOf } from '../core/told.ts';
import { fillsOn } from './fills.ts';
import { ancestors, hasChildren, holderName, isInInstance, isLayer, isUnseen, type Layer } from './layers.ts';
import { recipesOn, resultsIn } from './recipes.ts';
import { isMarkedRegion, isRegionLayer, regionLayersIn } from './region.ts';
import { isProtected, regionData } from './region-data.ts';
import { isResultLayer } from './result.ts';
import { abandonedOn, isInTemporary } from './scratch.ts';
import { flows } from './visibility.ts';

/** What the results on a page say of its layers. */
interface Made {
  readonly results: readonly Layer[];
  /** Whether a layer was the region of any. */
  isRegion(layer: BaseNode): boolean;
  isTarget(layer: BaseNode): boolean;
  /** Ids of what they lie in. */
  readonly holders: ReadonlySet<string>;
  /** Of those that are layers of their own, by id: the same where one is seen instead of the other. */
  readonly places: ReadonlyMap<string, string>;
}

/** Of one page, loaded: what lies on another is nobody's concern who does not see it. */
export function leftoversOn(page: PageNode, now: number): Leftovers {
  const made = madeOn(page);
  const found = [
    ...regionsOn(page, made),
    ...masksOn(page, made),
    ...resultsLeft(made),
    ...fillsLeft(made),
    ...abandonedOn(page, now).map((layer) => ({ layer, kind: 'temporary' as const, doubt: null })),
  ];
  const own = found.filter(({ layer }) => !isInTemporary(layer));
  const touchable = own.filter(isTouchable);
  return {
    pageName: page.name,
    items: touchable.map(leftover),
    untouchable: own.length - touchable.length,
  };
}

interface Found {
  readonly layer: Layer;
  readonly kind: LeftoverKind;
  readonly doubt: Doubt | null;
}

function leftover({ layer, kind, doubt }: Found): Leftover {
  return { kind, layerId: layer.id, name: layer.name, within: holderName(layer), doubt };
}

/** Each recipe is read once: it may hold a picture. */
function madeOn(page: PageNode): Made {
  const results = resultsIn(page).filter(isLayer);
  const known = results.flatMap((layer) => recipesOn(layer).map((recipe) => ({ layer, recipe })));
  const told = known.map(({ layer, recipe }) => tellingOn(layer, recipe));
  const isTarget = tellsOf(told.map(targetTold));
  const single = known.filter(({ layer }) => isResultLayer(layer) && !isTarget(layer));
  return {
    results,
    isRegion: tellsOf(told.flatMap(regionsTold)),
    isTarget,
    holders: new Set(results.flatMap((layer) => ancestors(layer).map(({ id }) => id))),
    places: new Map(single.map(({ layer, recipe }) => [layer.id, placeOf(layer, recipe)])),
  };
}

/** What was made of other regions was never one choice with it, wherever they stand. */
function placeOf({ parent }: Layer, { targetId, regionIds }: Recipe): string {
  return [parent?.id, targetId, ...[...regionIds].sort()].join(' ');
}

/** Masks by the rule: content is part of the design, whatever it is called. */
function regionsOn(page: PageNode, made: Made): Found[] {
  return regionLayersIn(page)
    .filter((layer) => isMask(layer, made))
    .map((layer) => ({ layer, kind: 'regions', doubt: doubtOf(layer, made) }));
}

function isMask(layer: Layer, { isTarget, holders }: Made): boolean {
  return regionData(layer).use !== 'content' && !isTarget(layer) && !holders.has(layer.id);
}

/** An edit hides what only said where: what is seen may have been its content. */
function doubtOf(layer: Layer, { isRegion }: Made): Doubt | null {
  if (!isRegion(layer) && !(isMarkedRegion(layer) && isUnseen(layer))) return 'never-used';
  if (!isUnseen(layer)) return 'seen';
  if (hasChildren(layer)) return 'holds-layers';
  return flows(layer) ? 'in-flow' : null;
}

/** What an edit was told to change by, and has hidden; but somebody may have hidden a layer that is content. */
function masksOn(page: PageNode, made: Made): Found[] {
  return page
    .findAll((layer) => made.isRegion(layer))
    .filter(isLayer)
    .filter((layer) => isUnseen(layer) && !isRegionLayer(layer) && !made.results.includes(layer))
    .filter((layer) => isMask(layer, made))
    .map((layer) => ({ layer, kind: 'masks', doubt: 'other-name' }));
}

/** Those that are not seen: what is seen was chosen, or is all there is. */
function resultsLeft({ results, places }: Made): Found[] {
  const single = results.filter(({ id }) => places.has(id));
  const seen = new Set(single.filter((layer) => !isUnseen(layer)).map(({ id }) => places.get(id)));
  return single.filter(isUnseen).map((layer) => {
    const isOneSeen = seen.has(places.get(layer.id));
    return { layer, kind: 'results', doubt: isOneSeen ? null : 'none-seen' };
  });
}

/** A picture stays, and so does the fill that is seen of it. */
function fillsLeft({ results }: Made): Found[] {
  return results
    .filter((layer) => unseenFills(layer).length > 0)
    .map((layer) => {
      const isOneSeen = fillsOn(layer).some(({ isSeen }) => isSeen);
      return { layer, kind: 'fills', doubt: isOneSeen ? null : 'none-seen' };
    });
}

export function unseenFills(picture: Layer): FillKey[] {
  return fillsOn(picture).filter(({ isSeen }) => !isSeen);
}

/** What is locked, or put away in something hidden, is kept on purpose. */
function isTouchable({ layer, kind }: Found): boolean {
  if (kind === 'temporary') return true;
  const around = ancestors(layer).filter((node) => node.type !== 'PAGE') as SceneNode[];
  const isKept =
    layer.locked || isProtected(layer) || around.some(({ locked, visible }) => locked || !visible);
  return !isKept && (kind === 'fills' || isRemovable(layer));
}

/** Figma gives away nothing of an instance; without a component, its instances would be orphans. */
function isRemovable(layer: Layer): boolean {
  const isPart = isInInstance(layer) || layer.parent?.type === 'BOOLEAN_OPERATION';
  const isShared = layer.type === 'COMPONENT' || layer.type === 'COMPONENT_SET' || layer.type === 'SECTION';
  return !isPart && !isShared;
}
