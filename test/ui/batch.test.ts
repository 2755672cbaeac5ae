// Several targets at once, in the stand-in for Figma: a matrix of pictures, and one picture for all of them.
import type { FrameNode, ImagePaint, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { encode } from 'fast-png';
import { afterEach, expect, test, vi } from 'vitest';
import { intersect, type Rect } from '../../core/geometry.ts';
import type { CallName } from '../../core/protocol.ts';
import type { EditSettings } from '../../core/settings.ts';
import type { NodeInfo } from '../../playground/host/index.ts';
import { askedInBatch, batchPrice, chosenWay, matrixText, wayText } from '../../ui/batch.ts';
import { matrixOf } from '../../ui/matrix.ts';
import { resultsIn } from '../../ui/results.ts';
import { toldFailure } from '../../ui/run-text.ts';
import { askedNow, followingTargets, selectedTargets } from '../../ui/shown-result.ts';
import { closeWindows, openDesk, type Session, type Window } from '../support/desk.ts';
import { recipeText } from '../support/playground.ts';
import { ellipse, frame, rectangle } from '../support/shapes.ts';
import { codec, isSubmit, TINY_SETTINGS } from './world.ts';

const WAIT = { timeout: 60_000 };
let window: Window;
afterEach(closeWindows);

interface Wanted extends Partial<EditSettings> {
  readonly names: readonly string[];
}

/** Frames with a mask each, all selected. @param failing the submits, by their number from 0, that meet the fault */
async function selected(
  { names, ...changes }: Wanted,
  failing: readonly number[] = [],
  fault = 'completed-with-error',
  onCall: (name: CallName) => void = () => {},
) {
  let submits = 0;
  const edit = { ...TINY_SETTINGS, ...changes };
  const desk = await openDesk({ edit }, (fetcher) => (input, init) => {
    const isFailing = isSubmit(new Request(input, init)) && failing.includes(submits++);
    if (isFailing) desk.standIn.fault(fault, { times: 1 });
    return fetcher(input, init);
  });
  window = await desk.openWindow();
  const { figma, host } = window;
  window.target.remove();
  const targets = names.map((name, i) => {
    const target = frame(figma, 64, 64);
    [target.name, target.x, target.y] = [name, (i % 4) * 120, Math.floor(i / 4) * 90];
    ellipse(figma, target, [24, 24, 16, 14]);
    return target;
  });
  figma.commitUndo();
  host.select(targets.map(({ id }) => id));
  const before = await host.fingerprint();
  const session = await desk.openSession(window, { onCall });
  await vi.waitFor(() => expect(askedInBatch(session.state)?.length).toBeGreaterThan(0), WAIT);
  const ended = (count: number, state: string) =>
    vi.waitFor(() => {
      const states = session.state.run.value?.parts.map(({ job }) => job.state) ?? [];
      expect(states.filter((each) => each === state)).toHaveLength(count);
      expect(states.filter((each) => each !== 'done' && each !== 'failed')).toEqual([]);
    }, WAIT);
  return { ...session, desk, targets, before, ended };
}

const isIn = ({ id, parentId }: NodeInfo, targetId: string) => id === targetId || parentId === targetId;

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
function softEdges(): unknown[] {
  const recipes = window.host.nodes().flatMap((layer) => recipeText(layer) ?? []);
  return recipes.map((recipe) => JSON.parse(recipe).settings.softEdge);
}

test('all targets of a batch follow the soft edge, in one undo step: with all selected, and with any one of them', async () => {
  const { panel, state, targets, kill } = await selected({ names: ['Header', 'Footer'], softEdge: 6 });
  const { host } = window;
  panel.chooseWay('each');
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.proof).toEqual({ kind: 'kept' }), WAIT);
  const inserted = await host.fingerprint();

  await soften({ panel, state }, 1);
  expect(softEdges()).toEqual([1, 1]);
  const hard = await host.fingerprint();
  expect([followingTargets(state), selectedTargets(state)]).toEqual([2, 2]);
  await select(state, targets[1]!);
  expect([followingTargets(state), selectedTargets(state)]).toEqual([2, 1]);
  await soften({ panel, state }, 3);
  expect(softEdges()).toEqual([3, 3]);

  kill();
  host.undo();
  expect(await host.fingerprint()).toBe(hard);
  host.undo();
  expect(await host.fingerprint()).toBe(inserted);
});

type Panelled = Pick<Session, 'panel' | 'state'>;

/** Until all of the run has followed. */
async function soften({ panel, state }: Panelled, softEdge: number): Promise<void> {
  panel.changeEdit({ softEdge });
  await vi.waitFor(() => {
    const { parts, isFitting, refitted } = state.run.value!;
    expect(new Set(parts.map(({ cut }) => cut?.fit.softEdge))).toEqual(new Set([softEdge]));
    expect({ isFitting, refitted }).toEqual({ isFitting: false, refitted: { proof: { kind: 'kept' } } });
  }, WAIT);
}

async function select(state: Session['state'], ...chosen: FrameNode[]): Promise<void> {
  const ids = chosen.map(({ id }) => id);
  window.host.select(ids);
  await vi.waitFor(() => expect(askedNow(state).map(({ target }) => target.id)).toEqual(ids), WAIT);
}

