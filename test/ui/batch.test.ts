// Several targets at once, in the stand-in for Figma: a matrix of pictures, and one picture for all of them.
import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone';
import { encode } from 'fast-png';
import { afterEach, expect, test, vi } from 'vitest';
import { intersect, type Rect } from '../../core/geometry.ts';
import { askedInBatch, batchPrice, chosenWay, matrixText, wayText } from '../../ui/batch.ts';
import { matrixOf } from '../../ui/matrix.ts';
import { resultsIn } from '../../ui/results.ts';
import { toldFailure } from '../../ui/run-text.ts';
import { openBatch, LONG as WAIT } from '../support/batch.ts';
import { closeWindows, openDesk, type Window } from '../support/desk.ts';
import { frame, rectangle } from '../support/shapes.ts';
import { TINY_SETTINGS } from './world.ts';

let window: Window;
afterEach(closeWindows);

async function selected(...asked: Parameters<typeof openBatch>) {
  const open = await openBatch(...asked);
  window = open.window;
  return open;
}

/** Of what lies on the page, but for the frame in which a proof is being taken. */
function boxes(): Rect<'page'>[] {
  const layers = window.figma.currentPage.children.filter(({ name }) => !name.includes('(temporary)'));
  return layers.flatMap(({ absoluteBoundingBox }) => absoluteBoundingBox ?? []);
}

/** Of copies: “Simulated · Card 3 · a red door 1”. */
function cells() {
  const copies = window.figma.currentPage.children.filter(({ name }) => name.startsWith('Simulated'));
  return copies.map(({ name, x, y }) => {
    const [, target, result] = name.split(' · ') as [string, string, string];
    return { target, result, x, y };
  });
}

/** What all of a column, and all of a row, have in common: in order, each must differ from the one before. */
function corners(all: ReturnType<typeof cells>): number[][] {
  const columns = ['a red door 1', 'a red door 2', 'a blue door 1', 'a blue door 2'];
  const xs = columns.map((column) => new Set(all.flatMap(({ result, x }) => (result === column ? x : []))));
  const rows = [...new Set(all.map(({ target }) => target))].sort();
  const ys = rows.map((row) => new Set(all.flatMap(({ target, y }) => (target === row ? y : []))));
  return [xs, ys].map((places) => {
    expect(places.map(({ size }) => size)).toEqual(places.map(() => 1));
    const inOrder = places.flatMap((place) => [...place]);
    expect(inOrder).toEqual([...new Set(inOrder)].sort((a, b) => a - b));
    return inOrder;
  });
}

/** Of twelve it is seen in the browser: test/flows/batch.test.ts. */
test('four targets × two prompts × two variations: what fails holds back no other, and is tried again on its own', async () => {
  const names = Array.from({ length: 4 }, (_, i) => `Card ${i + 1}`);
  const open = await selected(
    { names, prompt: 'a {red|blue} door', variations: 2, insertAs: 'copies' },
    [5, 9, 14],
  );
  const { panel, state, desk, ended, before, kill } = open;
  panel.chooseWay('each');
  const asked = askedInBatch(state)!;
  const { edit } = state.settings.value;
  expect(matrixText(asked.length, edit)).toBe('4 targets × 2 prompts × 2 variations');
  expect(batchPrice(asked, edit)).toBeCloseTo(16 * 0.025);

  panel.generate();
  await ended(13, 'done');
  expect(window.results()).toHaveLength(13);
  const placed = boxes();
  expect(placed).toHaveLength(4 + 13);
  const labels = window.figma.currentPage.children.map(({ name }) => name);
  expect(labels).toContain('Simulated · Card 3 · a red door 1');
  const overlapping = placed.flatMap((a, i) => placed.slice(i + 1).filter((b) => intersect(a, b)));
  expect(overlapping).toEqual([]);
  const first = cells();
  expect(corners(first)).toMatchObject([{ length: 4 }, { length: 4 }]);
  const looks = matrixOf(state.run.value!)!.map(({ cells }) => cells.map(({ look }) => look));
  expect([looks.length, looks.flat().length]).toEqual([4, 16]);
  expect(looks.flat().filter((look) => look === 'failed')).toHaveLength(3);

  // While it is being taken, an undo takes a moment more: `undo.test.ts`.
  await vi.waitFor(() => expect(state.run.value?.proof).not.toBeNull(), { timeout: 30_000 });
  // One undo takes the lot away, masks and all.
  window.host.undo();
  expect(await window.host.fingerprint()).toBe(before);
  window.host.redo();
  expect(window.results()).toHaveLength(13);

  panel.tryAgain();
  await ended(16, 'done');
  expect(desk.submits()).toHaveLength(16 + 3);
  expect(window.results()).toHaveLength(16);
  // Each in the cell that was kept for it, and nothing else has moved.
  expect(new Set(cells().map(({ x, y }) => `${x} ${y}`)).size).toBe(16);
  expect(corners(cells())).toEqual(corners(first));
  expect(cells()).toEqual(expect.arrayContaining(first));
  kill();
  // What came later is a step of its own: Figma has no way to add to a step that is made.
  window.host.undo();
  expect(window.results()).toHaveLength(13);
  window.host.undo();
  expect(await window.host.fingerprint()).toBe(before);
}, 60_000);

