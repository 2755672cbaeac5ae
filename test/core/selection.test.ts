// The selection rules: which layer is the target, which are the regions, and what else could be the target.
import { describe, expect, it } from 'vitest';
import { choose, isNamedRegion } from '../../core/selection-rules.ts';
import {
  among,
  card,
  ellipse,
  far,
  frame,
  label,
  layer,
  NOTHING_AROUND,
  named,
  over,
  photo,
  section,
} from './layer-facts.ts';

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
