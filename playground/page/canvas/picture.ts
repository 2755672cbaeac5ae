// Draws the page into the canvas. Rendering takes a while, so the last picture follows the camera by a CSS
// transform until the next one is ready; of several wishes only the newest is carried out. A plugin at work changes
// the document many times a second, so the canvas rests after each picture for as long as that one took.
import { effect } from '@preact/signals';
import { type Camera, toScreen } from '../camera.ts';
import type { Editor } from '../editor.ts';

export function keepDrawn(canvas: HTMLCanvasElement, editor: Editor): () => void {
  let drawn: Camera | null = null;
  let isBusy = false;
  let isStale = false;
  let isDisposed = false;

  const follow = (camera: Camera) => {
    if (!drawn) return;
    const { x, y } = toScreen(camera, drawn);
    canvas.style.transform = `translate(${x}px, ${y}px) scale(${camera.zoom / drawn.zoom})`;
  };

  const draw = async () => {
    isStale = true;
    if (isBusy) return;
    isBusy = true;
    while (isStale && !isDisposed) {
      isStale = false;
      const isMoving = drawn !== null && drawn !== editor.camera.value;
      await (isMoving ? delay(SETTLE_MILLISECONDS) : nextFrame());
      if (isMoving && isStale) continue;
      const start = performance.now();
      drawn = (await drawPage(canvas, editor)) ?? drawn;
      follow(editor.camera.value);
      await delay((performance.now() - start) * REST);
    }
    isBusy = false;
  };

  const stopFollowing = effect(() => follow(editor.camera.value));
  const stopDrawing = effect(() => {
    void [editor.revision.value, editor.camera.value, editor.canvasSize.value];
    void draw();
  });
  return () => {
    isDisposed = true;
    stopFollowing();
    stopDrawing();
  };
}

/** While the camera moves, the transform alone follows it: rendering would make it stutter. */
const SETTLE_MILLISECONDS = 80;

/** Times the last picture's own duration. */
const REST = 2;

const delay = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Resolves with the camera of the picture, or null when there was nothing to draw on. */
async function drawPage(canvas: HTMLCanvasElement, editor: Editor): Promise<Camera | null> {
  const camera = editor.camera.value;
  const { width, height } = editor.canvasSize.value;
  if (width < 1 || height < 1) return null;
  const density = devicePixelRatio;
  const area = { x: camera.x, y: camera.y, width: width / camera.zoom, height: height / camera.zoom };
  const pixels = await editor.host.renderPage({ ...area, scale: camera.zoom * density });
  const image = new ImageData(new Uint8ClampedArray(pixels.data), pixels.width, pixels.height);
  canvas.width = pixels.width;
  canvas.height = pixels.height;
  canvas.style.width = `${pixels.width / density}px`;
  canvas.style.height = `${pixels.height / density}px`;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return camera;
}
