// The whole path in a real browser: select, prompt, Generate; a layer appears, changed only within the reach.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import { editAndCompare } from '../support/edit-compare.ts';
import type { Playground } from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
});

describe('an edit of the sample', () => {
  beforeEach(() => playground.reset());

  it('changes the frame within the reach alone, by as much as the gradient allows', async () => {
    const [frame, mask] = [await playground.find('Product page'), await playground.find('Mask')];
    await playground.select(frame.id, mask.id);
    const edit = await editAndCompare(playground, frame.id, mask.name);
    expect(edit.changedOutside).toBe(0);
    expect(edit.comparedOutside).toBeGreaterThan(100_000);
    expect(edit.byAmount[7]!).toBeGreaterThan(20);
    expect(edit.byAmount[0]!).toBeLessThan(edit.byAmount[3]!);
    expect(edit.byAmount[1]!).toBeLessThan(edit.byAmount[5]!);
    expect(edit.byAmount[3]!).toBeLessThan(edit.byAmount[7]!);
    expect(edit.layer).toMatchObject({
      parentId: frame.id,
      name: 'Simulated · golden autumn forest at sunset',
    });
    // Both pictures on one grid, in sixteenths, and only what differs from the defaults.
    const { image_url: source, change_map_image_url: map } = edit.request.images;
    expect(source).toMatchObject({ width: map!.width, height: map!.height });
    expect([source!.width % 16, source!.height % 16]).toEqual([0, 0]);
    expect(Object.keys(edit.request.input).sort()).toEqual([
      'change_map_image_url',
      'image_size',
      'image_url',
      'prompt',
      'seed',
    ]);
    expect(edit.request.endpoint).toBe('fal-ai/flux-general/differential-diffusion');
  });

  it('of the rotated region follows Soft edge and the colour match afterwards, and all of it is undone step by step', async () => {
    const { panel } = playground;
    const frame = await playground.find('Trip app');
    await playground.select(frame.id);
    const untouched = await playground.fingerprint();
    await playground.fault('drift');
    await playground.prompt('golden autumn forest');
    await playground.generate();
    const [layer] = await playground.results(1);
    await panel.getByRole('status').getByText('✓ Nothing outside the region changed.').waitFor();
    const looks = [await playground.fingerprint()];
    const pictures = [await playground.render(layer!.id)];
    const settle = async () => {
      // The proof's temporary frame is no look of the document, and it may come and go between two questions.
      const steady = async () => {
        const look = await playground.fingerprint();
        const isProving = (await playground.nodes()).some(({ name }) => name.includes('(temporary)'));
        return !isProving && look === (await playground.fingerprint()) ? look : null;
      };
      const isNew = async () => {
        const look = await steady();
        return look !== null && !looks.includes(look);
      };
      await expect.poll(isNew, { timeout: 20_000 }).toBe(true);
      looks.push(await playground.fingerprint());
      pictures.push(await playground.render(layer!.id));
    };
    await panel.getByRole('slider', { name: 'Soft edge' }).fill('8');
    await settle();
    await panel.getByRole('checkbox', { name: 'Match surrounding colours' }).click();
    await settle();
    const [inserted, narrower, unmatched] = pictures;
    expect(narrower!.width).toBeLessThan(inserted!.width);
    expect([unmatched!.width, unmatched!.height]).toEqual([narrower!.width, narrower!.height]);
    expect(Buffer.compare(unmatched!.data, narrower!.data)).not.toBe(0);
    expect(playground.requestCount()).toBe(1);
    for (const look of looks.slice(0, -1).reverse()) {
      await playground.undo();
      expect(await playground.fingerprint()).toBe(look);
    }
    await playground.undo();
    expect(await playground.fingerprint()).toBe(untouched);
  });
});

describe('an edit of a small card', () => {
  it('makes several variations in one group, the first of them shown', async () => {
    await playground.resetSmall();
    await playground.panel.getByLabel('Model').selectOption('fal-ai/flux-differential-diffusion');
    await playground.panel.getByLabel('Variations').fill('3');
    await playground.prompt('misty lake');
    await playground.generate();
    const layers = await playground.results(3);
    expect(new Set(layers.map((layer) => layer.parentId)).size).toBe(1);
    expect(layers.map((layer) => layer.name).sort()).toEqual(
      [1, 2, 3].map((i) => `Simulated · misty lake ${i}`),
    );
    expect(layers.filter((layer) => layer.visible).map((layer) => layer.name)).toEqual([
      'Simulated · misty lake 1',
    ]);
    expect(playground.requestCount()).toBe(1);
  });
});
