// Two windows on one file: what they have in common, what each has for itself, and what a crash leaves of either.
import { afterEach, expect, test } from 'vitest';
import type { Host } from '../../playground/host/index.ts';
import { startHost } from './host.ts';

const windows: Host[] = [];

afterEach(() => {
  for (const window of windows.splice(0)) window.dispose();
});

async function openTwo(script = ''): Promise<readonly [Host, Host]> {
  const first = await startHost(script);
  windows.push(first, first.openWindow());
  return [first, windows[1]!];
}

test('what is drawn in one stands in the other, and either takes it back', async () => {
  const [first, second] = await openTwo();
  await first.runPlugin();
  const heard: string[] = [];
  second.onChange((what) => heard.push(what));
  const card = first.figma.createFrame();
  expect(second.nodes().map(({ id }) => id)).toEqual([card.id]);
  expect(heard).toContain('document');
  expect(await second.fingerprint()).toBe(await first.fingerprint());
  second.undo();
  expect(first.nodes()).toEqual([]);
  first.redo();
  expect(second.nodes()).toHaveLength(1);
});

test('each has its own selection and plugin, and both the same client storage', async () => {
  const [first, second] = await openTwo();
  const card = first.figma.createFrame();
  first.select([card.id]);
  expect(second.selection()).toEqual([]);
  await first.runPlugin();
  expect(second.running()).toBe(false);
  await first.figma.clientStorage.setAsync('colour', 'red');
  expect(await second.figma.clientStorage.getAsync('colour')).toBe('red');
});

test('another document, and the end of a window, are its own affair', async () => {
  const [first, second] = await openTwo();
  const card = first.figma.createFrame();
  second.newDocument();
  expect(second.nodes()).toEqual([]);
  const heard: string[] = [];
  second.onChange((what) => heard.push(what));
  card.name = 'Card';
  second.dispose();
  card.name = 'Shop';
  expect(heard).toEqual([]);
  expect((await first.png(card.id)).length).toBeGreaterThan(0);
});

test('closed, a plugin has a last word; crashed, it has none', async () => {
  const [first] = await openTwo(`figma.on('close', () => figma.currentPage.setPluginData('said', 'bye'))`);
  const said = () => first.figma.currentPage.getPluginData('said');
  await first.runPlugin();
  first.crashPlugin();
  expect([first.running(), said()]).toEqual([false, '']);
  await first.runPlugin();
  first.closePlugin();
  expect([first.running(), said()]).toEqual([false, 'bye']);
});
