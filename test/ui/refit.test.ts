// A result follows Soft edge and Match surrounding colours: the same pictures, cut anew, and nothing is sent.
import { effect } from '@preact/signals';
import { expect, test, vi } from 'vitest';
import { Failure } from '../../core/failure.ts';
import { fittedEdge, planEdit } from '../../core/plan.ts';
import type { CoveredText } from '../../core/protection.ts';
import type { PlaceRequest, RenderRequest, UpdateRequest } from '../../core/protocol.ts';
import type { EditSettings } from '../../core/settings.ts';
import { reachOf } from '../../core/soft-edge.ts';
import { followersText, heldBackText } from '../../ui/edge-text.ts';
import { shownResult } from '../../ui/shown-result.ts';
import { noteOf, statusText } from '../../ui/wording.ts';
import { openPanel } from './open-panel.ts';
import { codec, insertedAs, insertedIn, rasterOf, SELECTION, SETTINGS } from './world.ts';

type Handlers = NonNullable<NonNullable<Parameters<typeof openPanel>[0]>['plugin']>;

const ANSWERS: Handlers = {
  updateLayers: () => ({ updated: 1, unchanged: 0 }),
  textOver: () => ({ kept: [], covered: [], marked: [], possible: [] }),
};

/** A panel with a result on the screen. */
async function withResult(
  plugin: Handlers = {},
  fault: string | null = null,
  settings: Partial<EditSettings> = {},
) {
  const edit = { ...SETTINGS, ...settings };
  const open = await openPanel({ plugin: { ...ANSWERS, ...plugin }, settings: { edit } });
  open.network.standIn.fault(fault);
  open.panel.generate();
  await vi.waitFor(() => expect(open.state.run.value?.outcome).toBeTruthy(), 5000);
  const updates = () =>
    open.calls.filter(({ call }) => call === 'updateLayers').map(({ args }) => partOf(args as UpdateRequest));
  return { ...open, updates, inserted: insertedIn(open.calls)[0]!.patches[0]! };
}

/** Of a run with one request. */
function partOf({ parts }: UpdateRequest): UpdateRequest['parts'][number] {
  expect(parts).toHaveLength(1);
  return parts[0]!;
}

/** Long enough for a change to have settled. */
async function pass(turns = 30): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
}

async function shownPixels(png: Uint8Array): Promise<number> {
  const { data } = await codec.decode(png);
  return data.filter((value, i) => i % 4 === 3 && value > 0).length;
}

test('a narrower soft edge shows less of the picture, in the same layer, and its recipe says so', async () => {
  const { panel, updates, inserted, network } = await withResult();
  panel.changeEdit({ softEdge: 1 });
  await vi.waitFor(() => expect(updates()).toHaveLength(1), 5000);
  const [layer] = updates()[0]!.layers;
  expect(layer).toMatchObject({ id: '9:9', recipe: { ...inserted.recipe, settings: { softEdge: 1 } } });
  expect(await shownPixels(layer!.png)).toBeLessThan(await shownPixels(inserted.png));
  expect(layer!.area.width).toBeLessThan(inserted.area.width);
  expect(network.submits()).toHaveLength(1);
});

test('what makes the layer no other makes no change: the first settings give the first picture again', async () => {
  const { panel, updates, inserted } = await withResult();
  panel.changeEdit({ edgeDetails: { feather: 8, grow: 3, blend: 2 } });
  await vi.waitFor(() => expect(updates()).toHaveLength(1), 5000);
  panel.changeEdit({ edgeDetails: { feather: null, grow: null, blend: null } });
  await vi.waitFor(() => expect(updates()).toHaveLength(2), 5000);
  const [first, second] = updates().map(({ layers }) => layers[0]!);
  expect(second!.area).toEqual(inserted.area);
  expect(Buffer.compare(second!.png, inserted.png)).toBe(0);
  expect(Buffer.compare(first!.png, inserted.png)).not.toBe(0);
});

