// Presets in the panel and in Figma's client storage: kept, renamed, deleted, and what happens when there is no room.
import { afterEach, expect, test, vi } from 'vitest';
import { closeWindows, openDesk } from '../support/desk.ts';
import { SETTINGS } from './world.ts';

afterEach(closeWindows);

const names = ({ state }: { state: { presets: { value: readonly { name: string }[] } } }) =>
  state.presets.value.map(({ name }) => name);

test('a preset is kept for the next start, renamed in place, and deleted; tokens are not in it', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  const first = await desk.openSession(window);
  first.panel.changeEdit({ softEdge: 12 });
  first.panel.keepPreset(first.panel.presetOf('Brand', false));
  first.panel.keepPreset(first.panel.presetOf('Quick', true));
  const keys = () => desk.storage.keys().filter((key) => key.startsWith('preset '));
  await vi.waitFor(() => expect(keys()).toHaveLength(2));
  expect(JSON.stringify(keys().map((key) => desk.storage.get(key)))).not.toContain('secret token');
  first.kill();

  const second = await desk.openSession(window);
  second.panel.changeEdit({ softEdge: 3, prompt: 'a lake' });
  second.panel.loadPresets();
  await vi.waitFor(() => expect(names(second).sort()).toEqual(['Brand', 'Quick']));
  const brand = second.state.presets.value.find(({ name }) => name === 'Brand')!;
  second.panel.applyPreset(brand);
  expect(second.state.settings.value.edit).toMatchObject({ softEdge: 12, prompt: 'a lake' });
  second.panel.keepPreset({ ...brand, name: 'House style' });
  await vi.waitFor(() =>
    expect(desk.storage.get(`preset ${brand.id}`)).toMatchObject({ name: 'House style' }),
  );
  expect(names(second).sort()).toEqual(['House style', 'Quick']);
  for (const preset of second.state.presets.value) second.panel.deletePreset(preset);
  await vi.waitFor(() => expect(keys()).toEqual([]));
  expect(names(second)).toEqual([]);
});

test('a preset for which there is no room is told of, and is not in the list', async () => {
  const desk = await openDesk({ edit: { ...SETTINGS, values: { negative_prompt: 'x'.repeat(15_000) } } });
  const window = await desk.openWindow();
  desk.storage.set('job old', new Uint8Array(4_960_000));
  const session = await desk.openSession(window);
  const { panel, state } = session;
  const keep = (name: string) => panel.keepPreset(panel.presetOf(name, false));
  keep('One');
  await vi.waitFor(() => expect(names(session)).toEqual(['One']));
  keep('Two');
  await vi.waitFor(() => expect(state.notice.value?.failure).toBe('preset-unkept'), 10_000);
  await vi.waitFor(() => expect(names(session)).toEqual(['One']));
});
