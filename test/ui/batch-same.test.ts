// One picture for several targets, and what follows the sliders of a batch, in the stand-in for Figma.
import type { FrameNode, ImagePaint, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { afterEach, expect, test, vi } from 'vitest';
import type { NodeInfo } from '../../playground/host/index.ts';
import { chosenWay, wayText } from '../../ui/batch.ts';
import { askedNow, followingTargets, selectedTargets } from '../../ui/shown-result.ts';
import { openBatch, LONG as WAIT } from '../support/batch.ts';
import { closeWindows, type Session, type Window } from '../support/desk.ts';
import { recipeText } from '../support/playground.ts';
import { codec } from './world.ts';

let window: Window;
afterEach(closeWindows);

async function selected(...asked: Parameters<typeof openBatch>) {
  const open = await openBatch(...asked);
  window = open.window;
  return open;
}

const isIn = ({ id, parentId }: NodeInfo, targetId: string) => id === targetId || parentId === targetId;

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
