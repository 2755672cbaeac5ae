// What the preview shows of the regions, and what the panel says of them: the built plugin and a real panel.
import { encode } from 'fast-png';
import { afterEach, expect, test, vi } from 'vitest';
import { apply, compose, IDENTITY, invert } from '../../core/geometry.ts';
import { TO_GRID } from '../../core/outlines.ts';
import { mapProblemText, readingText } from '../../ui/target-text.ts';
import { openDesk, type Session, type Window } from '../support/desk.ts';
import { alphaRamp, frame, solid } from '../support/shapes.ts';
import { SELECTION } from './world.ts';

/** One px, opaque. */
const PIXEL = encode({ width: 1, height: 1, data: Uint8Array.of(90, 120, 200, 255), channels: 4 });

let window: Window;
let session: Session;

async function open(draw: (window: Window) => unknown = () => {}): Promise<void> {
  const desk = await openDesk();
  window = await desk.openWindow();
  await draw(window);
  session = await desk.openSession(window);
  await vi.waitFor(() => expect(session.state.outlines.value).not.toBeNull());
}

afterEach(() => session.kill());

/** The outlines' points in px of the target. */
function pointsOf(which: 'reach' | 'drawn') {
  const { outlines, preview } = session.state;
  const back = invert(compose(TO_GRID, preview.value!.toPreview))!;
  return outlines.value![which].flatMap((ring) => ring.map((point) => apply(back, point)));
}

/** 1 on the edge of the ellipse that the desk's region is. */
const onEllipse = ({ x, y }: { x: number; y: number }) => Math.hypot((x - 44) / 12, (y - 30) / 10);

test('what is outlined is what is drawn, not its box, and nothing is written for it', async () => {
  const looks: string[] = [];
  await open(async ({ host, region }) => {
    region.opacity = 0.4;
    looks.push(await host.fingerprint());
  });
  for (const point of pointsOf('drawn')) expect(Math.abs(onEllipse(point) - 1)).toBeLessThan(0.15);
  expect(await window.host.fingerprint()).toBe(looks[0]);
});

test('the reach follows the soft edge', async () => {
  await open();
  const before = session.state.outlines.value;
  session.panel.changeEdit({ softEdge: 12 });
  await vi.waitFor(() => expect(session.state.outlines.value).not.toBe(before));
  const lefts = pointsOf('reach').map(({ x }) => x);
  expect(Math.abs(32 - Math.min(...lefts) - 16)).toBeLessThan(1.5);
});

test('a mask that an edit has hidden is outlined as it was drawn', async () => {
  await open();
  window.region.visible = false;
  const before = session.state.preview.value;
  await vi.waitFor(() => expect(session.state.preview.value).not.toBe(before));
  expect(session.state.preview.value!.regions[0]!.picture).toBeNull();
  const { readings } = session.state.outlines.value!;
  expect(readings.get(window.region.id)).toBe('shape');
  for (const point of pointsOf('drawn')) expect(Math.abs(onEllipse(point) - 1)).toBeLessThan(0.15);
});

test('one that was never seen is outlined by its geometry, and nothing is said of how it is read', async () => {
  await open(({ region }) => {
    region.visible = false;
  });
  for (const point of pointsOf('drawn')) expect(Math.abs(onEllipse(point) - 1)).toBeLessThan(0.15);
  expect(session.state.outlines.value!.readings.size).toBe(0);
});

test('after a restart, one that an edit has hidden is outlined and graded as its recipe keeps it, unless it has moved', async () => {
  const desk = await openDesk();
  window = await desk.openWindow();
  const { region, target } = window;
  region.fills = [alphaRamp(0.1, 0.9)];
  target.rotation = 20;
  session = await desk.openSession(window);
  await vi.waitFor(() => expect(session.state.outlines.value?.isGraded).toBe(true));
  session.panel.changeEdit({ prompt: 'a red door' });
  session.panel.generate();
  await vi.waitFor(() => expect(window.results()).toHaveLength(1), 5000);
  session.kill();

  window.host.select([target.id, region.id]);
  expect(region.visible).toBe(false);
  session = await desk.openSession(window);
  await vi.waitFor(() => expect(session.state.outlines.value?.isGraded).toBe(true));
  for (const point of pointsOf('drawn')) expect(Math.abs(onEllipse(point) - 1)).toBeLessThan(0.3);
  expect(session.state.outlines.value!.readings.size).toBe(0);

  region.x += 20;
  await vi.waitFor(() => expect(session.state.outlines.value!.isGraded).toBe(false));
  const lefts = pointsOf('drawn').map(({ x }) => x);
  expect(Math.abs(Math.min(...lefts) - 52)).toBeLessThan(1);
});

