// What a run was billed, from fal's header to the panel and the recipe.
import { expect, test } from 'vitest';
import { withBilled } from '../../ui/fal/billed.ts';
import { scene } from './scene.ts';
import { PROXY_URL } from './world.ts';

test('the billed amount is told with the result, and travels with its recipe', async () => {
  const edit = scene({ settings: { modelId: 'fal-ai/flux-differential-diffusion', variations: 2 } });
  const outcome = await edit.run();
  expect(outcome).toMatchObject({ billed: { units: 2, dollars: 0.1 }, simulated: true });
  for (const { recipe } of edit.inserted()[0]!.patches) {
    expect(recipe.billed).toEqual({ units: 2, dollars: 0.1 });
  }
});

test('fal’s units alone are told where it names no price for them', async () => {
  await expect(scene().run()).resolves.toMatchObject({ billed: { units: 1, dollars: null } });
});

test('a header that is missing or makes no sense is nothing known', async () => {
  const read = (headers: Record<string, string>) =>
    withBilled(
      async () => new Response('{}', { headers }),
      async (fetcher) => ({ status: (await fetcher('http://localhost')).status }),
    );
  await expect(read({})).resolves.toEqual({ status: 200, billedUnits: null });
  for (const [text, billedUnits] of [
    ['1.2', 1.2],
    ['', null],
    ['many', null],
    ['-1', null],
  ] as const) {
    await expect(read({ 'x-fal-billable-units': text })).resolves.toMatchObject({ billedUnits });
  }
});

test('our own proxy passes the header on, and lets a plugin read it', async () => {
  const edit = scene();
  await edit.run();
  const { requestId } = edit.inserted()[0]!.patches[0]!.recipe;
  const target = `https://queue.fal.run/fal-ai/flux-general/requests/${requestId}`;
  const { headers } = await edit.fetch(PROXY_URL, { headers: { 'x-fal-target-url': target } });
  expect(headers.get('x-fal-billable-units')).toBe('1');
  expect(headers.get('access-control-expose-headers')).toContain('x-fal-billable-units');
});
