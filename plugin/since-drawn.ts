// Where the contents of a target lie: noted when it is drawn, and looked up again before a result comes into it.
import { compose, IDENTITY, intersect, mapRect, type Rect, type Transform } from '../core/geometry.ts';
import type { Place } from '../core/protocol.ts';
import { type Lay, sinceDrawn } from '../core/since-drawn.ts';
import { goesWithImage } from './insert-as/fill.ts';
import { hasChildren, isLayer, type Layer, pageToFrame, toPage, visibleFills } from './layers.ts';

/** As many as surely tell; they are stored with the job. */
const MOST = 20;

/** With what lies beneath the reach. Text is left out: its size follows its font, which Figma rounds. */
export function layOf(target: Layer, reach: readonly Rect<'frame'>[]): Lay {
  const layers = childrenOf(target).filter(({ type, visible }) => visible && type !== 'TEXT');
  const children = boxesOf(target, layers).filter(({ box }) => reach.some((rect) => intersect(rect, box)));
  const { width, height } = target;
  const own = { id: target.id, box: { x: 0, y: 0, width, height } };
  return {
    size: { width, height },
    contents: [...(isPicture(target) ? [own] : []), ...children].slice(0, MOST),
  };
}

/** How they lie by now, as `sinceDrawn` tells it; a fill goes with its image, wherever that has come to lie. */
export function sinceThen(
  target: Layer,
  place: Place | null,
  reach: readonly Rect<'frame'>[],
): Transform<'frame', 'frame'> | null {
  if (!place?.lay || goesWithImage(target, place)) return IDENTITY;
  const { id, width, height } = target;
  const size = { width, height };
  const contents = [{ id, box: { x: 0, y: 0, ...size } }, ...boxesOf(target, childrenOf(target))];
  return sinceDrawn(place.lay, { size, contents }, reach);
}

function childrenOf(target: Layer): Layer[] {
  return hasChildren(target) ? target.children.filter(isLayer) : [];
}

function boxesOf(target: Layer, layers: readonly Layer[]): Lay['contents'][number][] {
  const toFrame = pageToFrame(target);
  if (!toFrame) return [];
  return layers.map((layer) => {
    const own = { x: 0, y: 0, width: layer.width, height: layer.height };
    return { id: layer.id, box: mapRect(compose(toFrame, toPage(layer)), own) };
  });
}

/** Tiles keep their size, whatever that of the layer. */
function isPicture(target: Layer): boolean {
  const images = visibleFills(target).filter((paint) => paint.type === 'IMAGE');
  return images.length > 0 && images.every(({ scaleMode }) => scaleMode !== 'TILE');
}
