// The corner by which the panel's window is resized; the arrow keys do the same.
import { PANEL_SIZE } from '../../core/protocol.ts';
import { usePanel } from './context.ts';

const LEAST_HEIGHT = 360;
const KEY_STEP = 20;

export function ResizeCorner() {
  const { resize } = usePanel();
  const resizeTo = (width: number, height: number) =>
    resize(Math.max(PANEL_SIZE.width, Math.round(width)), Math.max(LEAST_HEIGHT, Math.round(height)));
  const drag = (event: PointerEvent) => {
    if (event.buttons === 1) resizeTo(event.clientX + GRIP, event.clientY + GRIP);
  };
  const press = (event: KeyboardEvent) => {
    const [x, y] = ARROWS[event.key] ?? [0, 0];
    if (x !== 0 || y !== 0) resizeTo(window.innerWidth + x * KEY_STEP, window.innerHeight + y * KEY_STEP);
  };
  return (
    <button
      type="button"
      class="resize-corner"
      aria-label="Resize panel"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    >
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d="M10 3 3 10M10 7 7 10" />
      </svg>
    </button>
  );
}

/** The middle of the corner lies this far from the window's edges. */
const GRIP = 6;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
