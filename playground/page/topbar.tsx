// The bar above everything: what is open, what can be done, and what this page is and is not.
import { useRef } from 'preact/hooks';
import { openFigFile, openSample } from './documents.ts';
import { type Editor, zoomToFit } from './editor.ts';
import { openWindow } from './windows.ts';

export function TopBar({ editor }: { editor: Editor }) {
  return (
    <header class="topbar">
      <img src="/icon.svg" alt="" width="20" height="20" />
      <h1>{editor.documentName}</h1>
      <OpenButtons editor={editor} />
      <button type="button" onClick={() => editor.host.undo()} title="Undo (⌘Z or Ctrl+Z)">
        Undo
      </button>
      <button type="button" onClick={() => openWindow(editor)} title="The same document in a second window">
        New window
      </button>
      <Honesty editor={editor} />
      <Zoom editor={editor} />
      <ThemeSwitch editor={editor} />
      <RunButton editor={editor} />
    </header>
  );
}

function OpenButtons({ editor }: { editor: Editor }) {
  const input = useRef<HTMLInputElement>(null);
  const onChange = () => {
    const file = input.current?.files?.[0];
    if (file) void openFigFile(editor, file);
    if (input.current) input.current.value = '';
  };
  return (
    <>
      <button type="button" onClick={() => void openSample(editor)}>
        Open sample
      </button>
      <button type="button" onClick={() => input.current?.click()}>
        Open .fig…
      </button>
      <input ref={input} type="file" accept=".fig" aria-label="Open a .fig file" hidden onChange={onChange} />
    </>
  );
}

function Honesty({ editor: { simulated } }: { editor: Editor }) {
  const pictures = simulated ? 'pictures are simulated' : 'pictures are real and cost money';
  return (
    <p class={`honesty ${simulated ? '' : 'real'}`}>
      <strong>Stand-in for Figma</strong>
      <span> — {pictures}</span>
    </p>
  );
}

function Zoom({ editor }: { editor: Editor }) {
  return (
    <button type="button" class="zoom" title="Zoom to fit (⇧1)" onClick={() => zoomToFit(editor)}>
      {Math.round(editor.camera.value.zoom * 100)}%
    </button>
  );
}

function ThemeSwitch({ editor: { theme } }: { editor: Editor }) {
  const isDark = theme.value === 'dark';
  const toggle = () => {
    theme.value = isDark ? 'light' : 'dark';
  };
  return (
    <button
      type="button"
      role="switch"
      class="icon-button"
      aria-checked={isDark}
      aria-label="Dark theme"
      title="Dark theme"
      onClick={toggle}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" />
        <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
      </svg>
    </button>
  );
}

function RunButton({ editor }: { editor: Editor }) {
  const label = editor.isRunning.value ? 'Restart plugin' : 'Run plugin';
  return (
    <button
      type="button"
      class="primary"
      title="A command of its menu: ⌘/ or Ctrl+/"
      onClick={() => void editor.host.runPlugin()}
    >
      {label}
    </button>
  );
}
