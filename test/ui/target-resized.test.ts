// A target resized while its picture is made, or before the next start: the result goes with its contents, or is offered.
import type { RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { encode } from 'fast-png';
import { afterEach, expect, test, vi } from 'vitest';
import type { Rect } from '../../core/geometry.ts';
import {
  closeWindows,
  type Desk,
  interrupted,
  openDesk,
  type Session,
  type Window,
} from '../support/desk.ts';
import { generated, isDone, isOffered, RESULT, reaches, WAIT } from '../support/sessions.ts';
import { rectangle } from '../support/shapes.ts';

afterEach(closeWindows);

type Change = (window: Window) => void;

/** While the picture is made, or between two starts of the plugin. */
const MOMENTS = ['meanwhile', 'before the next start'] as const;

async function changed(desk: Desk, window: Window, when: (typeof MOMENTS)[number], change: Change) {
  if (when === 'before the next start') {
    await interrupted(desk, window, { killAt: 'running' });
    change(window);
    return desk.openSession(window);
  }
  const session = await desk.openSession(window);
  await generated(session);
  await reaches(session, 'running');
  change(window);
  return session;
}

type Box = Rect<'parent'>;

const boxOf = ({ x, y, width, height }: Box): Box => ({ x, y, width, height });
const centreOf = ({ x, y, width, height }: Box) => [x + width / 2, y + height / 2];

async function resultIn({ figma }: Window, { state }: Session) {
  const [id] = state.run.value?.outcome?.layerIds ?? [];
  return (await figma.getNodeByIdAsync(id!)) as RectangleNode;
}

/** Where its pixels lay in the target as it was drawn. */
function drawnAt({ host }: Window, { id }: RectangleNode): Box {
  const { pluginData = {} } = host.nodes().find((node) => node.id === id) ?? {};
  const [, text = ''] = Object.entries(pluginData).find(([key]) => key.includes('footprint')) ?? [];
  return (JSON.parse(text) as { shown: Box }).shown;
}

/** The region is an ellipse, and the result a soft one about it. */
function liesOnRegion({ region }: Window, layer: RectangleNode): void {
  const [x = 0, y = 0] = centreOf(region);
  const centre = centreOf(layer);
  expect(Math.hypot(centre[0]! - x, centre[1]! - y)).toBeLessThan(1);
}

test.each(MOMENTS)('scaled with its contents %s, the result is scaled with them', async (when) => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  const session = await changed(desk, window, when, ({ target }) => target.rescale(0.5));
  await isDone(session);
  const layer = await resultIn(window, session);
  expect(layer.parent?.id).toBe(window.target.id);
  liesOnRegion(window, layer);
  const { x, y, width, height } = drawnAt(window, layer);
  expect(boxOf(layer)).toEqual({ x: x / 2, y: y / 2, width: width / 2, height: height / 2 });
  expect(window.region.visible).toBe(false);
  // Nothing it could be compared with shows the target at that size.
  expect(session.state.run.value?.proof).toBeNull();
});

test('resized meanwhile with its contents staying put, the result stays as well', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  const session = await changed(desk, window, 'meanwhile', ({ target }) => target.resize(130, 90));
  await isDone(session);
  const layer = await resultIn(window, session);
  liesOnRegion(window, layer);
  expect(boxOf(layer)).toEqual(drawnAt(window, layer));
});

/** A picture by itself, in place of the frame and its region. */
function pictureIn({ figma, host }: Window) {
  const picture = rectangle(figma, figma.currentPage, [200, 0, 48, 32]);
  const data = new Uint8Array(48 * 32 * 4).fill(200);
  const { hash } = figma.createImage(encode({ width: 48, height: 32, data, channels: 4 }));
  Object.assign(picture, { name: 'Photo', fills: [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: hash }] });
  host.select([picture.id]);
  return picture;
}

test('a picture in another ratio by then is not guessed at: the result waits, and goes where it is told', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  const picture = pictureIn(window);
  const session = await changed(desk, window, 'meanwhile', () => picture.resize(24, 40));
  const before = await window.host.fingerprint();
  await vi.waitFor(() => expect(session.state.run.value?.job.state).toBe('failed'), WAIT);
  expect(session.state.run.value?.job).toMatchObject({
    failure: { failure: 'place-changed', message: expect.stringMatching(/“Photo” has changed size since/) },
  });
  expect(await window.host.fingerprint()).toBe(before);
  expect(window.results()).toEqual([]);
  session.kill();
  const later = await desk.openSession(window);
  await isOffered(later);
  expect(later.state.unfinished.value).toMatchObject([{ isHere: false }]);
  await vi.waitFor(() => expect(later.state.selection.value.kind).toBe('ready'), WAIT);
  later.panel.insertUnfinishedHere(later.state.unfinished.value[0]!.id);
  await isDone(later);
  expect(window.results()).toEqual([RESULT]);
  expect(desk.submits()).toHaveLength(1);
});

test('deleted meanwhile and put back by an undo, it is selected, and Insert here brings all to where it belongs', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  const { host, target } = window;
  const session = await changed(desk, window, 'meanwhile', () => {
    host.figma.commitUndo();
    target.remove();
    host.figma.commitUndo();
  });
  await vi.waitFor(() => expect(session.state.run.value?.job.state).toBe('failed'), WAIT);
  host.undo();
  host.select([target.id, window.region.id]);
  await vi.waitFor(() => expect(session.state.selection.value.kind).toBe('ready'), WAIT);
  session.panel.insertHere();
  await isDone(session);
  const layer = await resultIn(window, session);
  expect(layer.parent?.id).toBe(target.id);
  expect(boxOf(layer)).toEqual(drawnAt(window, layer));
  const region = (await host.figma.getNodeByIdAsync(window.region.id)) as RectangleNode;
  expect(region.visible).toBe(false);
});
