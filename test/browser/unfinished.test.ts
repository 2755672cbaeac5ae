// The plugin is closed while a picture is being made, and started again.
import { beforeAll, expect, it } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import type { Playground } from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
  await playground.resetSmall();
});

it('inserts at the next start what was paid for before, and tells what it cannot read', async () => {
  await playground.prompt('golden autumn forest');
  await playground.fault('slow-queue', { seconds: 2, times: 1 });
  await playground.generate();
  await playground.panel.getByRole('status').filter({ hasText: 'In the queue' }).waitFor();
  await playground.page.evaluate(async () => {
    window.playground.closePlugin();
    await window.figma.clientStorage.setAsync('job damaged', { version: 1 });
    await window.playground.runPlugin();
  });
  expect(await playground.results(1)).toMatchObject([{ name: 'Simulated · golden autumn forest' }]);
  await playground.panel.getByRole('status').filter({ hasText: 'Added' }).waitFor();
  expect(playground.requestCount()).toBe(1);

  await playground.panel.getByRole('button', { name: 'Open History' }).click();
  const list = playground.panel.getByRole('list', { name: 'Unfinished' });
  expect(await list.getByRole('listitem').allTextContents()).toEqual([
    expect.stringContaining('can no longer be read'),
  ]);
  await list.getByRole('button', { name: 'Discard' }).click();
  await list.waitFor({ state: 'detached' });
  // What has been made stands below it.
  const made = playground.panel.getByRole('list', { name: 'Runs in this file' }).getByRole('listitem');
  expect(await made.allTextContents()).toEqual([expect.stringMatching(/golden autumn forest.*In “Card”/)]);
  await made.getByRole('button', { name: 'Show' }).click();
});
