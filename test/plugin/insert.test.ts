// Insert: layers exactly where their pixels came from, in the right place of the tree, in one undo step.
import type { FrameNode, RectangleNode, SolidPaint } from '@figma/plugin-typings/plugin-api-standalone';
import { encode } from 'fast-png';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RasterReply } from '../../core/protocol.ts';
import { openFigma, press } from '../support/figma.ts';
import { insertOne } from '../support/insert.ts';
import { oncePerTest } from '../support/lifetime.ts';
import { recipeOn, recipeWith } from '../support/recipe.ts';

const open = oncePerTest(openFigma);
let frame: FrameNode;
let mask: RectangleNode;

const solid = (r: number, g: number, b: number): SolidPaint => ({ type: 'SOLID', color: { r, g, b } });
const AREA = { x: 64, y: 48, width: 128, height: 96 };

const recipe = () => recipeWith({ targetId: frame.id, regionIds: [mask.id] });

/** A picture of one opaque colour. */
function png(width: number, height: number, colour: [number, number, number]): Uint8Array {
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < data.length; i += 4) data.set([...colour, 255], i);
  return encode({ width, height, data, channels: 4 });
}

function patch(name = 'a red door') {
  const picture = png(AREA.width, AREA.height, [220, 30, 30]);
  return { png: picture, area: AREA, shown: AREA, name, recipe: recipe() };
}

function insert(patches = [patch()], targetId = frame.id, place?: RasterReply['place']) {
  return insertOne(open.plugin, {
    ...wanted(targetId),
    place: place ?? { parentId: frame.id, below: [mask.id], beneath: [] },
    patches,
    name: 'a red door',
  });
}

function wanted(targetId: string) {
  return {
    targetId,
    regions: [{ id: mask.id, use: 'mask' as const }],
    reach: [AREA],
    protectsText: true,
    replacedIds: [],
  };
}

/** A whole run as the document sees it: its place is chosen when the source is taken. */
async function run(name: string): Promise<void> {
  const framing = { x: 0, y: 0, columns: 20, rows: 16, unit: 16 };
  const { place } = await open.plugin.call('raster', { ...wanted(frame.id), framing });
  await insert([patch(name)], frame.id, place);
}

async function layerOf(id: string): Promise<RectangleNode> {
  return (await open.figma.getNodeByIdAsync(id)) as RectangleNode;
}

beforeEach(async () => {
  frame = open.figma.createFrame();
  frame.resize(320, 256);
  frame.fills = [solid(1, 1, 1)];
  mask = open.figma.createRectangle();
  frame.appendChild(mask);
  mask.name = 'Mask';
  mask.resize(100, 80);
  const above = open.figma.createRectangle();
  frame.appendChild(above);
  above.name = 'Above';
  open.host.select([frame.id, mask.id]);
  await open.start();
});

