// Settings that could not be stored: what is said about it, and that they are not given up.
import { afterEach, expect, test, vi } from 'vitest';
import { Failure } from '../../core/failure.ts';
import { toggleSaved } from '../../core/prompts.ts';
import type { Args } from '../../core/protocol.ts';
import { DEFAULT_SETTINGS, readSettings } from '../../core/settings.ts';
import { withChanges } from '../../core/settings-merge.ts';
import { closeWindows, openDesk } from '../support/desk.ts';
import { againWith, openPanel } from './open-panel.ts';
import { SETTINGS } from './world.ts';

afterEach(closeWindows);

test('what could not be stored is stored when a field is left, and then no longer told of', async () => {
  let isFull = true;
  const saveSettings = () => {
    if (isFull) throw new Failure('settings-unkept');
  };
  const { panel, state, saved } = await openPanel({ plugin: { saveSettings } });
  panel.changeEdit({ prompt: 'a lake' });
  panel.save();
  panel.save();
  expect(saved()).toHaveLength(1);
  await vi.waitFor(() => expect(state.notice.value?.failure).toBe('settings-unkept'));
  isFull = false;
  panel.save();
  expect(saved()).toHaveLength(2);
  expect(saved()[1]).toMatchObject({ args: { settings: { edit: { prompt: 'a lake' } } } });
  await vi.waitFor(() => expect(state.notice.value).toBeNull());
  panel.save();
  expect(saved()).toHaveLength(2);
});

test('where there is no room for them, it says so, and that nothing was charged', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  const { panel, state } = await desk.openSession(window);
  desk.storage.set('elsewhere', new Uint8Array(4_990_000));
  panel.changeEdit({ prompt: 'a lake '.repeat(3000) });
  panel.save();
  await vi.waitFor(() => expect(state.notice.value?.failure).toBe('settings-unkept'), 10_000);
  expect(state.notice.value?.message).toContain('could not be stored on this machine');
  expect(state.notice.value?.message).not.toMatch(/may have been charged|document/);
  expect(state.notice.value?.detail).toContain('quota');
});

test('a window saves what was set in it alone, and nothing that another has set meanwhile is lost', async () => {
  const desk = await openDesk();
  const windows = [await desk.openWindow(), await desk.openWindow()];
  const [one, other] = [await desk.openSession(windows[0]!), await desk.openSession(windows[1]!)];
  const stored = () => readSettings(desk.storage.get('settings'));
  one.panel.changeConnection({ proxyToken: 'a new token' });
  one.panel.changePrompts((prompts) => toggleSaved(prompts, 'a green door'));
  one.panel.save();
  await vi.waitFor(() => expect(stored().proxyToken).toBe('a new token'), 10_000);
  other.panel.changeEdit({ matchColours: 0.4 });
  other.panel.changeValue('strength', 0.5);
  other.panel.changePrompts((prompts) => toggleSaved(prompts, 'a blue door'));
  other.panel.save();
  await vi.waitFor(() => expect(stored().edit.matchColours).toBe(0.4), 10_000);
  one.panel.changeEdit({ softEdge: 20 });
  one.panel.save();
  await vi.waitFor(() => expect(stored().edit.softEdge).toBe(20), 10_000);
  expect(stored()).toMatchObject({
    proxyToken: 'a new token',
    edit: { matchColours: 0.4, values: { strength: 0.5 }, softEdge: 20 },
    prompts: { saved: ['a blue door', 'a green door'] },
  });
});

test('what a result brought back is not kept as the user’s own; what was changed in it by hand is', async () => {
  const edit = { ...SETTINGS, prompt: 'a blue door', softEdge: 9, seed: 11 };
  const { panel, saved } = await openPanel({ opening: { kind: 'again', again: againWith(edit) } });
  panel.changeEdit({ variations: 2 });
  panel.changeValue('strength', 0.4);
  panel.save();
  const before = { ...DEFAULT_SETTINGS, proxyToken: 'set elsewhere', edit: SETTINGS };
  const stored = saved().reduce((kept, { args }) => {
    const { settings, since } = args as Args<'saveSettings'>;
    return withChanges(kept, since, settings);
  }, before);
  expect(stored.proxyToken).toBe('set elsewhere');
  expect(stored.edit).toEqual({
    ...SETTINGS,
    variations: 2,
    values: { ...SETTINGS.values, strength: 0.4 },
  });
});
