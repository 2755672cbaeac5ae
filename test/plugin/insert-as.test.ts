// Insert as: a fill that follows the picture's own image, copies in a row, each in one undo step.
import type {
  FrameNode,
  ImagePaint,
  InstanceNode,
  Paint,
  RectangleNode,
  SceneNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { decode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InsertAs } from '../../core/insert-as.ts';
import { patchInPicture } from '../../core/picture-fill.ts';
import type { Pixels } from '../../core/pixels.ts';
import type { Place } from '../../core/protocol.ts';
import type { Recipe } from '../../core/recipe.ts';
import { type OpenFigma, openFigma } from '../support/figma.ts';
import { insertOne } from '../support/insert.ts';
import { recipeWith } from '../support/recipe.ts';
import { frame as newFrame, rectangle, solid } from '../support/shapes.ts';
import { codec } from '../ui/world.ts';

const FRAMING = { x: 0, y: 0, columns: 16, rows: 16, unit: 16 };
const AREA = { x: 32, y: 16, width: 32, height: 32 };

let open: OpenFigma;

beforeEach(async () => {
  open = await openFigma();
  await open.start();
});

afterEach(() => open.host.dispose());

const recipe = (targetId: string, regionIds: string[]) =>
  recipeWith({ targetId, regionIds, framing: FRAMING });

/** Blue to the right, green downwards: no two px are alike. */
function photo(width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    data.set([40, Math.round((y / height) * 255), Math.round((x / width) * 255), 255], i * 4);
  }
  return { width, height, data };
}

const red = (width: number, height: number): Pixels => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 4 }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 255 : 0)),
});

function picture(
  width: number,
  height: number,
  placing: Partial<ImagePaint>,
  parent?: FrameNode,
): RectangleNode {
  const layer = rectangle(open.figma, parent ?? open.figma.currentPage, [20, 30, width, height]);
  layer.name = 'Photo';
  const { hash } = open.figma.createImage(codec.encode(photo(96, 64)));
  layer.fills = [solid(1, 1, 1), { type: 'IMAGE', scaleMode: 'FILL', imageHash: hash, ...placing } as Paint];
  return layer;
}

interface Wanted {
  readonly targetId: string;
  readonly regions?: readonly { id: string; use: 'mask' | 'content' }[];
  readonly insertAs: InsertAs;
  readonly replacedIds?: readonly string[];
}

const placeOf = ({ targetId, regions = [], insertAs, replacedIds = [] }: Wanted) => ({
  targetId,
  regions,
  reach: [AREA],
  protectsText: true,
  insertAs,
  replacedIds,
});

function patch(wanted: Wanted, place: Place, name = 'a red door') {
  const pixels = red(AREA.width, AREA.height);
  const { picture: space } = place;
  const layer = open.figma.currentPage.findOne(({ id }) => id === wanted.targetId) as RectangleNode;
  const fill = space && patchInPicture({ pixels, area: AREA }, layer, space);
  return {
    png: codec.encode(pixels),
    ...(fill && { fill: codec.encode(fill) }),
    area: AREA,
    shown: AREA,
    name,
    recipe: recipe(
      wanted.targetId,
      (wanted.regions ?? []).map(({ id }) => id),
    ),
  };
}

async function run(wanted: Wanted, names = ['a red door']): Promise<readonly string[]> {
  const { place } = await open.plugin.call('raster', { ...placeOf(wanted), framing: FRAMING });
  const patches = names.map((name, index) => {
    const made = patch(wanted, place, name);
    return { ...made, recipe: { ...made.recipe, index, count: names.length } };
  });
  const reply = await insertOne(open.plugin, { ...placeOf(wanted), place, patches, name: 'a red door' });
  return reply.layerIds;
}

async function render(node: SceneNode) {
  const { width, height, channels, data } = decode(await open.host.png(node.id, 1));
  const at = (x: number, y: number) => [
    ...data.slice((y * width + x) * channels, (y * width + x) * channels + 3),
  ];
  return { width, height, at };
}

type Render = Awaited<ReturnType<typeof render>>;

