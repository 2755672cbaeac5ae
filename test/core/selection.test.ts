// The selection rules: which layer is the target, which are the regions, and what else could be the target.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rect } from '../../core/geometry.ts';
import {
  choose,
  isNamedRegion,
  type LayerFacts,
  type Neighbours,
  ownerOf,
} from '../../core/selection-rules.ts';

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

const layer = (facts: Partial<LayerFacts>): LayerFacts => ({ ...BASE, name: facts.id ?? '', ...facts });
const away = (x: number): Rect<'page'> => ({ x, y: 0, width: 10, height: 10 });

const frame = layer({ id: 'frame', kind: 'container', place: [1] });
const card = layer({ id: 'card', kind: 'container', ancestors: ['frame'], place: [1, 0] });
const photo = layer({ id: 'photo', hasPicture: true, ancestors: ['frame'], place: [1, 1] });
const ellipse = layer({ id: 'ellipse', ancestors: ['frame'], place: [1, 2] });
const named = layer({ id: 'named', name: 'Mask 2', ancestors: ['frame'], place: [1, 3] });
const label = layer({ id: 'label', ancestors: ['frame', 'card'], place: [1, 0, 0] });
const over = layer({ id: 'over', kind: 'container', place: [2] });
const far = layer({ id: 'far', kind: 'container', place: [3], bounds: away(500) });
const section = layer({ id: 'section', kind: 'section', place: [4] });

/** A document of these layers alone. */
function among(...all: readonly LayerFacts[]): Neighbours {
  return {
    candidates: (target) => all.filter(({ ancestors }) => ancestors.includes(target.id)),
    around: ({ ancestors }) =>
      all
        .filter(({ id, kind }) => ancestors.includes(id) && (kind === 'container' || kind === 'instance'))
        .sort((a, b) => a.ancestors.length - b.ancestors.length),
  };
}

const NOTHING_AROUND = among();

