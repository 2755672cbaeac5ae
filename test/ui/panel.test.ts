// What the panel keeps and does, without its views.
import { expect, test, vi } from 'vitest';
import type { FailureKind } from '../../core/failure.ts';
import type { PlaceRequest } from '../../core/protocol.ts';
import { NO_OFFER, type Selection } from '../../core/selection.ts';
import type { Panel } from '../../ui/panel.ts';
import { refusalText } from '../../ui/refusal.ts';
import { statusText } from '../../ui/wording.ts';
import { openPanel } from './open-panel.ts';
import { insertedAs, insertedIn, rasterOf, SELECTION } from './world.ts';

test('a click becomes a layer, and the status says where', async () => {
  const { panel, state } = await openPanel();
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.outcome).not.toBeNull(), 5000);
  expect(statusText(state.run.value)).toBe('Added “Simulated · a red door” above “Mask”.');
  expect(state.health.value).toMatchObject({ simulated: true });
  expect(state.settings.value.prompts.recent).toEqual(['a red door']);
});

test('what is missing is told beside the field or in an alert, and nothing is sent', async () => {
  const target: Selection = {
    kind: 'target',
    target: SELECTION.target,
    problem: 'no-region',
    message: 'Choose a region.',
  };
  const { panel, state, network } = await openPanel({ selection: target });
  panel.changeEdit({ prompt: '' });
  panel.generate();
  expect(refusalText(state)).toBe('Nothing was sent: one field is not right yet.');
  expect(state.notice.value?.failure).toBe('no-region');
  expect(state.run.value).toBeNull();
  expect(network.submits()).toHaveLength(0);
});

test('a field that may not be sent holds the run back until it is mended', async () => {
  const { panel, state } = await openPanel();
  panel.draft('num_inference_steps', { text: '99', problem: 'A whole number from 1 to 50.' });
  panel.generate();
  expect(state.run.value).toBeNull();
  panel.draft('num_inference_steps', null);
  panel.generate();
  expect(state.run.value?.job.state).toBe('preparing');
  panel.cancel();
});

test('without a proxy the run fails with the way to mend it', async () => {
  const { panel, state } = await openPanel({ settings: { proxyUrl: '' } });
  panel.generate();
  await vi.waitFor(() =>
    expect(state.run.value?.job).toMatchObject({ state: 'failed', failure: { failure: 'proxy-missing' } }),
  );
});

/** What the main thread exports when the region covers all of the target. */
const coversAll = { raster: rasterOf({ x: -96, y: -96, width: 600, height: 600 }) };

test('a map that is all white is told of before it is paid for, and sent when that is accepted', async () => {
  const { panel, state, network } = await openPanel({ plugin: coversAll });
  panel.generate();
  await vi.waitFor(() =>
    expect(state.run.value?.job).toMatchObject({ state: 'failed', failure: { failure: 'map-all-white' } }),
  );
  expect(network.submits()).toHaveLength(0);
  panel.generateAnyway();
  await vi.waitFor(() => expect(state.run.value?.job.state).toBe('done'), 5000);
  expect(network.submits()).toHaveLength(1);
});

test('who changes the whole target is not asked again whether everything may change', async () => {
  const { panel, state } = await openPanel({
    selection: { kind: 'target', target: SELECTION.target, problem: 'no-region', message: '' },
    plugin: coversAll,
  });
  panel.generateWhole();
  await vi.waitFor(() => expect(state.run.value?.job.state).toBe('done'), 5000);
});

test('Try again after changing the whole target changes the whole target', async () => {
  let tries = 0;
  const raster = (request: Parameters<typeof coversAll.raster>[0]) => {
    if (++tries === 1) throw new Error('the export failed');
    return coversAll.raster(request);
  };
  const { panel, state, calls } = await openPanel({
    selection: { kind: 'target', target: SELECTION.target, problem: 'no-region', message: '' },
    plugin: { raster },
  });
  panel.generateWhole();
  await vi.waitFor(() => expect(state.run.value?.job.state).toBe('failed'), 5000);
  panel.tryAgain();
  await vi.waitFor(() => expect(state.run.value?.job.state).toBe('done'), 5000);
  expect(insertedIn(calls)).toMatchObject([{ regions: [{ id: '1:1' }] }]);
});

test('an amount that is set while the panel is told of the selection stays, and asks for no new preview', async () => {
  const { panel, state, calls } = await openPanel();
  const previews = () => calls.filter(({ call }) => call === 'preview').length;
  await vi.waitFor(() => expect(previews()).toBe(1));
  panel.changeRegion('1:2', { amount: 0.5 });
  await vi.waitFor(() => expect(calls.some(({ call }) => call === 'setRegion')).toBe(true));
  expect(state.selection.value).toMatchObject({ regions: [{ amount: 0.5 }] });
  expect(previews()).toBe(1);
});

test('settings are saved once, a moment after the last change, and at once when a field is left', async () => {
  const { panel, saved } = await openPanel();
  expect(saved()).toHaveLength(0);
  panel.changeEdit({ prompt: 'a' });
  panel.changeEdit({ prompt: 'ab' });
  await vi.waitFor(() => expect(saved()).toHaveLength(1));
  expect(saved()[0]).toMatchObject({ args: { settings: { edit: { prompt: 'ab' } } } });
  panel.changeConnection({ proxyToken: 't' });
  panel.save();
  expect(saved()).toHaveLength(2);
  panel.save();
  expect(saved()).toHaveLength(2);
});

