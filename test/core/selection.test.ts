// The selection rules: which layer is the target, which are the regions.
import { describe, expect, it } from 'vitest';
import { choose, isNamedRegion, type LayerFacts } from '../../core/selection.ts';

const BASE: LayerFacts = {
  id: '',
  name: '',
  kind: 'other',
  hasPicture: false,
  isFigmaMask: false,
  isMarkedRegion: false,
  isResult: false,
  ancestors: [],
  order: 0,
  bounds: { x: 0, y: 0, width: 100, height: 100 },
};

const layer = (facts: Partial<LayerFacts>): LayerFacts => ({ ...BASE, name: facts.id ?? '', ...facts });
const frame = layer({ id: 'frame', kind: 'container', order: 1 });
const photo = layer({ id: 'photo', hasPicture: true, ancestors: ['frame'], order: 2 });
const ellipse = layer({ id: 'ellipse', ancestors: ['frame'], order: 3 });
const named = layer({ id: 'named', name: 'Mask 2', ancestors: ['frame'], order: 4 });
const NOTHING_AROUND = { candidates: [], topLevel: null };

describe('selection', () => {
  it('takes the container as the target and the other layers as masks', () => {
    expect(choose([ellipse, frame], NOTHING_AROUND)).toEqual({
      kind: 'ready',
      targetId: 'frame',
      regions: [{ id: 'ellipse', use: 'mask' }],
    });
  });

  it('takes a picture as the target when no container is selected', () => {
    expect(choose([photo, ellipse], NOTHING_AROUND)).toMatchObject({ kind: 'ready', targetId: 'photo' });
  });

  it('takes the containing one of two containers, or the one beneath', () => {
    const card = layer({ id: 'card', kind: 'container', ancestors: ['frame'], order: 5 });
    expect(choose([card, frame], NOTHING_AROUND)).toMatchObject({ targetId: 'frame' });
    const over = layer({ id: 'over', kind: 'container', order: 6 });
    expect(choose([over, frame], NOTHING_AROUND)).toMatchObject({ targetId: 'frame' });
  });

  it('does not guess between frames that lie apart', () => {
    const apart = layer({
      id: 'apart',
      kind: 'container',
      order: 9,
      bounds: { x: 500, y: 0, width: 10, height: 10 },
    });
    expect(choose([frame, apart], NOTHING_AROUND)).toEqual({ kind: 'none', problem: 'several-targets' });
  });

  it('changes a lone picture as a whole', () => {
    expect(choose([photo], { candidates: [], topLevel: frame })).toEqual({
      kind: 'ready',
      targetId: 'photo',
      regions: [{ id: 'photo', use: 'content' }],
    });
  });

  it('does not guess between pictures that lie apart', () => {
    const away = layer({
      id: 'away',
      hasPicture: true,
      order: 9,
      bounds: { x: 500, y: 0, width: 10, height: 10 },
    });
    expect(choose([photo, away], NOTHING_AROUND)).toEqual({ kind: 'none', problem: 'several-targets' });
  });

  it('finds a lone container’s regions by their names', () => {
    expect(choose([frame], { candidates: [named], topLevel: frame })).toEqual({
      kind: 'ready',
      targetId: 'frame',
      regions: [{ id: 'named', use: 'mask' }],
    });
  });

  it('asks for a region when a lone container has none', () => {
    expect(choose([frame], { candidates: [ellipse], topLevel: frame })).toEqual({
      kind: 'target',
      targetId: 'frame',
      problem: 'no-region',
    });
  });

  it('changes a lone layer within its top-level frame, as content', () => {
    expect(choose([ellipse], { candidates: [], topLevel: frame })).toEqual({
      kind: 'ready',
      targetId: 'frame',
      regions: [{ id: 'ellipse', use: 'content' }],
    });
  });

  it('changes a lone layer that is named as a region, as a mask', () => {
    expect(choose([named], { candidates: [], topLevel: frame })).toMatchObject({
      regions: [{ id: 'named', use: 'mask' }],
    });
  });

  it('says what is wrong with nothing, with a section, and with a layer that covers nothing', () => {
    expect(choose([], NOTHING_AROUND)).toEqual({ kind: 'none', problem: 'nothing-selected' });
    const section = layer({ id: 'section', kind: 'section' });
    expect(choose([section], NOTHING_AROUND)).toMatchObject({ problem: 'section-target' });
    const alone = layer({ id: 'alone' });
    expect(choose([alone], { candidates: [], topLevel: alone })).toMatchObject({ problem: 'unusable-layer' });
  });

  it('never takes a Figma mask for a region', () => {
    const clipping = layer({ id: 'clip', name: 'Mask', isFigmaMask: true, ancestors: ['frame'] });
    expect(isNamedRegion(clipping)).toBe(false);
    expect(choose([frame, clipping], NOTHING_AROUND)).toMatchObject({ kind: 'target', problem: 'no-region' });
  });

  it.each(['Mask', 'mask 3', 'REGION', 'Region 12', 'change map', 'Change map 2'])(
    'takes “%s” for a region',
    (name) => {
      expect(isNamedRegion(layer({ id: 'x', name }))).toBe(true);
    },
  );

  it.each(['Mask of Zorro', 'Regions', 'unmask', 'mask-1', 'Change map two'])(
    'does not take “%s” for one',
    (name) => {
      expect(isNamedRegion(layer({ id: 'x', name }))).toBe(false);
    },
  );
});