test('without the colour match the colours differ, and what shows does not', async () => {
  const { panel, updates, inserted } = await withResult({}, 'drift');
  panel.changeEdit({ matchColours: 0 });
  await vi.waitFor(() => expect(updates()).toHaveLength(1), 5000);
  const [then, now] = await Promise.all(
    [inserted.png, updates()[0]!.layers[0]!.png].map((bytes) => codec.decode(bytes)),
  );
  const alpha = ({ data }: NonNullable<typeof then>) => data.filter((_, i) => i % 4 === 3);
  expect(Buffer.compare(alpha(now!), alpha(then!))).toBe(0);
  expect(Buffer.compare(now!.data, then!.data)).not.toBe(0);
});

test('wider than its picture allows, a result is as soft as it can be, and says so; its recipe asks for no more', async () => {
  const { panel, state, updates } = await withResult();
  const { composited } = shownResult(state)!.shown[0]!;
  const said = () => heldBackText([composited], state.settings.value.edit);
  panel.changeEdit({ softEdge: 3 });
  expect(said()).toBeNull();
  panel.changeEdit({ softEdge: 40, edgeDetails: { feather: null, grow: null, blend: 2 } });
  expect(said()).toBe('The last result is as soft as its picture allows. For more, generate again.');
  await vi.waitFor(() => expect(updates()).toHaveLength(1), 5000);
  const { settings } = updates()[0]!.layers[0]!.recipe;
  expect(settings).toMatchObject({ softEdge: 40, edgeDetails: { blend: 2 } });
  const { edge, isHeldBack } = fittedEdge(composited.plan, settings);
  expect(isHeldBack).toBe(false);
  expect(reachOf(edge)).toBe(reachOf(composited.plan.edge));
  expect(planEdit(SELECTION, settings, 7).edge).toEqual(edge);
});

test('of several results it says how many stay behind, and where more follows than is selected', async () => {
  const { state } = await withResult();
  const { composited } = shownResult(state)!.shown[0]!;
  const roomy = { ...composited, plan: { ...composited.plan, modelId: 'fal-ai/flux/dev' } };
  const edit = { ...SETTINGS, softEdge: 40 } as const;
  expect(heldBackText([composited, composited], edit)).toMatch(
    /^The last results are as soft as their pictures allow\./,
  );
  expect(heldBackText([composited, roomy], edit)).toMatch(
    /^Some of the last results are as soft as their pictures allow\./,
  );
  expect(followersText(3, 3, true)).toBeNull();
  expect(followersText(3, 1, true)).toBe(
    'Soft edge and colour match change the last results in all 3 targets, not only in this one.',
  );
  expect(followersText(2, 1, true)).toMatch(/the last results in both targets, not only in this one\.$/);
  expect(followersText(3, 2, false)).toBe(
    'Soft edge changes the last results in all 3 targets, not only in these.',
  );
});

test('a slider’s moves become one change, and the status says what goes on', async () => {
  let answer = (_: unknown) => {};
  const slow = () => new Promise((resolve) => (answer = resolve));
  const { panel, state, updates } = await withResult({ updateLayers: slow });
  for (const softEdge of [5, 9, 14]) panel.changeEdit({ softEdge });
  await vi.waitFor(() => expect(updates()).toHaveLength(1), 5000);
  expect(noteOf(state.run.value!)?.text).toBe('Updating the layer…');
  answer({ updated: 1, unchanged: 0 });
  await vi.waitFor(() => expect(noteOf(state.run.value!)?.text).toBe('Layer updated.'));
  await pass();
  expect(updates()).toHaveLength(1);
  expect(updates()[0]!.layers[0]!.recipe.settings.softEdge).toBe(14);
});

test('a layer that is gone is not said to be updated, until an undo brings it back', async () => {
  let updated = 0;
  const { panel, state } = await withResult({ updateLayers: () => ({ updated, unchanged: 0 }) });
  panel.changeEdit({ softEdge: 12 });
  const note = () => noteOf(state.run.value!)?.text;
  await vi.waitFor(
    () => expect(note()).toBe('The layer is no longer there, or shows another picture.'),
    5000,
  );
  updated = 1;
  panel.changeEdit({ softEdge: 13 });
  await vi.waitFor(() => expect(note()).toBe('Layer updated.'), 5000);
});

