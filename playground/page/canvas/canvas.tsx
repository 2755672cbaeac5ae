// The canvas: the page's picture, the outlines over it, and the gestures that move and select.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Editor } from '../editor.ts';
import { handleGestures } from './gestures.ts';
import { Outlines } from './outlines.tsx';
import { keepDrawn } from './picture.ts';

export function Canvas({ editor }: { editor: Editor }) {
  const area = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLCanvasElement>(null);
  const hovered = useSignal<string | null>(null);

  useEffect(() => (picture.current ? keepDrawn(picture.current, editor) : undefined), [editor]);
  useEffect(() => (area.current ? watchSize(area.current, editor) : undefined), [editor]);
  useEffect(
    () => (area.current ? handleGestures(area.current, editor, hovered) : undefined),
    [editor, hovered],
  );

  return (
    <div class="canvas" ref={area} role="application" aria-label="Canvas">
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
