// The playground's page: a small editor like Figma's, over a stand-in for Figma, with the built plugin in it.
import { effect } from '@preact/signals';
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { browserAssets } from '../host/browser.ts';
import { createHost, type Host } from '../host/index.ts';
import { Canvas } from './canvas/canvas.tsx';
import { createPlayground } from './contract.ts';
import { openFigFile, openSample, showFrom, zoomToFirst } from './documents.ts';
import { createEditor, type Editor, type Manifest, type Surroundings } from './editor.ts';
import { Layers } from './layers/layers.tsx';
import { themeCss } from './panel/document.ts';
import { Panel } from './panel/panel.tsx';
import { QuickActions } from './quick-actions.tsx';
import { TopBar } from './topbar.tsx';
import { joinFile } from './windows.ts';

interface Config {
  clientStorage: Record<string, unknown>;
  simulated: boolean;
}

async function load(path: string): Promise<Response> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} could not be loaded (${response.status}).`);
  return response;
}

const loadText = async (path: string) => (await load(path)).text();
const loadJson = async <T,>(path: string) => (await load(path)).json() as Promise<T>;

async function start(): Promise<void> {
  const [manifest, config, themes] = await Promise.all([
    loadJson<Manifest>('/manifest.json'),
    loadJson<Config>('/config.json'),
    loadJson<Surroundings['themes']>('/theme.json'),
  ]);
  const joined = joinFile(() =>
    fail('the window that this one was opened from has been closed or loaded anew.'),
  );
  const host = joined?.host ?? (await openHost(manifest, config));
  const editor = createEditor(host, { manifest, themes, simulated: config.simulated });
  effect(() => applyTheme(editor));
  handleUndoKey(editor);
  show(<Page editor={editor} />);
  if (joined) showFrom(editor, joined.name);
  else await openSample(editor);
  await host.runPlugin();
  zoomToFirst(editor);
  window.playground = createPlayground(editor);
  window.host = host;
  // As in Figma's own developer console: the plugin API of the open document.
  Object.defineProperty(window, 'figma', { get: () => editor.host.figma, configurable: true });
}

function openHost(manifest: Manifest, { clientStorage }: Config): Promise<Host> {
  return createHost({
    ...browserAssets('/assets/'),
    manifest,
    mainScript: () => loadText('/dist/main.js'),
    uiHtml: () => loadText('/dist/ui.html'),
    clientStorage,
  });
}

function show(content: preact.ComponentChild): void {
  const root = document.getElementById('page');
  if (!root) throw new Error('The page has lost its root element.');
  root.replaceChildren();
  render(content, root);
}

function Page({ editor }: { editor: Editor }) {
  return (
    <>
      <TopBar editor={editor} />
      <Layers editor={editor} />
      <main onDragOver={(event) => event.preventDefault()} onDrop={(event) => openDropped(event, editor)}>
        <Canvas editor={editor} />
        <Panel editor={editor} />
        <Notice notice={editor.notice} />
      </main>
      <QuickActions editor={editor} />
    </>
  );
}

const NOTICE_MILLISECONDS = 5000;

function Notice({ notice }: Pick<Editor, 'notice'>) {
  const message = notice.value;
  useEffect(() => {
    const timer = setTimeout(() => {
      notice.value = '';
    }, NOTICE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [message, notice]);
  return (
    <p class="notice" role="status">
      {message}
    </p>
  );
}

function openDropped(event: DragEvent, editor: Editor): void {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (file) void openFigFile(editor, file);
}

function applyTheme({ theme, themes }: Editor): void {
  document.documentElement.className = `figma-${theme.value}`;
  const style = document.getElementById('figma-style');
  if (style) style.textContent = themeCss({ name: theme.value, variables: themes[theme.value] });
}

function handleUndoKey({ host }: Editor): void {
  addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    host.undo();
  });
}

function fail(reason: string): void {
  show(
    <p class="loading" role="alert">
      The playground cannot be shown: {reason}
    </p>,
  );
}

start().catch((error: Error) => {
  console.error(error);
  fail(error.message);
});