async function pixelsOf({ fills }: RectangleNode) {
  const [{ imageHash }] = fills as readonly [ImagePaint];
  return codec.decode(await window.figma.getImageByHash(imageHash!)!.getBytesAsync());
}

test('what one picture was placed in follows the soft edge with it, in one undo step, whichever of them is selected', async () => {
  const { panel, state, targets, kill } = await selected({
    names: ['Card 1', 'Card 2', 'Card 3'],
    softEdge: 6,
  });
  const { host, figma } = window;
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.proof).toEqual({ kind: 'kept' }), WAIT);
  const inserted = await host.fingerprint();
  expect([followingTargets(state), selectedTargets(state)]).toEqual([3, 3]);
  await select(state, targets[1]!);
  expect([followingTargets(state), selectedTargets(state)]).toEqual([3, 1]);
  await soften({ panel, state }, 1);
  expect(softEdges()).toEqual([1, 1, 1]);
  // As if it had been placed there by that edge at first.
  const [home, ...others] = figma.currentPage.findAllWithCriteria({ types: ['RECTANGLE'] });
  const boxOf = ({ x, y, width, height }: RectangleNode) => ({ x, y, width, height });
  expect(others.map(boxOf)).toEqual([boxOf(home!), boxOf(home!)]);
  // The greys of a region count where it is used, and those of an antialiased edge are not told apart to the last level.
  const [first, ...rest] = await Promise.all([home!, ...others].map(pixelsOf));
  for (const { data } of rest) {
    expect(
      data.reduce((most, value, i) => Math.max(most, Math.abs(value - first!.data[i]!)), 0),
    ).toBeLessThan(2);
  }
  kill();
  host.undo();
  expect(await host.fingerprint()).toBe(inserted);
});

test('what plays one role shares one picture: a single request, placed over the others’ own regions in one undo step', async () => {
  const { panel, state, desk, before, kill } = await selected({ names: ['Card 1', 'Card 2', 'Card 3'] });
  expect(chosenWay(state)).toBe('same');
  expect(wayText(state)).toContain('Made once, in “Card 1”, and placed in the other 2');
  panel.generate();
  await vi.waitFor(
    () => expect(state.run.value?.spread).toMatchObject({ text: 'Used in 2 more places.' }),
    WAIT,
  );
  expect(window.results()).toHaveLength(3);
  expect(desk.submits()).toHaveLength(1);
  kill();
  window.host.undo();
  expect(await window.host.fingerprint()).toBe(before);
});

test('of several pictures none is placed in the others, which is said before they are paid for', async () => {
  const { panel, state, desk, targets, ended } = await selected({
    names: ['Card 1', 'Card 2', 'Card 3'],
    prompt: 'a {red|blue} door',
  });
  const told =
    '2 pictures to choose from, in “Card 1” alone. Pick one, then Use in selection places it in the other 2.';
  expect(wayText(state)).toBe(told);
  panel.changeEdit({ prompt: 'a red door', variations: 2 });
  expect(wayText(state)).toBe(told);
  // The one that is left of them is no choice of the designer's either.
  desk.standIn.fault('nsfw', { flagged: [1] });
  panel.generate();
  await ended(1, 'done');
  expect(targets.map(({ children }) => children.length)).toEqual([2, 1, 1]);
  expect(state.run.value?.spread).toMatchObject({
    text: 'Pick one, then Use in selection places it in the others.',
  });
});

test('the same picture in copies: each of the others has one beside it, and every original stays as it is', async () => {
  const open = await selected({ names: ['Card 1', 'Card 2', 'Card 3'], insertAs: 'copies' });
  const { panel, state, desk, targets, before, kill } = open;
  const originals = () => targets.map(({ id }) => window.host.nodes().filter((node) => isIn(node, id)));
  const untouched = originals();
  expect(wayText(state)).toContain('Made once, in a copy of “Card 1”, and placed in copies of the other 2');
  panel.generate();
  await vi.waitFor(
    () => expect(state.run.value?.spread).toMatchObject({ text: 'Used in 2 more places.' }),
    WAIT,
  );
  await vi.waitFor(() => expect(state.run.value?.proof).toEqual({ kind: 'kept' }), WAIT);
  expect(desk.submits()).toHaveLength(1);
  expect(originals()).toEqual(untouched);
  const copies = window.figma.currentPage.children.slice(3) as FrameNode[];
  expect(copies.map(({ name }) => name)).toEqual(
    targets.map(({ name }) => `Simulated · ${name} · a red door`),
  );
  expect(new Set(copies.map(({ x }) => x)).size).toBe(1);
  expect(copies.map(({ y }) => y)).toEqual([0, 96, 192]);
  for (const { children } of copies) {
    expect(children.map(({ name, visible }) => `${name}: ${visible}`)).toEqual([
      'Mask: false',
      'Simulated · a red door: true',
    ]);
  }
  kill();
  window.host.undo();
  expect(await window.host.fingerprint()).toBe(before);
});

test('where the others have gone meanwhile, the picture is inserted in the first, and that is said', async () => {
  const { panel, state, targets } = await selected({ names: ['Card 1', 'Card 2'] });
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.job.state).not.toBe('waiting'), WAIT);
  targets[1]!.remove();
  await vi.waitFor(() => expect(state.notice.value).toMatchObject({ failure: 'nowhere-to-use' }), WAIT);
  expect(state.run.value?.job.state).toBe('done');
  expect(window.results()).toHaveLength(1);
});

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
