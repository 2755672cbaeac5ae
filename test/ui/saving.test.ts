// Settings that could not be stored: what is said about it, and that they are not given up.
import { expect, test, vi } from 'vitest';
import { Failure } from '../../core/failure.ts';
import { openDesk } from '../support/desk.ts';
import { openPanel } from './open-panel.ts';

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
  window.host.dispose();
});
