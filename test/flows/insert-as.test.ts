// What becomes of a result, chosen and changed by keyboard alone: a fill of a picture, the whole picture, a copy of the frame.
import type { ImagePaint, Paint, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeAll, expect, it } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import { press, reach } from '../support/keyboard.ts';
import { type Playground, recipeText } from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
});

const results = async () => (await playground.nodes()).filter((layer) => recipeText(layer) !== undefined);

/** @param option how its name begins */
async function insertAs(option: string): Promise<void> {
  await reach(playground.panel.getByRole('combobox', { name: 'Insert as' }));
  await playground.page.keyboard.type(option);
}

async function generate(): Promise<void> {
  await reach(playground.panel.getByRole('textbox', { name: 'Prompt' }));
  await playground.page.keyboard.type('a red door');
  await playground.page.keyboard.press('ControlOrMeta+Enter');
  await playground.results(1);
}

/** The images of a layer, from the lowest. */
function imagesOf(id: string): Promise<string[]> {
  return playground.page.evaluate(async (layerId) => {
    const layer = (await window.figma.getNodeByIdAsync(layerId)) as RectangleNode;
    return (layer.fills as Paint[]).map((fill) => (fill as ImagePaint).imageHash ?? fill.type);
  }, id);
}

/** In place of the card: a photograph, and a region over it. */
function drawPhoto(): Promise<[string, string]> {
  return playground.page.evaluate(async () => {
    const { figma } = window;
    const card = figma.currentPage.children[0]!;
    const { hash } = figma.createImage(await card.exportAsync({ format: 'PNG' }));
    card.remove();
    const [photo, region] = [figma.createRectangle(), figma.createEllipse()];
    photo.name = 'Photo';
    photo.resize(96, 64);
    photo.fills = [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: hash }];
    region.name = 'Region 1';
    region.resize(24, 24);
    [region.x, region.y] = [30, 20];
    return [photo.id, region.id];
  });
}

it('Picture fill puts the result into the picture, above what it showed', async () => {
  await playground.resetSmall();
  const [photo, region] = await drawPhoto();
  const before = await imagesOf(photo);
  await playground.select(photo, region);
  await playground.panel.getByRole('region', { name: 'Target' }).getByText('Photo').waitFor();
  await insertAs('Pic');
  await generate();
  expect((await results()).map(({ id }) => id)).toEqual([photo]);
  expect(await imagesOf(photo)).toEqual([...before, expect.not.stringMatching(before[0]!)]);
});

it('Uncut picture puts in the whole of it, and not what the region cuts out', async () => {
  const { region } = await playground.resetSmall();
  await insertAs('Unc');
  await generate();
  const sizes = await playground.page.evaluate(
    async (ids) => {
      const layers = await Promise.all(ids.map((id) => window.figma.getNodeByIdAsync(id)));
      return layers.map((layer) => (layer as RectangleNode).width);
    },
    [(await results())[0]!.id, region],
  );
  expect(sizes[0]).toBeGreaterThan(sizes[1]!);
});

it('Copies of the frame puts it into a copy beside the frame, which stays as it is', async () => {
  const { frame } = await playground.resetSmall();
  await insertAs('Cop');
  await generate();
  const page = (await playground.find('Card')).parentId;
  const layers = await playground.nodes();
  const copy = layers.find(({ id, parentId }) => parentId === page && id !== frame);
  expect(copy).toMatchObject({ type: 'FRAME', name: 'Simulated · a red door' });
  expect((await results()).map(({ parentId }) => parentId)).toEqual([copy!.id]);
  const names = layers.filter(({ parentId }) => parentId === frame).map(({ name }) => name);
  expect(names).toEqual(['Region 1']);
});

it('Match surrounding colours gives the layer its other colours at once, and without another request', async () => {
  await playground.resetSmall(undefined, { surroundings: 'whole', softEdge: 0 });
  await playground.fault('drift');
  await generate();
  const [result] = await results();
  const matched = await imagesOf(result!.id);
  const box = playground.panel.getByRole('checkbox', { name: 'Match surrounding colours' });
  await press(playground.page, box, 'Space');
  await expect.poll(() => imagesOf(result!.id)).not.toEqual(matched);
  await press(playground.page, box, 'Space');
  await expect.poll(() => imagesOf(result!.id)).toEqual(matched);
  expect(playground.requestCount()).toBe(1);
});