test('Insert here moves what was made for one target that is gone, and nothing of the others', async () => {
  const names = ['Header', 'Footer', 'Card', 'Aside'];
  let going: readonly FrameNode[] = [];
  const open = await selected({ names }, [3], 'truncated-image', (call) => {
    if (call === 'insert') for (const target of going) if (!target.removed) target.remove();
  });
  const { panel, state, targets, ended } = open;
  const { figma, host } = window;
  const told = () => {
    const run = state.run.value;
    return run?.job.state === 'failed' ? toldFailure(run, run.job.failure).message : '';
  };
  const stand = () =>
    state.runs.value.map(({ parts }) => parts.map((part) => `${part.targetName}: ${part.job.state}`));
  panel.chooseWay('each');
  going = targets.slice(0, 2);
  panel.generate();
  await ended(3, 'failed');
  expect(told()).toContain('“Header” is no longer in the document');

  const here = frame(figma, 200, 150);
  here.name = 'Here';
  host.select([here.id]);
  await vi.waitFor(() => expect(state.selection.value).toMatchObject({ target: { id: here.id } }), WAIT);
  panel.insertHere();
  const left = ['Card: done', 'Aside: failed'];
  await vi.waitFor(() => expect(stand()).toEqual([['Here: done'], ['Footer: failed', ...left]]), WAIT);
  expect(told()).toContain('“Footer” is no longer in the document');
  panel.insertHere();
  await vi.waitFor(() => expect(stand()).toEqual([['Here: done'], ['Here: done'], left]), WAIT);
  expect(told()).toContain('could not be read');
  // Neither is an alternative to the other, and the one that was there all along can still be decided on.
  expect(here.children.map(({ type, visible }) => [type, visible])).toEqual([
    ['RECTANGLE', true],
    ['RECTANGLE', true],
  ]);
  expect(resultsIn(state).map(({ targetId }) => targetId)).toEqual([targets[2]!.id]);
  panel.insertHere();
  expect(stand()).toEqual([['Here: done'], ['Here: done'], left]);
}, 60_000);

test('a batch of copies is proven copy by copy: outside the reach each is what its target is', async () => {
  const { panel, state } = await selected({ names: ['Header', 'Footer'], insertAs: 'copies' });
  panel.chooseWay('each');
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.proof).toEqual({ kind: 'kept' }), WAIT);
  expect(window.results()).toHaveLength(2);
});

/** By what each result in the document is cut, as its recipe says. */
test('different ones get their own, and one without a region is left out, which is said', async () => {
  const { state, targets } = await selected({ names: ['Header', 'Footer', 'Teaser'] });
  expect(chosenWay(state)).toBe('each');
  targets[2]!.children[0]!.remove();
  window.host.select(targets.map(({ id }) => id));
  await vi.waitFor(() => expect(askedInBatch(state)).toHaveLength(2), WAIT);
  expect(wayText(state)).toBe('1 without a region is left out.');
});

test('pictures side by side in one frame: each result lies above its own, and so is seen', async () => {
  const desk = await openDesk({ edit: { ...TINY_SETTINGS } });
  window = await desk.openWindow();
  const { figma, host, target, region } = window;
  region.remove();
  const grey = new Uint8Array(16 * 16 * 3).fill(90);
  const { hash } = figma.createImage(encode({ width: 16, height: 16, channels: 3, data: grey }));
  const pictures = ['A', 'B', 'C'].map((name, i) => {
    const picture = rectangle(figma, target, [4 + 30 * i, 10, 24, 24]);
    picture.name = name;
    picture.fills = [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: hash }];
    return picture;
  });
  host.select(pictures.map(({ id }) => id));
  const { panel, state, kill } = await desk.openSession(window);
  await vi.waitFor(() => expect(askedInBatch(state)?.length).toBeGreaterThan(0), WAIT);
  panel.chooseWay('each');
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.job.state).toBe('done'), WAIT);
  const result = 'Simulated · a red door';
  expect(target.children.map(({ name }) => name)).toEqual(['A', result, 'B', result, 'C', result]);
  kill();
});