test('a turned target, and a blur that goes beyond the region', async () => {
  await open(({ target, region }) => {
    target.rotation = 30;
    region.effects = [{ type: 'LAYER_BLUR', blurType: 'NORMAL', radius: 6, visible: true }];
  });
  const distances = pointsOf('drawn').map(({ x, y }) => Math.hypot(x - 44, y - 30));
  expect(Math.min(...distances)).toBeGreaterThan(10);
  expect(Math.max(...distances)).toBeLessThan(12 + 10);
});

test('a region is cut by the frame it lies in', async () => {
  await open(({ figma, target, region }) => {
    const card = frame(figma, 20, 64, target);
    card.clipsContent = true;
    card.x = 30;
    card.appendChild(region);
    region.x = 2;
  });
  const right = Math.max(...pointsOf('drawn').map(({ x }) => x));
  expect(Math.abs(right - 50)).toBeLessThan(1);
});

test.each([
  ['Automatic, a plain shape', { fills: [solid(0.2, 0.5, 0.9, 0.3)] }, 'shape', false],
  ['Automatic, a ramp from black to white', { fills: [greyRamp()], opacity: 0.5 }, 'light-and-dark', true],
  ['Automatic, a ramp that fades out', { fills: [alphaRamp(0, 1)] }, 'shape', true],
])('%s', async (_, looks, reading, isDrawnInGreys) => {
  await open(({ region }) => Object.assign(region, looks));
  const { readings, isGraded } = session.state.outlines.value!;
  expect([readings.get(window.region.id), isGraded]).toEqual([reading, isDrawnInGreys]);
});

function greyRamp() {
  const stop = (position: number, level: number) => ({
    position,
    color: { r: level, g: level, b: level, a: 1 },
  });
  return { ...alphaRamp(0, 1, IDENTITY), gradientStops: [stop(0, 0), stop(1, 1)] };
}

test('the panel says what Automatic has come to, and only that', () => {
  const [region] = SELECTION.regions;
  expect(readingText(region!, 'shape')).toMatch(/^Read by its shape:/);
  expect(readingText(region!, 'light-and-dark')).toMatch(/^Read by light and dark:/);
  expect(readingText({ ...region!, use: 'content' }, 'shape')).toBe('Content is read by its shape.');
  expect(readingText({ ...region!, readFrom: 'shape' }, 'shape')).toBe('');
  expect(readingText(region!, undefined)).toBe('');
});

test('a region that cannot give what is meant is told of where it is drawn', async () => {
  await open(({ region }) => region.resize(1.5, 20));
  const { state, panel } = session;
  expect(mapProblemText(state)).toBe(
    '“Mask” is thinner than the model can see (8 px of the picture that is sent).',
  );
  window.region.resize(300, 240);
  [window.region.x, window.region.y] = [-100, -90];
  await vi.waitFor(() => expect(mapProblemText(state)).toMatch(/nothing holds it together/));
  panel.changeEdit({ modelId: 'fal-ai/flux/dev/image-to-image' });
  await vi.waitFor(() => expect(mapProblemText(state)).toBeNull());
});

test.each([3, 15, 109.7, 240])(
  'a small region in a large frame is never taken for nothing: at %s px',
  async (at) => {
    await open(({ target, region }) => {
      target.resize(3000, 2000);
      region.resize(9, 9);
      [region.x, region.y] = [at, at];
    });
    expect(mapProblemText(session.state)).toBeNull();
  },
);

test('a region that shows nothing is told of, and a layer changed as a whole is not', async () => {
  await open(({ region }) => {
    region.fills = [alphaRamp(0, 0)];
  });
  expect(mapProblemText(session.state)).toMatch(/shows nothing/);
  const { figma, host, target } = window;
  const picture = figma.createRectangle();
  target.appendChild(picture);
  picture.resize(60, 40);
  session.panel.changeEdit({ softEdge: 'automatic' });
  picture.fills = [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: figma.createImage(PIXEL).hash }];
  host.select([picture.id]);
  await vi.waitFor(() =>
    expect(session.state.selection.value).toMatchObject({ kind: 'ready', target: { id: picture.id } }),
  );
  await vi.waitFor(() => expect(session.state.outlines.value).toMatchObject({ isAllWhite: true }));
  expect(mapProblemText(session.state)).toBeNull();
});
