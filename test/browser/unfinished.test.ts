// The plugin is closed while a picture is being made, and started again.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeBrowser, openPlayground, type Playground } from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await openPlayground();
  await playground.reset();
});

afterAll(() => playground.close());
afterAll(closeBrowser);

const restart = (name?: string) =>
  playground.page.evaluate(async (other) => {
    window.playground.closePlugin();
    if (other !== undefined) {
      await window.playground.openSample();
      window.figma.root.name = other;
    }
    await window.playground.runPlugin();
  }, name);

async function generateAndWait(): Promise<void> {
  const [frame, mask] = [await playground.find('Product page'), await playground.find('Mask')];
  await playground.select(frame.id, mask.id);
  await playground.prompt('golden autumn forest');
  await playground.fault('slow-queue', { seconds: 30, times: 1 });
  await playground.generate();
  await playground.panel.getByRole('status').filter({ hasText: 'In the queue' }).waitFor();
}

it('inserts what was paid for, once, and offers it in another file', async () => {
  await generateAndWait();
  await restart();
  const [layer] = await playground.results(1);
  expect(layer).toMatchObject({ name: 'Simulated · golden autumn forest' });
  await playground.panel.getByRole('status').filter({ hasText: 'Added' }).waitFor();
  expect(playground.requestCount()).toBe(1);

  await generateAndWait();
  await restart('Another file');
  const list = playground.panel.getByRole('list', { name: 'Unfinished' });
  await list.getByText('“Product page” in').waitFor();
  const frame = await playground.find('Journal');
  await playground.select(frame.id);
  await list.getByRole('button', { name: 'Insert here' }).click();
  expect(await playground.results(1)).toHaveLength(1);
  await playground.panel.getByRole('status').filter({ hasText: 'to “Journal”' }).waitFor();
  await list.waitFor({ state: 'detached' });
  expect(playground.requestCount()).toBe(2);
});
