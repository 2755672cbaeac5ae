// The canvas: the page's picture, the outlines over it, and the gestures that move and select.
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Editor } from '../editor.ts';
import { handleGestures } from './gestures.ts';
import { Outlines } from './outlines.tsx';
import { keepDrawn } from './picture.ts';

export function Canvas({ editor }: { editor: Editor }) {
  const area = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLCanvasElement>(null);
  const hovered = useSignal<string | null>(null);

  useEffect(() => (picture.current ? keepDrawn(picture.current, editor) : undefined), [editor]);
  // Before anything is painted, because a document that opens is fitted to the canvas.
  useLayoutEffect(() => (area.current ? watchSize(area.current, editor) : undefined), [editor]);
  useEffect(
    () => (area.current ? handleGestures(area.current, editor, hovered) : undefined),
    [editor, hovered],
  );

  const colour = editor.pageColour.value;
  return (
    <div
      class={`canvas ${isDark(colour) ? 'dark' : ''}`}
      style={{ background: colour }}
      ref={area}
      role="application"
      aria-label="Canvas"
    >
      <canvas ref={picture} class="picture" />
      <Outlines editor={editor} hovered={hovered.value} />
    </div>
  );
}

function watchSize(element: HTMLElement, { canvasSize }: Editor): () => void {
  const measure = () => {
    canvasSize.value = { width: element.clientWidth, height: element.clientHeight };
  };
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  measure();
  return () => observer.disconnect();
}

/** Whether what is written on this colour had better be light. */
function isDark(colour: string): boolean {
  const [red = 255, green = 255, blue = 255] = (colour.match(/\d+/g) ?? []).map(Number);
  return red * 0.3 + green * 0.59 + blue * 0.11 < 128;
}