describe('selection', () => {
  it('takes the container as the target and the other layers as masks', () => {
    expect(choose([ellipse, frame], NOTHING_AROUND)).toEqual({
      kind: 'ready',
      targetId: 'frame',
      regions: [{ id: 'ellipse', use: 'mask' }],
      targets: ['frame'],
    });
  });

  it('takes a picture as the target when no container is selected', () => {
    expect(choose([photo, ellipse], NOTHING_AROUND)).toMatchObject({ kind: 'ready', targetId: 'photo' });
  });

  it('takes the containing one of two containers, or the one beneath', () => {
    expect(choose([card, frame], NOTHING_AROUND)).toMatchObject({ kind: 'ready', targetId: 'frame' });
    expect(choose([over, frame], NOTHING_AROUND)).toMatchObject({
      targetId: 'frame',
      regions: [{ id: 'over', use: 'mask' }],
    });
  });

  it('changes a lone picture as a whole', () => {
    expect(choose([photo], among(frame))).toMatchObject({
      kind: 'ready',
      targetId: 'photo',
      regions: [{ id: 'photo', use: 'content' }],
    });
  });

  it('finds a lone container’s regions by their names', () => {
    expect(choose([frame], among(named, ellipse))).toMatchObject({
      kind: 'ready',
      targetId: 'frame',
      regions: [{ id: 'named', use: 'mask' }],
    });
  });

  it('asks for a region when a lone container has none', () => {
    expect(choose([frame], among(ellipse))).toMatchObject({
      kind: 'target',
      targetId: 'frame',
      problem: 'no-region',
    });
  });

  it('changes a lone layer within its top-level frame: as content, or as a mask when it is named so', () => {
    expect(choose([label], among(frame, card))).toMatchObject({
      targetId: 'frame',
      regions: [{ id: 'label', use: 'content' }],
    });
    expect(choose([named], among(frame))).toMatchObject({ regions: [{ id: 'named', use: 'mask' }] });
  });

  it('changes several layers within the frame that holds them all', () => {
    expect(choose([ellipse, label, named], among(frame, card))).toMatchObject({
      targetId: 'frame',
      regions: [
        { id: 'ellipse', use: 'content' },
        { id: 'label', use: 'content' },
        { id: 'named', use: 'mask' },
      ],
      targets: ['frame'],
    });
    const elsewhere = layer({ id: 'elsewhere', ancestors: ['far'] });
    expect(choose([ellipse, elsewhere], among(frame, far))).toMatchObject({ problem: 'no-common-target' });
  });

  it('says what is wrong with nothing, with a section, and with a layer that lies in no frame', () => {
    expect(choose([], NOTHING_AROUND)).toMatchObject({ kind: 'none', problem: 'nothing-selected' });
    expect(choose([section], NOTHING_AROUND)).toMatchObject({ problem: 'section-target', layer: 'section' });
    const alone = layer({ id: 'alone' });
    expect(choose([alone], NOTHING_AROUND)).toMatchObject({ problem: 'unusable-layer', layer: 'alone' });
    expect(choose([layer({ ...frame, problem: 'target-hidden' })], NOTHING_AROUND)).toMatchObject({
      kind: 'none',
      problem: 'target-hidden',
    });
  });

  it('never takes a section for a region', () => {
    expect(choose([section, frame, ellipse], NOTHING_AROUND)).toMatchObject({
      targetId: 'frame',
      regions: [{ id: 'ellipse' }],
    });
  });

  it('never takes a Figma mask for a region, and says so', () => {
    const clipping = layer({ id: 'clip', name: 'Mask', isFigmaMask: true, ancestors: ['frame'] });
    expect(isNamedRegion(clipping)).toBe(false);
    expect(choose([frame, clipping], NOTHING_AROUND)).toMatchObject({
      kind: 'target',
      problem: 'region-clips',
      layer: 'Mask',
    });
  });

  it('never takes for a target what only cuts other layers', () => {
    const cutting = layer({ ...card, isFigmaMask: true, isClip: true });
    expect(choose([cutting], among(frame))).toMatchObject({ targetId: 'frame', regions: [{ id: 'card' }] });
    expect(choose([label], among(frame, cutting))).toMatchObject({ targets: ['frame'] });
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

describe('the targets on offer', () => {
  const row = layer({ id: 'row', kind: 'instance', ancestors: ['frame', 'card'], place: [1, 0, 0] });
  const icon = layer({ id: 'icon', ancestors: ['frame', 'card', 'row'], place: [1, 0, 0, 0] });
  const nested = among(frame, card, row, icon);

  it('are every container from the top-level frame down to the region’s parent', () => {
    expect(choose([icon], nested)).toMatchObject({ targetId: 'frame', targets: ['frame', 'card', 'row'] });
  });

  it('keep the regions when one of them is chosen', () => {
    expect(choose([icon], nested, 'card')).toEqual({
      kind: 'ready',
      targetId: 'card',
      regions: [{ id: 'icon', use: 'content' }],
      targets: ['frame', 'card', 'row'],
    });
    expect(choose([icon], nested, 'gone')).toMatchObject({ targetId: 'frame' });
  });

  it('leave out what cannot be one, and fall to the outermost that can', () => {
    const flat = layer({ ...frame, problem: 'target-empty' });
    const without = among(flat, card, row);
    expect(choose([icon], without)).toMatchObject({ targetId: 'card', targets: ['card', 'row'] });
    expect(choose([icon], without, 'frame')).toMatchObject({ targetId: 'card' });
    const hidden = layer({ ...frame, problem: 'target-hidden' });
    expect(choose([ellipse], among(hidden))).toMatchObject({ kind: 'none', problem: 'target-hidden' });
  });

  it('for a container with masks are those around it that hold everything', () => {
    const mask = layer({ id: 'mask', ancestors: ['frame', 'card'] });
    expect(choose([row, mask], nested)).toMatchObject({ targetId: 'row', targets: ['frame', 'card', 'row'] });
    expect(choose([row, mask], nested, 'frame')).toMatchObject({
      targetId: 'frame',
      regions: [{ id: 'mask', use: 'mask' }],
    });
    const outside = layer({ id: 'outside', bounds: { x: 50, y: 0, width: 100, height: 10 } });
    expect(choose([row, outside], nested)).toMatchObject({ targets: ['row'] });
  });

  it('let a lone container or picture be the region of one around it, but of itself never', () => {
    expect(choose([card], nested)).toMatchObject({ kind: 'target', targets: ['frame', 'card'] });
    expect(choose([card], nested, 'card')).toMatchObject({ kind: 'target', problem: 'no-region' });
    const asRegion = { kind: 'ready', targetId: 'frame', regions: [{ id: 'card', use: 'content' }] };
    expect(choose([card], nested, 'frame')).toMatchObject(asRegion);
    expect(choose([photo], nested, 'frame')).toMatchObject({ targetId: 'frame', regions: [{ id: 'photo' }] });
  });
});

describe('several targets', () => {
  const left = layer({ id: 'left', kind: 'container', place: [0], bounds: away(0) });
  const right = layer({ id: 'right', kind: 'container', place: [1], bounds: away(20) });
  const inLeft = layer({ id: 'inLeft', ancestors: ['left'], place: [0, 0], bounds: away(19) });
  const across = layer({ id: 'across', place: [2], bounds: { x: 8, y: 0, width: 20, height: 5 } });
  const nowhere = layer({ id: 'nowhere', place: [3], bounds: away(900) });

  it('each have their own regions: those they hold, else those that cover most of them', () => {
    expect(choose([across, right, inLeft, nowhere, left], NOTHING_AROUND)).toEqual({
      kind: 'batch',
      members: [
        { targetId: 'left', regions: [{ id: 'inLeft', use: 'mask' }] },
        { targetId: 'right', regions: [{ id: 'across', use: 'mask' }] },
      ],
      loose: ['nowhere'],
    });
  });

  it('find theirs by name where none is selected with them, and take each once', () => {
    const mask = layer({ ...across, id: 'mask', name: 'Mask' });
    const everywhere: Neighbours = { candidates: () => [mask], around: () => [] };
    expect(choose([left, right], everywhere)).toMatchObject({
      members: [
        { targetId: 'left', regions: [] },
        { targetId: 'right', regions: [{ id: 'mask' }] },
      ],
    });
  });

  it('are taken one at a time, when one is chosen that can be', () => {
    const hidden = layer({ ...over, bounds: away(60), problem: 'target-hidden' });
    const all = [left, right, inLeft, hidden];
    expect(choose(all, NOTHING_AROUND, 'left')).toEqual({
      kind: 'ready',
      targetId: 'left',
      regions: [{ id: 'inLeft', use: 'mask' }],
      targets: ['left', 'right'],
    });
    expect(choose(all, NOTHING_AROUND, 'right')).toMatchObject({ kind: 'target', problem: 'no-region' });
    expect(choose(all, NOTHING_AROUND, 'over')).toMatchObject({ kind: 'batch' });
  });

  it('may be pictures, each of which changes as a whole', () => {
    const other = layer({ id: 'other', hasPicture: true, place: [1, 4], bounds: away(500) });
    expect(choose([photo, other], among(frame))).toMatchObject({
      kind: 'batch',
      members: [{ regions: [{ id: 'photo', use: 'content' }] }, { regions: [{ id: 'other' }] }],
    });
  });

  it('may be a container and a picture that lies apart from it, but not one that lies in or under it', () => {
    const apart = layer({ id: 'apart', hasPicture: true, place: [0], bounds: away(500) });
    expect(choose([frame, apart], NOTHING_AROUND)).toMatchObject({
      members: [{ targetId: 'frame' }, { targetId: 'apart', regions: [{ id: 'apart', use: 'content' }] }],
    });
    const under = layer({ ...apart, id: 'under', bounds: away(50) });
    expect(choose([frame, under, photo], NOTHING_AROUND)).toMatchObject({
      targetId: 'frame',
      regions: [{ id: 'under' }, { id: 'photo' }],
    });
  });

  it('share the selected layers out: each is a target, a region of one target, or told of', () => {
    const size = fc.integer({ min: 1, max: 40 });
    const spot = fc.integer({ min: 0, max: 200 });
    const shape = fc.record({ x: spot, y: spot, width: size, height: size, isContainer: fc.boolean() });
    fc.assert(
      fc.property(fc.array(shape, { minLength: 2, maxLength: 12 }), (shapes) => {
        const layers = shapes.map(({ isContainer, ...bounds }, i) =>
          layer({ id: `${i}`, kind: isContainer ? 'container' : 'other', place: [i], bounds }),
        );
        const choice = choose(layers, NOTHING_AROUND);
        if (choice.kind !== 'batch') return;
        const targets = layers.filter(({ id }) => choice.members.some(({ targetId }) => targetId === id));
        const regions = choice.members.flatMap((member) => member.regions.map(({ id }) => id));
        const told = [...targets.map(({ id }) => id), ...regions, ...choice.loose];
        expect([...told].sort()).toEqual(layers.map(({ id }) => id).sort());
        for (const { targetId, regions: own } of choice.members)
          for (const { id } of own) expect(ownerOf(layers[Number(id)]!, targets)?.id).toBe(targetId);
        for (const id of choice.loose) expect(ownerOf(layers[Number(id)]!, targets)).toBeNull();
      }),
    );
  });
});