test('a wider edge stays off text that is protected and was out of reach', async () => {
  const title: CoveredText = { name: 'Title', because: { kind: 'no-place' } };
  // As the soft edge of 4 px has it: 8 px around the region.
  const first = { x: 24, y: 12, width: 40, height: 36 };
  const textOver = ({ reach }: PlaceRequest) => ({
    kept: [],
    covered: reach.some(({ width }) => width > first.width) ? [title] : [],
  });
  // Without a map all of the picture is new, so that it could be cut by any edge.
  const { panel, updates } = await withResult({ textOver }, null, {
    modelId: 'fal-ai/flux/dev/image-to-image',
  });
  panel.changeEdit({ softEdge: 16 });
  await vi.waitFor(() => expect(updates()).toHaveLength(1), 5000);
  const { png, area } = updates()[0]!.layers[0]!;
  const { width, data } = await codec.decode(png);
  const scale = area.width / width;
  const beyond = Array.from({ length: data.length / 4 }, (_, i) => i).filter((i) => {
    const [x, y] = [area.x + (i % width) * scale, area.y + Math.floor(i / width) * scale];
    const isWithin = x >= first.x && x < first.x + first.width && y >= first.y && y < first.y + first.height;
    return data[i * 4 + 3]! > 0 && !isWithin;
  });
  expect(beyond).toEqual([]);
});

test('a target that is gone holds up nothing: no text is left in it to stay off', async () => {
  const textOver = () => {
    throw new Failure('target-gone');
  };
  const { panel, updates } = await withResult({ textOver }, null, {
    modelId: 'fal-ai/flux/dev/image-to-image',
    protectText: true,
  });
  panel.changeEdit({ softEdge: 16 });
  await vi.waitFor(() => expect(updates()).toHaveLength(1), 5000);
});

test('a slider moved while the result was on its way is followed when it comes', async () => {
  let answer = () => {};
  const insert = (request: Parameters<ReturnType<typeof insertedAs>>[0]) =>
    new Promise((resolve) => (answer = () => resolve(insertedAs(() => ['9:9'])(request))));
  const open = await openPanel({ plugin: { ...ANSWERS, insert } });
  open.panel.generate();
  await vi.waitFor(() => expect(open.state.run.value?.job.state).toBe('inserting'), 5000);
  open.panel.changeEdit({ softEdge: 16 });
  await pass();
  expect(open.calls.map(({ call }) => call)).not.toContain('updateLayers');
  answer();
  const update = () => open.calls.find(({ call }) => call === 'updateLayers')?.args as UpdateRequest;
  await vi.waitFor(() => expect(update()).toBeTruthy(), 5000);
  expect(partOf(update()).layers[0]!.recipe.settings.softEdge).toBe(16);
});

test('a slider moved away and back makes no change, and nothing goes on saying that one is made', async () => {
  const { panel, state, updates } = await withResult();
  const { softEdge } = state.settings.value.edit;
  panel.changeEdit({ softEdge: 16 });
  await new Promise((resolve) => setImmediate(resolve));
  panel.changeEdit({ softEdge });
  await pass();
  expect(updates()).toEqual([]);
  expect(state.run.value).toMatchObject({ isFitting: false, refitted: null });
});

test('other settings, and another selection, leave the layers alone', async () => {
  const { panel, state, updates } = await withResult();
  panel.changeEdit({ prompt: 'a blue door', resolution: 'fine' });
  state.selection.value = { ...SELECTION, regions: [{ ...SELECTION.regions[0]!, id: '1:3' }] };
  panel.changeEdit({ softEdge: 20 });
  state.selection.value = { ...SELECTION, target: { ...SELECTION.target, id: '2:2' } };
  panel.changeEdit({ softEdge: 21 });
  state.selection.value = SELECTION;
  await pass();
  expect(updates()).toEqual([]);
});