/** Px of the layer that differ, in and outside the area; a px beside its edge may go either way. */
function differences(before: Render, after: Render) {
  const counts = { inside: 0, unchangedInside: 0, outside: 0 };
  for (let y = 0; y < before.height; y++) {
    for (let x = 0; x < before.width; x++) {
      const isSame = before.at(x, y).every((value, c) => value === after.at(x, y)[c]);
      const depth = Math.min(
        x - AREA.x,
        y - AREA.y,
        AREA.x + AREA.width - 1 - x,
        AREA.y + AREA.height - 1 - y,
      );
      if (depth < -1 && !isSame) counts.outside++;
      if (depth > 0) counts[isSame ? 'unchangedInside' : 'inside']++;
    }
  }
  return counts;
}

describe('a picture fill', () => {
  const half = [
    [0.5, 0, 0.25],
    [0, 0.5, 0.2],
  ] as ImagePaint['imageTransform'];
  it.each<[string, Partial<ImagePaint>]>([
    ['filled', {}],
    ['fitted and turned', { scaleMode: 'FIT', rotation: 90 }],
    ['cropped', { scaleMode: 'CROP', imageTransform: half! }],
  ])('lies over a %s image just where it was drawn, and is taken back by one undo', async (_, placing) => {
    const layer = picture(120, 100, placing);
    layer.cornerRadius = 12;
    const [before, fingerprint] = [await render(layer), await open.host.fingerprint()];
    expect(await run({ targetId: layer.id, insertAs: 'fill' })).toEqual([layer.id]);
    const [, below, above] = layer.fills as ImagePaint[];
    const { imageHash: _old, ...where } = below!;
    expect(above).toMatchObject({ ...where, visible: true });
    const found = differences(before, await render(layer));
    expect(found).toMatchObject({ outside: 0, unchangedInside: 0 });
    expect(found.inside).toBeGreaterThan(800);
    open.host.undo();
    expect(await open.host.fingerprint()).toBe(fingerprint);
  });

  it('follows its image when the layer is given another size', async () => {
    const layer = picture(120, 72, {});
    await run({ targetId: layer.id, insertAs: 'fill' });
    layer.resize(120, 144);
    const after = await render(layer);
    // Filled, the image grows to twice its size about the middle.
    expect(after.at(56, 64)).toEqual([255, 0, 0]);
    expect(after.at(100, 64)).not.toEqual([255, 0, 0]);
  });

  it('becomes an override of an instance, and leaves the component as it is', async () => {
    const card = open.figma.createComponent();
    card.resize(200, 150);
    const photograph = picture(120, 72, {}, card as unknown as FrameNode);
    const instance = card.createInstance() as InstanceNode;
    instance.x = 400;
    const layer = instance.children[0] as RectangleNode;
    const component = JSON.stringify(photograph.fills);
    await run({ targetId: layer.id, insertAs: 'fill' });
    expect(layer.fills).toHaveLength(3);
    expect(JSON.stringify(photograph.fills)).toBe(component);
    expect((await render(layer)).at(48, 32)).toEqual([255, 0, 0]);
  });

  it('shows one of several, and hides the mask in the same step', async () => {
    const layer = picture(120, 72, {});
    const mask = rectangle(open.figma, open.figma.currentPage, [52, 46, 32, 32]);
    const fingerprint = await open.host.fingerprint();
    const regions = [{ id: mask.id, use: 'mask' as const }];
    await run({ targetId: layer.id, regions, insertAs: 'fill' }, ['a red door 1', 'a red door 2']);
    expect((layer.fills as ImagePaint[]).map(({ visible }) => visible !== false)).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect(mask.visible).toBe(false);
    open.host.undo();
    expect(await open.host.fingerprint()).toBe(fingerprint);
  });

  it('that comes later, of the same run, waits beneath those that are there, and all are known by their request', async () => {
    const layer = picture(120, 72, {});
    const wanted = { targetId: layer.id, insertAs: 'fill' as const };
    const { place } = await open.plugin.call('raster', { ...placeOf(wanted), framing: FRAMING });
    const one = async (requestId: string, joins: string[]) => {
      const made = patch(wanted, place);
      const patches = [
        { ...made, fill: codec.encode(red(40 + joins.length, 40)), recipe: { ...made.recipe, requestId } },
      ];
      await insertOne(open.plugin, { ...placeOf(wanted), place, patches, name: 'a red door', joins });
    };
    await one('first', []);
    await one('second', [layer.id]);
    expect((layer.fills as ImagePaint[]).map(({ visible }) => visible !== false)).toEqual([
      true,
      true,
      false,
      true,
    ]);
    const placed = ['first', 'second', 'third'].map(
      (requestId) => ({ kind: 'fill', layerId: layer.id, requestId, index: 0 }) as const,
    );
    expect(await open.plugin.call('looks', { results: placed })).toEqual(['shown', 'hidden', 'gone']);
  });

  it('becomes a layer where the image was replaced meanwhile', async () => {
    const layer = picture(120, 72, {});
    const wanted = { targetId: layer.id, insertAs: 'fill' as const };
    const { place } = await open.plugin.call('raster', { ...placeOf(wanted), framing: FRAMING });
    const made = patch(wanted, place);
    const other = open.figma.createImage(codec.encode(photo(40, 40)));
    layer.fills = [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: other.hash }];
    const request = { ...placeOf(wanted), place, patches: [made], name: 'a red door' };
    const { layerIds } = await insertOne(open.plugin, request);
    expect(layerIds).not.toContain(layer.id);
    expect(layer.fills).toHaveLength(1);
  });

  it('is refused before anything is sent where the image is repeated as tiles', async () => {
    const layer = picture(120, 72, { scaleMode: 'TILE', scalingFactor: 0.5 });
    await expect(run({ targetId: layer.id, insertAs: 'fill' })).rejects.toMatchObject({
      kind: 'picture-tiled',
    });
  });

  it('leaves the document as it was when Figma refuses a step', async () => {
    const layer = picture(120, 72, {});
    const wanted = { targetId: layer.id, insertAs: 'fill' as const };
    const { place } = await open.plugin.call('raster', { ...placeOf(wanted), framing: FRAMING });
    const request = { ...placeOf(wanted), place, patches: [patch(wanted, place)], name: 'a red door' };
    const fingerprint = await open.host.fingerprint();
    open.host.fault('setSharedPluginData');
    await expect(insertOne(open.plugin, request)).rejects.toMatchObject({ kind: 'insert-failed' });
    expect(await open.host.fingerprint()).toBe(fingerprint);
  });
});

