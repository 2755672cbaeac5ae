// A frame and what lies in and around it, as the rules of the selection see layers.
import type { Rect } from '../../core/geometry.ts';
import type { LayerFacts, Neighbours } from '../../core/selection-rules.ts';

const BASE: LayerFacts = {
  id: '',
  name: '',
  kind: 'other',
  hasPicture: false,
  isFigmaMask: false,
  isClip: false,
  isMarkedRegion: false,
  isResult: false,
  problem: null,
  ancestors: [],
  place: [0],
  bounds: { x: 0, y: 0, width: 100, height: 100 },
};

export const layer = (facts: Partial<LayerFacts>): LayerFacts => ({
  ...BASE,
  name: facts.id ?? '',
  ...facts,
});
export const away = (x: number): Rect<'page'> => ({ x, y: 0, width: 10, height: 10 });

export const frame = layer({ id: 'frame', kind: 'container', place: [1] });
export const card = layer({ id: 'card', kind: 'container', ancestors: ['frame'], place: [1, 0] });
export const photo = layer({ id: 'photo', hasPicture: true, ancestors: ['frame'], place: [1, 1] });
export const ellipse = layer({ id: 'ellipse', ancestors: ['frame'], place: [1, 2] });
export const named = layer({ id: 'named', name: 'Mask 2', ancestors: ['frame'], place: [1, 3] });
export const label = layer({ id: 'label', ancestors: ['frame', 'card'], place: [1, 0, 0] });
export const over = layer({ id: 'over', kind: 'container', place: [2] });
export const far = layer({ id: 'far', kind: 'container', place: [3], bounds: away(500) });
export const section = layer({ id: 'section', kind: 'section', place: [4] });

/** A document of these layers alone. */
export function among(...all: readonly LayerFacts[]): Neighbours {
  return {
    candidates: (target) => all.filter(({ ancestors }) => ancestors.includes(target.id)),
    around: ({ ancestors }) =>
      all
        .filter(({ id, kind }) => ancestors.includes(id) && (kind === 'container' || kind === 'instance'))
        .sort((a, b) => a.ancestors.length - b.ancestors.length),
  };
}

export const NOTHING_AROUND = among();