test('the next run does not wait, and no change of the last one comes after it', async () => {
  const { panel, state, updates, network } = await withResult();
  panel.changeEdit({ softEdge: 12 });
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.outcome).toBeTruthy(), 5000);
  expect(network.submits()).toHaveLength(2);
  expect(updates()).toEqual([]);
});

test('layers that could not be changed are told of, and the next change tries again', async () => {
  let tries = 0;
  const { panel, state, updates } = await withResult({
    updateLayers: () => {
      if (++tries === 1) throw new Error('the node is locked');
      return { updated: 1, unchanged: 0 };
    },
  });
  panel.changeEdit({ softEdge: 12 });
  await vi.waitFor(() => expect(state.notice.value).toMatchObject({ failure: 'update-failed' }), 5000);
  expect(state.notice.value?.message).toMatch(/They are as they were/);
  expect(statusText(state.run.value)).toMatch(/^Added /);
  expect(noteOf(state.run.value!)).toBeNull();
  panel.changeEdit({ softEdge: 13 });
  await vi.waitFor(() => expect(updates()).toHaveLength(2), 5000);
  await vi.waitFor(() => expect(state.notice.value).toBeNull());
});

/** Renders of which the second has one white px, where the first is grey. */
function rendersWith(place: (size: { width: number; height: number }) => number): Handlers {
  return {
    render: async ({ framing, layerIds }: RenderRequest) => {
      const { source } = rasterOf()({ framing });
      const pixels = await codec.decode(source);
      const data = Uint8Array.from(pixels.data);
      if (layerIds.length > 0) data.fill(255, place(pixels) * 4, place(pixels) * 4 + 4);
      return { png: codec.encode({ ...pixels, data }), edits: 0 };
    },
  };
}

const middle = ({ width, height }: { width: number; height: number }) =>
  Math.floor(height * 0.45) * width + Math.floor(width * 0.45);

test('the proof is told with a tick, and taken again when the layers show other pixels', async () => {
  const { panel, state } = await withResult(rendersWith(middle));
  await vi.waitFor(() => expect(state.run.value?.proof).toEqual({ kind: 'kept' }), 5000);
  expect(noteOf(state.run.value!)).toEqual({
    text: '✓ Nothing outside the region changed.',
    isWarning: false,
  });
  // At every change, since the first of the two may stand for a moment only.
  const notes = new Set<string | undefined>();
  const stop = effect(() => {
    const run = state.run.value;
    if (run?.refitted && !run.isFitting) notes.add(noteOf(run)?.text);
  });
  panel.changeEdit({ softEdge: 12 });
  await vi.waitFor(() => expect(state.run.value?.refitted).toEqual({ proof: { kind: 'kept' } }), 5000);
  stop();
  expect([...notes]).toEqual(['Layer updated.', '✓ Nothing outside the region changed.']);
});

test('layers that show just those pixels already are left alone, and the first proof stays theirs', async () => {
  const { panel, state, updates } = await withResult({
    ...rendersWith(middle),
    updateLayers: () => ({ updated: 0, unchanged: 1 }),
  });
  await vi.waitFor(() => expect(state.run.value?.proof).toEqual({ kind: 'kept' }), 5000);
  panel.changeEdit({ matchColours: 0 });
  await vi.waitFor(() => expect(updates()).toHaveLength(1), 5000);
  await vi.waitFor(() => expect(state.run.value?.isFitting).toBe(false), 5000);
  expect(noteOf(state.run.value!)?.text).toBe('✓ Nothing outside the region changed.');
});

test('what did change outside is told in numbers', async () => {
  const { state } = await withResult(rendersWith(() => 0));
  await vi.waitFor(() => expect(state.run.value?.proof).toBeTruthy(), 5000);
  expect(noteOf(state.run.value!)).toEqual({
    text: 'Outside the region, 1 px changed, by at most 127 levels of 255.',
    isWarning: true,
  });
});