describe('copies of the frame', () => {
  const NAMES = ['a red door 1', 'a red door 2', 'a red door 3'];
  const onPage = () => open.figma.currentPage.children;

  function card(): { target: FrameNode; mask: RectangleNode } {
    const target = newFrame(open.figma, 160, 120);
    target.name = 'Card';
    const mask = rectangle(open.figma, target, [AREA.x, AREA.y, AREA.width, AREA.height]);
    return { target, mask };
  }

  function overlaps(layers: readonly SceneNode[]): string[] {
    const boxes = layers.map((layer) => ({ name: layer.name, box: layer.absoluteBoundingBox! }));
    return boxes.flatMap((a, i) =>
      boxes
        .slice(i + 1)
        .filter(
          (b) =>
            a.box.x < b.box.x + b.box.width &&
            b.box.x < a.box.x + a.box.width &&
            a.box.y < b.box.y + b.box.height &&
            b.box.y < a.box.y + a.box.height,
        )
        .map((b) => `${a.name} over ${b.name}`),
    );
  }

  it('stand in a named row over nothing, each with its result, and go with one undo', async () => {
    const { target, mask } = card();
    newFrame(open.figma, 50, 50).x = 220;
    const fingerprint = await open.host.fingerprint();
    const regions = [{ id: mask.id, use: 'mask' as const }];
    const layerIds = await run({ targetId: target.id, regions, insertAs: 'copies' }, NAMES);
    const copies = onPage().slice(2) as FrameNode[];
    expect(copies.map(({ name, type }) => `${type} ${name}`)).toEqual(NAMES.map((name) => `FRAME ${name}`));
    expect(overlaps(onPage())).toEqual([]);
    for (const [i, copy] of copies.entries()) {
      expect(copy.children.map(({ name, visible }) => [name, visible])).toEqual([
        ['Mask', false],
        [NAMES[i], true],
      ]);
      expect(copy.children[1]!.id).toBe(layerIds[i]);
      expect((await render(copy)).at(40, 24)).toEqual([255, 0, 0]);
    }
    expect(target.children.map(({ visible }) => visible)).toEqual([false]);
    open.host.undo();
    expect(await open.host.fingerprint()).toBe(fingerprint);
  });

  it('of a component are frames, and of an instance instances', async () => {
    const component = open.figma.createComponent();
    component.resize(160, 120);
    rectangle(open.figma, component, [0, 0, 10, 10]);
    await run({ targetId: component.id, insertAs: 'copies' });
    const instance = component.createInstance();
    instance.y = 400;
    await run({ targetId: instance.id, insertAs: 'copies' });
    const [, ofComponent, , ofInstance] = onPage() as FrameNode[];
    expect([ofComponent!.type, ofComponent!.name]).toEqual(['FRAME', 'a red door']);
    expect(ofInstance!.children.map(({ type }) => type)).toEqual(['INSTANCE', 'RECTANGLE']);
    const main = await (ofInstance!.children[0] as InstanceNode).getMainComponentAsync();
    expect(main?.id).toBe(component.id);
    expect(open.figma.currentPage.findAllWithCriteria({ types: ['COMPONENT'] })).toHaveLength(1);
    expect(overlaps(onPage())).toEqual([]);
  });

  it('of a picture in a frame stand beside that frame, looking as it does', async () => {
    const outer = newFrame(open.figma, 300, 200);
    const layer = picture(120, 72, {}, outer);
    layer.rotation = 30;
    await run({ targetId: layer.id, insertAs: 'copies' });
    const [, copy] = onPage() as FrameNode[];
    expect(copy!.children.map(({ type }) => type)).toEqual(['RECTANGLE', 'RECTANGLE']);
    expect(copy!.rotation).toBeCloseTo(30);
    expect(overlaps(onPage())).toEqual([]);
  });

  it('carry recipes of their own, so that each can be edited again where it stands', async () => {
    const { target, mask } = card();
    const regions = [{ id: mask.id, use: 'mask' as const }];
    const [layerId] = await run({ targetId: target.id, regions, insertAs: 'copies' });
    const copy = onPage()[1] as FrameNode;
    const layer = copy.children.find(({ id }) => id === layerId)!;
    const found: Recipe = JSON.parse(layer.getSharedPluginData('changemap', 'recipe'));
    expect(found).toMatchObject({ targetId: copy.id, regionIds: [copy.children[0]!.id] });
  });

  it('double no flow’s start, and leave nothing behind when Figma refuses a step', async () => {
    const { target, mask } = card();
    open.figma.currentPage.flowStartingPoints = [{ nodeId: target.id, name: 'Flow 1' }];
    const wanted = {
      targetId: target.id,
      regions: [{ id: mask.id, use: 'mask' as const }],
      insertAs: 'copies' as const,
    };
    const { place } = await open.plugin.call('raster', { ...placeOf(wanted), framing: FRAMING });
    const patches = NAMES.map((name) => patch(wanted, place, name));
    const request = { ...placeOf(wanted), place, patches, name: 'a red door' };
    const fingerprint = await open.host.fingerprint();
    for (const [step, after] of [
      ['clone', 1],
      ['insertChild', 2],
      ['appendChild', 2],
    ] as const) {
      open.host.fault(step, { after });
      await expect(insertOne(open.plugin, request)).rejects.toMatchObject({ kind: 'insert-failed' });
      expect(await open.host.fingerprint()).toBe(fingerprint);
    }
    await insertOne(open.plugin, request);
    expect(open.figma.currentPage.flowStartingPoints).toHaveLength(1);
  });
});
