// The selection rules for several targets: whose each region is, and when one of them is taken alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose, type Neighbours, ownerOf } from '../../core/selection-rules.ts';
import { among, away, frame, layer, NOTHING_AROUND, over, photo } from './layer-facts.ts';

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
