// Figma's gestures on the canvas: wheel and space-drag pan, ⌘ or Ctrl with the wheel zooms, clicks select.
import type { Signal } from '@preact/signals';
import { type Point, pan, toPage, zoomAt } from '../camera.ts';
import { type Editor, select, zoomToFit } from '../editor.ts';
import { type Depth, pick } from './pick.ts';

const WHEEL_ZOOM = 0.0035;
const KEY_ZOOM = 1.5;
const LINE_HEIGHT = 16;
const MIDDLE_BUTTON = 1;

export function handleGestures(
  area: HTMLElement,
  editor: Editor,
  hovered: Signal<string | null>,
): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  area.tabIndex = 0;
  handleWheel(area, editor, signal);
  handlePanning(area, editor, signal);
  handleSelecting(area, editor, hovered, signal);
  area.addEventListener('keydown', (event) => handleKey(event, area, editor), { signal });
  return () => abort.abort();
}

function handleWheel(area: HTMLElement, { camera }: Editor, signal: AbortSignal): void {
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_HEIGHT : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (event.ctrlKey || event.metaKey) {
      camera.value = zoomAt(camera.value, pointIn(area, event), Math.exp(-dy * WHEEL_ZOOM));
    } else if (event.shiftKey && dx === 0) {
      camera.value = pan(camera.value, -dy, 0);
    } else {
      camera.value = pan(camera.value, -dx, -dy);
    }
  };
  area.addEventListener('wheel', onWheel, { signal, passive: false });
}

function handlePanning(area: HTMLElement, { camera }: Editor, signal: AbortSignal): void {
  const setReady = (isReady: boolean) => area.classList.toggle('can-pan', isReady);
  const onSpace = (event: KeyboardEvent) => {
    if (event.code !== 'Space') return;
    event.preventDefault();
    setReady(event.type === 'keydown');
  };
  area.addEventListener('keydown', onSpace, { signal });
  area.addEventListener('keyup', onSpace, { signal });
  area.addEventListener('blur', () => setReady(false), { signal });
  area.addEventListener(
    'pointermove',
    (event) => {
      if (isPanning(area, event)) camera.value = pan(camera.value, event.movementX, event.movementY);
    },
    { signal },
  );
  area.addEventListener(
    'pointerdown',
    (event) => {
      if (isPanning(area, event)) area.setPointerCapture(event.pointerId);
    },
    { signal },
  );
}

const isPanning = (area: HTMLElement, { buttons, button }: PointerEvent) =>
  (buttons & 4) !== 0 || button === MIDDLE_BUTTON || (buttons === 1 && area.classList.contains('can-pan'));

function handleSelecting(
  area: HTMLElement,
  editor: Editor,
  hovered: Signal<string | null>,
  signal: AbortSignal,
): void {
  const onClick = (event: MouseEvent, depth: Depth) => {
    const id = layerAt(editor, pointIn(area, event), depth);
    if (id) select(editor, id, event.shiftKey);
    else if (!event.shiftKey) editor.host.select([]);
  };
  const onDown = (event: PointerEvent) => {
    area.focus({ preventScroll: true });
    if (event.button !== 0 || isPanning(area, event)) return;
    onClick(event, event.ctrlKey || event.metaKey ? 'deepest' : 'level');
  };
  const onMove = (event: PointerEvent) => {
    if (event.buttons !== 0) return;
    hovered.value = layerAt(
      editor,
      pointIn(area, event),
      event.ctrlKey || event.metaKey ? 'deepest' : 'level',
    );
  };
  area.addEventListener('pointerdown', onDown, { signal });
  area.addEventListener('dblclick', (event) => onClick(event, 'deeper'), { signal });
  area.addEventListener('pointermove', onMove, { signal });
  area.addEventListener('pointerleave', () => (hovered.value = null), { signal });
}

function layerAt(editor: Editor, point: Point, depth: Depth): string | null {
  const { x, y } = toPage(editor.camera.value, point);
  const hit = editor.host.hitTest(x, y, { deep: true });
  return hit && pick(hit, editor.selection.value, editor.nodesById.value, depth);
}

function pointIn(area: HTMLElement, { clientX, clientY }: MouseEvent): Point {
  const { left, top } = area.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

function handleKey(event: KeyboardEvent, area: HTMLElement, editor: Editor): void {
  const action = keyAction(event, area, editor);
  if (!action) return;
  event.preventDefault();
  action();
}

function keyAction(event: KeyboardEvent, area: HTMLElement, editor: Editor): (() => void) | null {
  const isCommand = event.ctrlKey || event.metaKey;
  const middle = { x: area.clientWidth / 2, y: area.clientHeight / 2 };
  const zoom = (factor: number) => () => {
    editor.camera.value = zoomAt(editor.camera.value, middle, factor);
  };
  if (isCommand && (event.key === '+' || event.key === '=')) return zoom(KEY_ZOOM);
  if (isCommand && event.key === '-') return zoom(1 / KEY_ZOOM);
  if (isCommand && event.key === '0') return zoom(1 / editor.camera.value.zoom);
  if (event.shiftKey && event.code === 'Digit1') return () => zoomToFit(editor);
  if (event.shiftKey && event.code === 'Digit2') return () => zoomToFit(editor, editor.selection.value);
  if (event.key === 'Escape') return () => editor.host.select([]);
  return null;
}
