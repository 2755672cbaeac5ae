// The plugin's window: a title bar to move it by, a close button, and the panel in its iframe.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Editor } from '../editor.ts';
import { mountPanel } from './frame.ts';

const EDGE = 12;

export function Panel({ editor }: { editor: Editor }) {
  const ui = editor.ui.value;
  const offset = useSignal({ x: 0, y: 0 });
  if (!ui) return null;
  return (
    <section
      class="panel"
      aria-label={ui.title}
      hidden={!ui.visible}
      style={{ width: `${ui.width}px`, translate: `${offset.value.x}px ${offset.value.y}px` }}
    >
      <header onPointerDown={(event) => startMove(event, offset)}>
        <img src="/icon.svg" alt="" width="16" height="16" />
        <h2>{ui.title}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label="Close plugin"
          onClick={() => editor.host.closePlugin()}
        >
          <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" stroke="currentColor">
            <path d="M2 2l8 8M10 2l-8 8" />
          </svg>
        </button>
      </header>
      <PanelFrame key={ui.html} editor={editor} html={ui.html} height={ui.height} />
    </section>
  );
}

function PanelFrame({ editor, html, height }: { editor: Editor; html: string; height: number }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => (frame.current ? mountPanel(frame.current, html, editor) : undefined), [editor, html]);
  return <iframe ref={frame} title="Plugin" style={{ height: `${height}px` }} />;
}

function startMove(event: PointerEvent, offset: { value: { x: number; y: number } }): void {
  const header = event.currentTarget as HTMLElement;
  if ((event.target as Element).closest('button')) return;
  const { left, right, top } = header.getBoundingClientRect();
  const from = offset.value;
  const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
  const onMove = (move: PointerEvent) => {
    const dx = clamp(move.clientX - event.clientX, EDGE - left, innerWidth - EDGE - right);
    const dy = clamp(
      move.clientY - event.clientY,
      EDGE - top,
      innerHeight - EDGE - top - header.offsetHeight,
    );
    offset.value = { x: from.x + dx, y: from.y + dy };
  };
  header.setPointerCapture(event.pointerId);
  header.addEventListener('pointermove', onMove);
  header.addEventListener('lostpointercapture', () => header.removeEventListener('pointermove', onMove), {
    once: true,
  });
}
