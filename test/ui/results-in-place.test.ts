// Results that are no layers of their own: copies of the frame and fills of a picture are looked through and decided on as well.
import type { ImagePaint, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { choiceOf, currentResult, resultsIn } from '../../ui/results.ts';
import { isGone } from '../../ui/run.ts';
import { statusText } from '../../ui/wording.ts';
import { closeWindows, openDesk, type Session, type Window } from '../support/desk.ts';
import { recipeOn } from '../support/recipe.ts';
import { WAIT } from '../support/sessions.ts';
import { ellipse, rectangle } from '../support/shapes.ts';
import { codec, TINY_SETTINGS } from './world.ts';

const NAMES = ['red', 'blue', 'green'].map((colour) => `Simulated · a ${colour} door`) as [
  ...[string, string, string],
];
const [RED, BLUE, GREEN] = NAMES;

let window: Window;
let session: Session;

beforeAll(async () => {
  const edit = { ...TINY_SETTINGS, prompt: 'a {red|blue|green} door', insertAs: 'copies' as const };
  const desk = await openDesk({ edit });
  window = await desk.openWindow();
  session = await desk.openSession(window);
});

afterAll(closeWindows);

const result = (name: string) => resultsIn(session.state).find((each) => each.name === name)!;
const names = () => resultsIn(session.state).map(({ name }) => name);

async function generated(targetId: string): Promise<string> {
  const { panel, state } = session;
  const asked = () => (state.selection.value.kind === 'ready' ? state.selection.value.target.id : '');
  await vi.waitFor(() => expect(asked()).toBe(targetId), WAIT);
  panel.generate();
  // The proof comes last: its temporary frame holds copies.
  await vi.waitFor(() => expect(state.run.value?.proof).toEqual({ kind: 'kept' }), WAIT);
  return window.host.fingerprint();
}

/** Takes the step back, and waits until the panel has seen it. */
async function undone(fingerprint: string): Promise<void> {
  window.host.undo();
  expect(await window.host.fingerprint()).toBe(fingerprint);
  await vi.waitFor(() => expect(names()).toEqual(NAMES), WAIT);
}

test('copies are brought into view one by one, compared, kept and discarded, each decision in one undo step', async () => {
  const { panel, state } = session;
  const made = await generated(window.target.id);
  const copies = () => window.figma.currentPage.children.slice(1);
  const middle = (layer: { x: number; y: number; width: number; height: number }) => ({
    x: layer.x + layer.width / 2,
    y: layer.y + layer.height / 2,
  });
  expect(copies().map(({ name }) => name)).toEqual(NAMES);
  expect(choiceOf(resultsIn(state), result(RED))).toHaveLength(3);

  panel.pickResult(result(BLUE));
  await vi.waitFor(() => expect(window.figma.viewport.center).toEqual(middle(copies()[1]!)), WAIT);
  expect(currentResult(state)?.name).toBe(BLUE);
  const layer = window.figma.currentPage.findOne(({ id }) => id === result(BLUE).placed?.layerId)!;
  panel.compareResult(result(BLUE));
  await vi.waitFor(() => expect(layer.visible).toBe(false), WAIT);
  panel.stopComparing();
  await vi.waitFor(() => expect(layer.visible).toBe(true), WAIT);
  expect(await window.host.fingerprint()).toBe(made);

  panel.discardResult(result(BLUE));
  await vi.waitFor(() => expect(copies().map(({ name }) => name)).toEqual([RED, GREEN]), WAIT);
  expect([names(), currentResult(state)?.name]).toEqual([[RED, GREEN], GREEN]);
  await undone(made);
  panel.useThis(result(GREEN));
  await vi.waitFor(() => expect(copies().map(({ name }) => name)).toEqual([GREEN]), WAIT);
  await undone(made);
  window.host.undo();
  await vi.waitFor(() => expect(isGone(state.run.value!)).toBe(true), WAIT);
});

/** A picture, and a mask over it. */
function picture(): RectangleNode {
  const { figma, host } = window;
  const layer = rectangle(figma, figma.currentPage, [0, 200, 64, 64]);
  layer.name = 'Photo';
  const data = new Uint8Array(64 * 64 * 4).fill(200);
  const { hash } = figma.createImage(codec.encode({ width: 64, height: 64, data }));
  layer.fills = [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: hash }];
  const mask = ellipse(figma, figma.currentPage, [20, 220, 20, 20]);
  figma.commitUndo();
  host.select([layer.id, mask.id]);
  return layer;
}

test('fills are swapped in the picture, compared, kept and discarded, and the picture carries the recipe of the one that is kept', async () => {
  const { panel, state } = session;
  panel.changeEdit({ insertAs: 'fill' });
  const photo = picture();
  const before = await window.host.fingerprint();
  const made = await generated(photo.id);
  const fills = () => photo.fills as readonly ImagePaint[];
  /** By which of the pictures is seen above the photograph. */
  const seen = () => fills().map(({ visible }) => visible !== false);
  expect(seen()).toEqual([true, false, false, true]);

  for (const [name, looks] of [
    [GREEN, [true, true, false, false]],
    [BLUE, [true, false, true, false]],
  ] as const) {
    panel.pickResult(result(name));
    await vi.waitFor(() => expect(seen()).toEqual(looks), WAIT);
  }
  panel.compareResult(result(BLUE));
  await vi.waitFor(() => expect(seen()).toEqual([true, false, false, false]), WAIT);
  panel.stopComparing();

  panel.discardResult(result(BLUE));
  await vi.waitFor(() => expect(seen()).toEqual([true, true, false]), WAIT);
  expect([names(), currentResult(state)?.name]).toEqual([[RED, GREEN], GREEN]);
  await undone(made);
  panel.useThis(result(GREEN));
  await vi.waitFor(() => expect(seen()).toEqual([true, true]), WAIT);
  const { settings } = recipeOn(photo);
  expect(settings.prompt).toBe('a green door');
  await undone(made);

  // What was not chosen is left over; the one that is seen is not, nor is the photograph.
  const { items } = await window.plugin.call('leftovers');
  const left = items.filter(({ layerId }) => layerId === photo.id);
  expect(left).toMatchObject([{ kind: 'fills', name: 'Photo', doubt: null }]);
  await window.plugin.call('cleanUp', { items: left });
  expect(seen()).toEqual([true, true]);
  await undone(made);
  // Without the run's fills the photograph is as it was, which the panel says of the run.
  window.host.undo();
  expect(await window.host.fingerprint()).toBe(before);
  await vi.waitFor(() => expect(isGone(state.run.value!)).toBe(true), WAIT);
  expect(statusText(state.run.value)).toMatch(/Under History they can be put back\.$/);
});