test('a picture that could not be inserted waits in the panel', async () => {
  let tries = 0;
  const insert: ReturnType<typeof insertedAs> = (request) => {
    if (++tries === 1) throw new Error('node is locked');
    return insertedAs(() => ['9:9'])(request);
  };
  const { panel, state, network } = await openPanel({ plugin: { insert } });
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.job.state).toBe('failed'), 5000);
  expect(state.run.value?.parts[0].checkpoint?.stage).toBe('composited');
  panel.tryAgain();
  await vi.waitFor(() => expect(state.run.value?.job.state).toBe('done'), 5000);
  expect(network.submits()).toHaveLength(1);
});

async function failedRun(panel: Panel, kind: FailureKind): Promise<void> {
  await vi.waitFor(
    () => expect(panel.state.run.value?.job).toMatchObject({ state: 'failed', failure: { failure: kind } }),
    5000,
  );
}

test('Try again after fal’s last word sends a new request', async () => {
  const { panel, state, network } = await openPanel();
  network.standIn.fault('completed-with-error');
  panel.generate();
  await failedRun(panel, 'fal-failed');
  expect(state.run.value?.parts[0].checkpoint).toBeNull();
  network.standIn.fault(null);
  panel.tryAgain();
  await vi.waitFor(() => expect(state.run.value?.job.state).toBe('done'), 5000);
  expect(network.submits()).toHaveLength(2);
});

test('Try again after a download that failed fetches what was paid for', async () => {
  const { panel, state, network } = await openPanel();
  network.standIn.fault('media-404');
  panel.generate();
  await failedRun(panel, 'media-missing');
  network.standIn.fault(null);
  panel.tryAgain();
  await vi.waitFor(() => expect(state.run.value?.job.state).toBe('done'), 5000);
  expect(network.submits()).toHaveLength(1);
});

test('a click that a field holds back says so until the fields are right, and each brings them into view', async () => {
  const { panel, state } = await openPanel();
  panel.draft('num_inference_steps', { text: '99', problem: 'A whole number from 1 to 50.' });
  panel.changeEdit({ prompt: '' });
  expect(refusalText(state)).toBeNull();
  panel.generate();
  panel.generate();
  expect(refusalText(state)).toBe('Nothing was sent: 2 fields are not right yet.');
  expect(state.refusals.value).toBe(2);
  panel.changeEdit({ prompt: 'a red door' });
  expect(refusalText(state)).toBe('Nothing was sent: one field is not right yet.');
  panel.draft('num_inference_steps', null);
  expect(refusalText(state)).toBeNull();
  panel.draft('num_inference_steps', { text: '99', problem: 'A whole number from 1 to 50.' });
  expect(refusalText(state)).toBeNull();
});

test('an address with a slash too many is the same address', async () => {
  const { panel, state } = await openPanel();
  panel.changeConnection({ proxyUrl: `${state.settings.value.proxyUrl}/ ` });
  panel.testConnection();
  await expect.poll(() => state.test.value?.every((step) => step.state === 'passed')).toBe(true);
});

test('what a proxy says of itself after another was entered is not believed', async () => {
  const { panel, state } = await openPanel();
  panel.testConnection();
  panel.choose('settings');
  panel.choose('edit');
  panel.changeConnection({ proxyUrl: 'https://real.example/api/fal/proxy' });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(state.health.value).toBeNull();
  expect(state.test.value).toBeNull();
});

test('settings that could not be loaded are not overwritten', async () => {
  const ready = () => {
    throw new Error('client storage is not there');
  };
  const { panel, state, saved } = await openPanel({ plugin: { ready } });
  expect(state.notice.value).not.toBeNull();
  panel.changeEdit({ prompt: 'something else' });
  panel.save();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(saved()).toHaveLength(0);
});

test('a region beyond the target is told of as geometry, before any export', async () => {
  const region = { ...SELECTION.regions[0]!, box: { x: 900, y: 900, width: 5, height: 5 } };
  const { state } = await openPanel({ selection: { ...SELECTION, regions: [region] } });
  expect(state.geometry.value).toMatchObject({ kind: 'impossible', failure: { failure: 'region-outside' } });
});

test('the panel knows what becomes of text over the region, and asks again when that is set or redrawn', async () => {
  const textOver = ({ protectsText }: PlaceRequest) =>
    protectsText
      ? { kept: ['Title'], covered: [] }
      : { kept: [], covered: [{ name: 'Title', because: { kind: 'no-place' } }] };
  const { panel, state, calls, tell } = await openPanel({ plugin: { textOver } });
  await vi.waitFor(() => expect(state.textOver.value?.kept).toEqual(['Title']));
  panel.changeEdit({ protectText: false });
  await vi.waitFor(() => expect(state.textOver.value?.covered).toHaveLength(1));
  const asked = () => calls.filter(({ call }) => call === 'textOver').length;
  const before = asked();
  panel.changeEdit({ prompt: 'a blue door' });
  tell({ event: 'repainted', value: null });
  await vi.waitFor(() => expect(asked()).toBe(before + 1));
  const nothing: Selection = { kind: 'none', problem: 'nothing-selected', message: '' };
  tell({ event: 'selectionChanged', value: { selection: nothing, offer: NO_OFFER } });
  await vi.waitFor(() => expect(state.textOver.value).toBeNull());
});
