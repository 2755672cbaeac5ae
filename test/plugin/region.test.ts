// Regions: what a designer sets on them stays on their layer, and one can be had to start from.
import type { EllipseNode, FrameNode, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Selection } from '../../core/selection.ts';
import { openFigma } from '../support/figma.ts';
import { oncePerTest } from '../support/lifetime.ts';

const open = oncePerTest(openFigma);
let frame: FrameNode;

beforeEach(async () => {
  frame = open.figma.createFrame();
  frame.name = 'Page';
  frame.resize(400, 300);
  await open.start();
});

const isReady = (selection: Selection) => selection.kind === 'ready';

async function regionOf(id: string): Promise<EllipseNode> {
  return (await open.figma.getNodeByIdAsync(id)) as EllipseNode;
}

describe('Add region', () => {
  it('draws a soft ellipse over the middle, selected alone, in one undo step', async () => {
    const before = await open.host.fingerprint();
    const { regionId } = await open.plugin.call('addRegion', { targetId: frame.id });
    const region = await regionOf(regionId);
    expect([region.type, region.name, region.parent?.id]).toEqual(['ELLIPSE', 'Region 1', frame.id]);
    expect([region.x, region.y, region.width, region.height]).toEqual([120, 90, 160, 120]);
    expect(region.effects[0]?.type).toBe('LAYER_BLUR');
    expect(open.host.selection()).toEqual([regionId]);
    open.host.undo();
    expect(await open.host.fingerprint()).toBe(before);
  });

  it('does not take part in an auto layout', async () => {
    frame.layoutMode = 'HORIZONTAL';
    frame.primaryAxisSizingMode = 'FIXED';
    frame.counterAxisSizingMode = 'FIXED';
    frame.resize(400, 300);
    const { regionId } = await open.plugin.call('addRegion', { targetId: frame.id });
    const region = await regionOf(regionId);
    expect([region.layoutPositioning, region.x, region.y]).toEqual(['ABSOLUTE', 120, 90]);
  });

  it('goes beside an instance, and still lies over it', async () => {
    const component = open.figma.createComponent();
    component.resize(200, 100);
    const instance = component.createInstance();
    instance.x = 900;
    const { regionId } = await open.plugin.call('addRegion', { targetId: instance.id });
    const region = await regionOf(regionId);
    expect(region.parent?.id).toBe(instance.parent?.id);
    expect([region.x, region.y]).toEqual([960, 30]);
  });

  it('goes beside a frame whose Figma mask would cut it away', async () => {
    const clip = open.figma.createRectangle();
    frame.appendChild(clip);
    clip.isMask = true;
    frame.x = 70;
    const { regionId } = await open.plugin.call('addRegion', { targetId: frame.id });
    const region = await regionOf(regionId);
    expect(region.parent?.id).toBe(frame.parent?.id);
    expect([region.x, region.y]).toEqual([190, 90]);
  });

  it('is found again when the frame alone is selected, and the next one has its own name', async () => {
    await open.plugin.call('addRegion', { targetId: frame.id });
    const { regionId } = await open.plugin.call('addRegion', { targetId: frame.id });
    expect((await regionOf(regionId)).name).toBe('Region 2');
    open.host.select([frame.id]);
    const told = await open.selectionWhere(
      (selection) => isReady(selection) && 'regions' in selection && selection.regions.length === 2,
    );
    expect(told.kind).toBe('ready');
  });

  it('is not called as one that the designer drew', async () => {
    const drawn = open.figma.createRectangle();
    frame.appendChild(drawn);
    drawn.name = 'Region 1';
    open.host.select([frame.id]);
    await open.selectionWhere(isReady);
    const { regionId } = await open.plugin.call('addRegion', { targetId: frame.id });
    expect((await regionOf(regionId)).name).toBe('Region 2');
  });

  it('goes on with the target and the regions there were while the new one is dragged', async () => {
    const mask = open.figma.createRectangle();
    frame.appendChild(mask);
    open.host.select([frame.id, mask.id]);
    const { regionId } = await open.plugin.call('addRegion', { targetId: frame.id });
    const region = await regionOf(regionId);
    const isAt = (x: number) => (selection: Selection) =>
      selection.kind === 'ready' && selection.regions.some(({ id, box }) => id === regionId && box.x < x);
    region.x = 20;
    const dragged = await open.selectionWhere(isAt(30));
    expect(dragged).toMatchObject({ target: { id: frame.id }, regions: [{ id: mask.id }, { id: regionId }] });
    open.host.select([]);
    region.x = 10;
    expect(await open.selectionWhere(isAt(10))).toMatchObject({
      regions: [{ id: mask.id }, { id: regionId }],
    });
    expect(frame.x).toBe(0);
  });

  it('goes on with a target that the region had to be put beside', async () => {
    const component = open.figma.createComponent();
    component.resize(200, 100);
    const instance = component.createInstance();
    instance.x = 900;
    const { regionId } = await open.plugin.call('addRegion', { targetId: instance.id });
    const told = await open.selectionWhere(isReady);
    expect(told).toMatchObject({ target: { id: instance.id }, regions: [{ id: regionId, use: 'mask' }] });
  });

  it('leaves nothing behind when it fails, and what was selected is so still', async () => {
    open.host.select([frame.id]);
    const before = await open.host.fingerprint();
    open.host.fault('insertChild');
    await expect(open.plugin.call('addRegion', { targetId: frame.id })).rejects.toMatchObject({
      name: 'Failure',
    });
    expect(await open.host.fingerprint()).toBe(before);
    expect(open.host.selection()).toEqual([frame.id]);
  });
});

describe('named regions', () => {
  it('are found without asking every layer of a large design what is kept on it', async () => {
    for (let i = 0; i < 60; i++) frame.appendChild(open.figma.createRectangle());
    const { regionId } = await open.plugin.call('addRegion', { targetId: frame.id });
    const mask = open.figma.createRectangle();
    frame.appendChild(mask);
    mask.name = 'Mask';
    // Lets the events of all this pass.
    await open.selectionWhere(isReady);
    open.host.select([]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    open.host.fault('getPluginData', { after: 30 });
    open.host.select([frame.id]);
    const told = await open.selectionWhere(
      (selection) => isReady(selection) && 'regions' in selection && selection.regions.length === 2,
    );
    open.host.fault(null);
    expect(told).toMatchObject({ regions: [{ id: regionId }, { id: mask.id }] });
  });
});

describe('what is set on a region', () => {
  let mask: RectangleNode;

  beforeEach(async () => {
    mask = open.figma.createRectangle();
    frame.appendChild(mask);
    mask.name = 'Mask';
    open.host.select([frame.id, mask.id]);
    await open.selectionWhere(isReady);
  });

  it('is told with the selection, and stays on the layer when the plugin starts again', async () => {
    const changes = { amount: 0.4, readFrom: 'light-and-dark', use: 'content' } as const;
    await open.plugin.call('setRegion', { regionId: mask.id, changes });
    const wanted = { amount: 0.4, readFrom: 'light-and-dark', use: 'content', useSetting: 'content' };
    const told = await open.selectionWhere(
      (selection) => isReady(selection) && JSON.stringify(selection).includes('0.4'),
    );
    expect(told).toMatchObject({ regions: [wanted] });
    expect((await open.start()).selection).toMatchObject({ regions: [wanted] });
  });

  it('is ignored where it cannot be read', async () => {
    mask.setPluginData('region', '{"amount":"much","readFrom":7');
    expect((await open.start()).selection).toMatchObject({
      regions: [{ amount: 1, readFrom: 'automatic', use: 'mask' }],
    });
  });
});
