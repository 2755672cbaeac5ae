// Layers as pictures for the model's fields: picked by selecting them, looked after, and drawn for a run.
import { Failure } from '../core/failure.ts';
import { cropSize, type Framing, frameRegion, targetArea } from '../core/framing.ts';
import { compose, IDENTITY, intersect, type Matrix, type Size, translation } from '../core/geometry.ts';
import { isInPlace, type LayerState } from '../core/models/index.ts';
import type { LayerReply, LayerRequest, PanelCalls, RememberedLayer } from '../core/protocol.ts';
import { HARD_EDGE } from '../core/soft-edge.ts';
import { placeAlone, showFully } from './alone.ts';
import { backdropOf } from './backdrop.ts';
import { hideInClone, inScratch, type View } from './draw.ts';
import {
  ancestors,
  findLayer,
  hasChildren,
  isLayer,
  isShown,
  type Layer,
  layersOf,
  mutable,
  pageOf,
  pageToFrame,
  toPage,
  visibleFills,
} from './layers.ts';
import { wantedFor } from './place.ts';
import { notShown } from './raster.ts';
import { paintedBox, regionLayersIn } from './region.ts';
import { clearSpot, endLease, takeLease, type World } from './scratch.ts';

/** @throws Failure pick-none, pick-several, pick-section */
export function pickLayer(): RememberedLayer {
  const { selection } = figma.currentPage;
  const [layer] = selection;
  if (selection.length > 1) throw new Failure('pick-several');
  if (!layer || !isLayer(layer)) throw new Failure('pick-none');
  // A temporary frame can hold no section.
  if (layer.type === 'SECTION') throw new Failure('pick-section', { layer: layer.name });
  return { id: layer.id, name: layer.name };
}

type States = Parameters<PanelCalls['layerStates']>[0];

export async function layerStates({ targetId, layers }: States): Promise<LayerState[]> {
  const [target = null] = targetId === null ? [] : await layersOf([targetId]);
  return Promise.all(layers.map((layer) => stateOf(layer, target)));
}

async function stateOf({ id, name }: RememberedLayer, target: Layer | null): Promise<LayerState> {
  const [layer] = await layersOf([id]);
  if (!layer) return { kind: 'gone' };
  if (layer.name !== name) return { kind: 'renamed' };
  if (!paintsSomething(layer)) return { kind: 'empty' };
  const isOver = target === null || liesOver(layer, target);
  return { kind: 'there', isHidden: !isShown(layer), isOver };
}

/** Of the layer that is asked about, neither opacity nor visibility counts: it is drawn in full. */
function paintsSomething(layer: SceneNode): boolean {
  const isPainted =
    visibleFills(layer).length > 0 ||
    ('fills' in layer && layer.fills === figma.mixed) ||
    ('strokes' in layer && layer.strokes.some(({ visible }) => visible !== false));
  const parts: readonly SceneNode[] = hasChildren(layer) ? layer.children : [];
  return isPainted || parts.some((part) => part.visible && paintsSomething(part));
}

function liesOver(layer: Layer, target: Layer): boolean {
  const toFrame = pageToFrame(target);
  if (!toFrame || pageOf(layer)?.id !== pageOf(target)?.id) return false;
  const { width, height } = target;
  return intersect(paintedBox(layer, toFrame), { x: 0, y: 0, width, height }) !== null;
}

/**
 * In its place on the pixels of the source, or by itself as it looks on the page.
 * @throws Failure target-gone, input-*, export-*, cancelled
 */
export async function drawLayer(
  request: LayerRequest,
  world: World,
  isCancelled: () => boolean,
): Promise<LayerReply> {
  const { id, name } = request.layer;
  const target = await findLayer(request.targetId, 'target-gone');
  const [layer] = await layersOf([id]);
  const page = layer && pageOf(layer);
  if (!page || layer.name !== name) throw new Failure('input-gone', { layer: name });
  const isBeside = isInPlace(request.use) && pageOf(target)?.id !== page.id;
  if (isBeside) throw new Failure('input-outside', { layer: name, target: target.name });
  // It may lie on a page that nobody has looked at.
  await page.loadAsync();
  const leaseId = await takeLease(page, world, request.goesUnkept);
  try {
    const stopIfCancelled = () => {
      if (isCancelled()) throw new Failure('cancelled');
    };
    stopIfCancelled();
    const view = { page, target, framing: request.framing, leaseId, spot: clearSpot(page) };
    const { png, area } = isInPlace(request.use)
      ? await inPlace(view, layer, request)
      : await byItself(view, layer, request);
    stopIfCancelled();
    return { png, area, backdrop: backdropOf(layer) };
  } finally {
    await endLease(leaseId);
  }
}

type Drawn = Pick<LayerReply, 'png' | 'area'>;

async function inPlace(view: View, layer: Layer, request: LayerRequest): Promise<Drawn> {
  const { target, framing } = view;
  const masks = await masksIn(layer, target, request);
  const empty = { failing: 'input-outside', layer: layer.name, target: target.name } as const;
  const png = await inScratch(view, empty, (place) => {
    const copy = placeAlone(place, layer, target);
    for (const node of ancestors(copy)) if ('visible' in node) node.visible = true;
    show(copy, request.use);
    for (const mask of masks) hideInClone(copy, layer, mask);
  });
  return { png, area: { x: 0, y: 0, ...cropSize(framing) } };
}

/** As it looks on the page, at up to a megapixel. */
async function byItself(view: View, layer: Layer, request: LayerRequest): Promise<Drawn> {
  const { x, y, ...size } = paintedBox<'frame'>(layer, IDENTITY);
  const framing = framingOf(size);
  if (!framing) throw new Failure('input-empty', { layer: layer.name });
  const empty = { failing: 'input-empty', layer: layer.name } as const;
  const masks = await masksIn(layer, view.target, request);
  const png = await inScratch({ ...view, target: layer, framing }, empty, (place) => {
    const copy = place(layer);
    const placed = compose(translation<'page', 'frame'>(-x, -y), toPage(layer));
    copy.relativeTransform = mutable(placed as Matrix);
    show(copy, request.use);
    for (const mask of masks) hideInClone(copy, layer, mask);
  });
  return { png, area: targetArea(framing, size) };
}

function framingOf(size: Size<'frame'>): Framing | null {
  return frameRegion({
    target: size,
    region: { x: 0, y: 0, ...size },
    edge: HARD_EDGE,
    surroundings: 'whole',
    resolution: 'standard',
  });
}

/** What is no part of the design, the target's or the layer's own. */
async function masksIn(layer: Layer, target: Layer, request: LayerRequest): Promise<BaseNode[]> {
  return [...notShown(await wantedFor(request, target)), ...regionLayersIn(layer)];
}

/** What says how much is drawn as a region is; colours stay as they are but for the opacity to see through them. */
function show(copy: Layer, use: LayerRequest['use']): void {
  if (use === 'mask' || use === 'map') {
    showFully(copy);
    return;
  }
  copy.visible = true;
  if ('isMask' in copy && copy.isMask) copy.isMask = false;
  if ('opacity' in copy) copy.opacity = 1;
  if ('blendMode' in copy && copy.blendMode !== 'PASS_THROUGH') copy.blendMode = 'NORMAL';
}
