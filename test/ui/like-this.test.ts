// `More like this` in a real panel: the picture that is sent is the result that was named, wherever it stands.
import type { FrameNode, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { InsertAs } from '../../core/insert-as.ts';
import type { Pixels } from '../../core/pixels.ts';
import { restoredText } from '../../ui/restored.ts';
import { type Result, resultsIn } from '../../ui/results.ts';
import { closeWindows, type Desk, openDesk, type Session, type Window } from '../support/desk.ts';
import { emptyPage } from '../support/figma.ts';
import { picture } from '../support/insert-as.ts';
import { WAIT } from '../support/sessions.ts';
import { ellipse, frame } from '../support/shapes.ts';
import { codec, TINY_SETTINGS } from './world.ts';

let desk: Desk;
let window: Window;
let session: Session;
let photo: RectangleNode;

beforeAll(async () => {
  desk = await openDesk({ edit: { ...TINY_SETTINGS, prompt: 'a {red|blue} door' } });
  window = await desk.openWindow();
  session = await desk.openSession(window);
});

afterAll(closeWindows);

beforeEach(() => {
  session.panel.backToMine();
  emptyPage(window);
  photo = picture(window, [64, 64]);
  window.figma.commitUndo();
});

async function made(insertAs: InsertAs, ...layers: { readonly id: string }[]): Promise<Result[]> {
  const { panel, state } = session;
  panel.changeEdit({ insertAs });
  window.host.select(layers.map(({ id }) => id));
  const [target] = layers;
  const isSelected = () => state.selection.value.kind === 'ready' && state.selection.value.target.id;
  await vi.waitFor(() => expect(isSelected()).toBe(target!.id), WAIT);
  await run();
  return resultsIn(state);
}

async function run(): Promise<void> {
  const { run: before } = session.state;
  const last = before.value?.id;
  session.panel.generate();
  await vi.waitFor(() => expect(session.state.run.value?.id).not.toBe(last), WAIT);
  await vi.waitFor(() => expect(session.state.run.value?.job.state).toMatch(/done|failed/), WAIT);
  // Temporary frames hold copies.
  await vi.waitFor(
    () => expect(window.host.nodes().some(({ name }) => /temporary/.test(name))).toBe(false),
    WAIT,
  );
}

async function liked(result: Result): Promise<void> {
  session.panel.likeResult(result);
  await vi.waitFor(() => expect(session.state.restored.value?.again.start?.name).toBe(result.name), WAIT);
}

async function sent(): Promise<Pixels> {
  return codec.decode(desk.standIn.requests().at(-1)!.images.image_url!);
}

/** What a designer sees of the target, and of layers that stand beside it. */
async function seen(targetId: string, ...layerIds: string[]): Promise<Pixels> {
  const { checkpoint } = session.state.run.value!.parts[0];
  const { framing } = checkpoint!.plan;
  const { png } = await window.plugin.call('render', { targetId, maskIds: [], layerIds, framing });
  return codec.decode(png);
}

/** How many values of two pictures differ: a list of them all would take minutes to write. */
function differences(a: Pixels, b: Pixels): number {
  return a.data.reduce((sum, value, i) => sum + (value === b.data[i] ? 0 : 1), a.data.length - b.data.length);
}

const layerOf = ({ placed }: Result) => placed!.layerId;
const failure = () => {
  const { job } = session.state.run.value!;
  return job.state === 'failed' ? job.failure : null;
};

test('a result that stands beside its picture is what is sent, and what comes of it is what the next run starts from', async () => {
  const { state } = session;
  const [, second] = await made('layer', photo);
  await liked(second!);
  expect(restoredText(state.restored.value!.again, state.settings.value.edit)).toMatch(
    /^More like “.*blue door”: /,
  );
  await run();
  expect(differences(await sent(), await seen(photo.id, layerOf(second!)))).toBe(0);
  const { again } = state.restored.value!;
  expect(restoredText(again, state.settings.value.edit)).toMatch(
    /^Settings from More like this: strength 0\.\d+, new seeds\.$/,
  );

  const [first] = resultsIn(state);
  await run();
  expect(differences(await sent(), await seen(photo.id, layerOf(first!), layerOf(second!)))).toBe(0);
});

test('the preview shows what stands beside the picture too, and in a copy of both its own', async () => {
  const [first, second] = await made('layer', photo);
  const over = async ({ id: targetId } = photo) => {
    const asked = { targetId, regionIds: [], longestSide: 64 };
    return (await window.plugin.call('preview', asked))!.over;
  };
  const [shown, ...others] = await over();
  expect([shown!.box, others]).toEqual([{ x: 0, y: 0, width: 64, height: 64 }, []]);
  // A copy of both is a picture of its own, with its own result.
  const copies = [photo, photo.parent!.children.find(({ type }) => type === 'GROUP')!].map((layer) =>
    layer.clone(),
  );
  for (const copy of copies) copy.x += 100;
  expect(await over(copies[0] as RectangleNode)).toEqual([shown]);
  expect(await over()).toEqual([shown]);

  session.panel.discardResult(first!);
  await vi.waitFor(async () => expect((await over())[0]?.png).not.toEqual(shown!.png), WAIT);
  session.panel.discardResult(second!);
  await vi.waitFor(async () => expect(await over()).toEqual([]), WAIT);
});

test.each(['fill', 'layer'] as const)(
  'as a %s, the one that is named is sent, whichever has been turned to since, and is seen again',
  async (insertAs) => {
    const { figma } = window;
    const page = frame(figma, 64, 64);
    const mask = ellipse(figma, page, [16, 16, 24, 24]);
    const target = insertAs === 'fill' ? photo : page;
    const layers = insertAs === 'fill' ? [photo] : [page, mask];
    const [first, second] = await made(insertAs, ...layers);
    await liked(second!);
    const wanted = await seen(target.id);
    session.panel.pickResult(first!);
    await vi.waitFor(async () => expect(differences(await seen(target.id), wanted)).not.toBe(0), WAIT);
    await run();
    expect(differences(await sent(), wanted)).toBe(0);
    const looks = await window.plugin.call('looks', { results: [first!.placed!, second!.placed!] });
    expect(looks).toEqual(['hidden', 'shown']);
  },
);

test('a result that is gone, or would not be in the picture that is sent, is told of before anything is sent', async () => {
  const { panel, state } = session;
  const [, second] = await made('layer', photo);
  await liked(second!);
  const submits = desk.submits().length;
  panel.changeEdit({ insertAs: 'fill' });
  await run();
  expect(failure()).toMatchObject({ failure: 'start-unseen', message: expect.stringContaining('“Photo”') });
  panel.changeEdit({ insertAs: 'layer' });
  panel.discardResult(second!);
  await run();
  expect(failure()).toMatchObject({ failure: 'start-gone', message: expect.stringContaining(second!.name) });
  expect(desk.submits()).toHaveLength(submits);
  // Until somebody lets go of it.
  expect(state.restored.value!.again.start).not.toBeNull();
});

test('a copy of the picture holds what the source has shown over it', async () => {
  const [first, second] = await made('layer', photo);
  session.panel.discardResult(first!);
  await liked(second!);
  session.panel.changeEdit({ insertAs: 'copies' });
  await run();
  const [result] = resultsIn(session.state);
  const copy = (await window.figma.getNodeByIdAsync(layerOf(result!)))!.parent as FrameNode;
  expect(copy.children.map(({ name }) => name)).toEqual(['Photo', second!.name, result!.name]);
  expect(differences(await sent(), await seen(photo.id, layerOf(second!)))).toBe(0);
});
