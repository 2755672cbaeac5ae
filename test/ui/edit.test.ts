// The whole path of an edit: real client, real proxy, fal's stand-in, and a main thread in memory.
import { expect, test } from 'vitest';
import { frameRect } from '../../core/framing.ts';
import { reachOf, softEdge } from '../../core/soft-edge.ts';
import { noisePicture } from '../support/noise.ts';
import { scene } from './scene.ts';
import { codec, rasterOf, SELECTION, SETTINGS } from './world.ts';

test('an edit becomes a layer with its recipe, and pays once', async () => {
  const edit = scene();
  const outcome = await edit.run();
  expect(outcome).toMatchObject({ layerIds: ['9:9'], seed: 7, pictures: 1, cameTooLate: false });
  expect(edit.submits()).toHaveLength(1);
  expect(edit.events.map(({ type }) => type).filter((type, i, all) => type !== all[i - 1])).toEqual([
    'uploading',
    'submitting',
    'submitted',
    'queued',
    'running',
    'completed',
    'made',
    'inserting',
    'inserted',
  ]);
  const [{ patches, targetId } = {}] = edit.inserted();
  expect(targetId).toBe('1:1');
  expect(patches?.[0]).toMatchObject({
    name: 'Simulated · a red door',
    recipe: { version: 1, seed: 7, simulated: true, targetId: '1:1', regionIds: ['1:2'] },
  });
});

test('the map that arrives keeps what is white, and both pictures lie on one grid', async () => {
  const edit = scene();
  await edit.run();
  const [{ input, images } = {}] = edit.standIn.requests();
  const map = await codec.decode(images!.change_map_image_url!);
  const source = await codec.decode(images!.image_url!);
  expect([map.width, map.height]).toEqual([source.width, source.height]);
  expect(input).toMatchObject({ prompt: 'a red door', seed: 7, image_size: { width: map.width } });
  expect(map.data[0]).toBe(255);
  expect(map.data.filter((_, i) => i % 4 === 0).includes(0)).toBe(true);
});

test('the patch lies on whole frame px and is clear beyond the reach', async () => {
  const edit = scene();
  await edit.run();
  const { png, area } = edit.inserted()[0]!.patches[0]!;
  const pixels = await codec.decode(png);
  for (const value of Object.values(area)) expect(Number.isInteger(value)).toBe(true);
  const box = SELECTION.regions[0]!.box;
  const reach = reachOf(softEdge(SETTINGS.softEdge, box, 1));
  const scale = pixels.width / area.width;
  const shown = { inside: 0, outside: 0 };
  for (let i = 0; i < pixels.width * pixels.height; i++) {
    const x = area.x + (i % pixels.width) / scale;
    const y = area.y + Math.floor(i / pixels.width) / scale;
    const dx = Math.max(box.x - x, x - box.x - box.width, 0);
    const dy = Math.max(box.y - y, y - box.y - box.height, 0);
    if (pixels.data[i * 4 + 3]! > 0) shown[Math.hypot(dx, dy) > reach + 1 ? 'outside' : 'inside']++;
  }
  expect(shown.outside).toBe(0);
  expect(shown.inside).toBeGreaterThan(box.width * box.height);
});

test('several variations become several patches of one insert', async () => {
  const edit = scene({ settings: { variations: 3 } });
  const outcome = await edit.run();
  expect(outcome.pictures).toBe(3);
  expect(edit.inserted()[0]!.patches.map(({ name }) => name)).toEqual(
    [1, 2, 3].map((n) => `Simulated · a red door ${n}`),
  );
  expect(edit.inserted()[0]!.patches.map(({ recipe }) => recipe)).toMatchObject(
    [0, 1, 2].map((index) => ({ seed: 7, index, count: 3 })),
  );
  expect(edit.submits()).toHaveLength(1);
});

test('JPEG results are read too', async () => {
  const edit = scene({ settings: { modelId: 'fal-ai/flux-differential-diffusion' } });
  await expect(edit.run()).resolves.toMatchObject({ pictures: 1 });
});

test('large pictures go through storage, and inline where that fails', async () => {
  const options = { plugin: { raster: noisePicture } };
  const stored = scene(options);
  await stored.run();
  expect(beginning(stored.standIn.requests()[0]!.input.image_url)).toBe('http:');
  const inline = scene(options);
  inline.standIn.fault('upload-fails');
  await inline.run();
  expect(beginning(inline.standIn.requests()[0]!.input.image_url)).toBe('data:');
});

/** Enough of an address to tell its kind, and short enough to read in a report. */
function beginning(url: unknown): string {
  return String(url).slice(0, 5);
}

test('blocked media come through the proxy', async () => {
  const edit = scene();
  edit.standIn.fault('media-blocked');
  await expect(edit.run()).resolves.toMatchObject({ pictures: 1 });
});

test('a result of another size is mapped back', async () => {
  const edit = scene();
  edit.standIn.fault('size-mismatch');
  await expect(edit.run()).resolves.toMatchObject({ pictures: 1 });
});

test('a region painted beyond the crop is framed once more, and no more than once', async () => {
  const box = SELECTION.regions[0]!.box;
  const toTheEnd = { ...box, width: SELECTION.target.size.width - box.x };
  const edit = scene({ plugin: { raster: rasterOf(toTheEnd) }, settings: { softEdge: 0 } });
  await edit.run();
  const asked = edit.calls.flatMap((made) => (made.call === 'raster' ? [made.args] : []));
  const [first, second] = asked.map(({ framing }) => frameRect(framing));
  expect(asked).toHaveLength(2);
  expect(second!.width).toBeGreaterThan(first!.width);
  const [{ images } = {}] = edit.standIn.requests();
  const { columns, rows } = asked[1]!.framing;
  expect(await codec.decode(images!.image_url!)).toMatchObject({ width: columns * 16, height: rows * 16 });
  expect(edit.submits()).toHaveLength(1);
  expect(edit.inserted()[0]!.patches[0]!.recipe.framing).toEqual(asked[1]!.framing);
});

test('a region that lies where it was known to lie is framed once', async () => {
  const edit = scene();
  await edit.run();
  expect(edit.calls.filter(({ call }) => call === 'raster')).toHaveLength(1);
});