describe('insert', () => {
  it('puts the layer just above the region, where its pixels came from', async () => {
    const { layerIds } = await insert();
    const layer = await layerOf(layerIds[0]!);
    expect(frame.children.map((child) => child.name)).toEqual(['Mask', 'a red door', 'Above']);
    expect([layer.x, layer.y, layer.width, layer.height]).toEqual([64, 48, 128, 96]);
  });

  it('says above which regions it stands: of one that was deleted there is nothing to say', async () => {
    expect((await insert()).above).toEqual(['Mask']);
    frame.appendChild(mask);
    const place = { parentId: frame.id, below: [], beneath: [] };
    expect((await insert([patch()], frame.id, place)).above).toEqual([]);
    const request = { ...wanted(frame.id), place, patches: [patch()], name: 'a red door' };
    mask.remove();
    expect((await insertOne(open.plugin, request)).above).toEqual([]);
  });

  it('puts the later of two that came at once above the earlier one, though both had to wait for a drawing', async () => {
    const framing = { x: 0, y: 0, columns: 20, rows: 16, unit: 16 };
    const drawing = { targetId: frame.id, maskIds: [], layerIds: [], framing };
    await Promise.all([
      open.plugin.call('render', drawing),
      insert([patch('first')]),
      insert([patch('second')]),
    ]);
    expect(frame.children.map((child) => child.name)).toEqual(['Mask', 'first', 'second', 'Above']);
    open.host.undo();
    expect(frame.children.map((child) => child.name)).toEqual(['Mask', 'first', 'Above']);
  });

  it('puts a later result above the earlier ones that would cover it, wherever they are', async () => {
    await run('first');
    await run('second');
    expect(frame.children.map((child) => child.name)).toEqual(['Mask', 'first', 'second', 'Above']);
    const whole = open.figma.createFrame();
    whole.name = 'Card';
    whole.resize(300, 240);
    frame.insertChild(0, whole);
    whole.appendChild(mask);
    await run('third');
    expect(frame.children.map((child) => child.name)).toEqual(['Card', 'first', 'second', 'third', 'Above']);
    for (const child of frame.children.slice(1, 4)) child.visible = false;
    await run('fourth');
    expect(whole.children.map((child) => child.name)).toEqual(['Mask', 'fourth']);
  });

  it('hides the mask in the same undo step, and one undo takes all of it back', async () => {
    const before = await open.host.fingerprint();
    await insert();
    expect(mask.visible).toBe(false);
    open.host.undo();
    expect(await open.host.fingerprint()).toBe(before);
    expect(mask.visible).toBe(true);
  });

  it('lands on the same page px in a rotated, flipped, nested target', async () => {
    frame.relativeTransform = [
      [-0.6, 0.8, 300],
      [0.8, 0.6, 40],
    ];
    const { layerIds } = await insert();
    const [[a, b, e], [c, d, f]] = (await layerOf(layerIds[0]!)).absoluteTransform;
    const [[fa, fb, fe], [fc, fd, ff]] = frame.absoluteTransform;
    const expected = [fa, fb, fa * AREA.x + fb * AREA.y + fe, fc, fd, fc * AREA.x + fd * AREA.y + ff];
    for (const [i, value] of [a, b, e, c, d, f].entries()) expect(value).toBeCloseTo(expected[i]!, 6);
  });

  it('does not disturb an auto layout, and hides a mask in it by opacity', async () => {
    frame.layoutMode = 'VERTICAL';
    frame.primaryAxisSizingMode = 'FIXED';
    frame.counterAxisSizingMode = 'FIXED';
    const places = () =>
      frame.children.filter((child) => child.name !== 'a red door').map(({ x, y }) => [x, y]);
    const before = places();
    const { layerIds } = await insert();
    expect(places()).toEqual(before);
    expect([mask.visible, mask.opacity]).toEqual([true, 0]);
    const { layoutPositioning, x, y } = await layerOf(layerIds[0]!);
    expect([layoutPositioning, x, y]).toEqual(['ABSOLUTE', 64, 48]);
  });

  it('groups several pictures of one run and shows the first', async () => {
    const { layerIds } = await insert([patch('a red door 1'), patch('a red door 2')]);
    const [first, second] = await Promise.all(layerIds.map(layerOf));
    expect([first!.parent?.type, first!.parent?.name]).toEqual(['GROUP', 'a red door']);
    expect([first!.visible, second!.visible]).toEqual([true, false]);
    expect(first!.absoluteTransform[0][2]).toBeCloseTo(frame.absoluteTransform[0][2] + 64, 6);
  });

  it('groups them in an auto layout, too, each where its pixels came from', async () => {
    frame.layoutMode = 'VERTICAL';
    frame.primaryAxisSizingMode = 'FIXED';
    frame.counterAxisSizingMode = 'FIXED';
    const { layerIds } = await insert([patch('a red door 1'), patch('a red door 2')]);
    for (const id of layerIds) {
      const { absoluteTransform } = await layerOf(id);
      expect(absoluteTransform[0][2]).toBeCloseTo(frame.absoluteTransform[0][2] + AREA.x, 6);
      expect(absoluteTransform[1][2]).toBeCloseTo(frame.absoluteTransform[1][2] + AREA.y, 6);
    }
  });

  it('is never taken for a region, even if the prompt names one', async () => {
    await insert([patch('Mask')]);
    open.host.select([frame.id]);
    const told = await open.selectionWhere((selection) => selection.kind === 'ready');
    expect(told).toMatchObject({ regions: [{ id: mask.id }] });
  });

  it('goes beside an instance, inside which Figma allows no layer', async () => {
    const component = open.figma.createComponent();
    component.resize(320, 256);
    component.fills = [solid(0, 1, 0)];
    const instance = component.createInstance();
    instance.x = 700;
    const { layerIds } = await insert([patch()], instance.id);
    const layer = await layerOf(layerIds[0]!);
    expect(layer.parent?.id).toBe(instance.parent?.id);
    expect([layer.x, layer.y]).toEqual([764, 48]);
  });

  it('carries its recipe as shared data and the buttons that bring it back', async () => {
    const { layerIds } = await insert();
    const layer = await layerOf(layerIds[0]!);
    expect(recipeOn(layer)).toEqual({
      ...recipe(),
      madeAs: layer.id,
    });
    expect(Object.keys(layer.getRelaunchData())).toEqual(['edit-again', 'more-like-this', 'show-region']);
  });

  it('brings target, region and settings back from the layer’s relaunch button', async () => {
    const { layerIds } = await insert();
    const { again, selection } = await press(open, 'edit-again', { id: layerIds[0]! });
    expect(again?.edit.prompt).toBe('a red door');
    expect(selection).toMatchObject({
      kind: 'ready',
      target: { id: frame.id },
      regions: [{ id: mask.id }],
    });
  });

  it.each(['createRectangle', 'insertChild', 'setSharedPluginData', 'createImage', 'setRelaunchData'])(
    'leaves the document as it was when %s throws',
    async (step) => {
      const before = await open.host.fingerprint();
      open.host.fault(step);
      await expect(insert()).rejects.toMatchObject({ name: 'Failure' });
      expect(await open.host.fingerprint()).toBe(before);
    },
  );

  it('leaves two masks in an auto layout as they were when the second cannot be hidden', async () => {
    frame.layoutMode = 'VERTICAL';
    const second = open.figma.createRectangle();
    frame.appendChild(second);
    const regions = [mask, second].map(({ id }) => ({ id, use: 'mask' as const }));
    const place = { parentId: frame.id, below: [mask.id], beneath: [] };
    const request = { ...wanted(frame.id), regions, place, patches: [patch()], name: 'a red door' };
    const before = await open.host.fingerprint();
    // The first calls are the new layer's own.
    open.host.fault('setSharedPluginData', { after: 4 });
    await expect(insertOne(open.plugin, request)).rejects.toMatchObject({ kind: 'insert-failed' });
    expect(await open.host.fingerprint()).toBe(before);
    expect(mask.opacity).toBe(1);
  });

  it('says what is too large for Figma, and writes nothing', async () => {
    const before = await open.host.fingerprint();
    const wide = { ...patch(), png: png(4097, 1, [0, 0, 0]) };
    await expect(insert([wide])).rejects.toMatchObject({ kind: 'picture-too-large' });
    expect(await open.host.fingerprint()).toBe(before);
  });

  it('says so when the target is gone', async () => {
    const gone = frame.id;
    frame.remove();
    await expect(insert([patch()], gone)).rejects.toMatchObject({ kind: 'target-gone' });
  });
});
