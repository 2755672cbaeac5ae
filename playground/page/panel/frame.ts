// The plugin's iframe: puts the panel into the wrapper and carries messages between it and the host.
import { effect } from '@preact/signals';
import type { Editor } from '../editor.ts';
import { panelDocument, type Theme, themeMessage } from './document.ts';
import { type FromWrapper, type ToWrapper, wrapperUrl } from './wrapper.ts';

/** What Figma lets a plugin's panel do; its origin is opaque all the same. */
const SANDBOX = 'allow-scripts allow-forms allow-modals allow-popups allow-downloads';

export function mountPanel(frame: HTMLIFrameElement, html: string, editor: Editor): () => void {
  const abort = new AbortController();
  const tell = (message: ToWrapper) => frame.contentWindow?.postMessage(message, '*');
  const hear = ({ source, data }: MessageEvent<FromWrapper>) => {
    if (source === frame.contentWindow) handle(data, html, editor, tell);
  };
  addEventListener('message', hear, { signal: abort.signal });
  const stopMessages = editor.host.onMessageToUi((pluginMessage) => tell({ relay: { pluginMessage } }));
  const stopTheme = effect(() => {
    if (editor.ui.value?.themeColors) tell({ relay: themeMessage(themeOf(editor)) });
  });
  frame.setAttribute('sandbox', SANDBOX);
  frame.src = wrapperUrl();
  return () => {
    abort.abort();
    stopMessages();
    stopTheme();
  };
}

function handle(
  message: FromWrapper,
  html: string,
  editor: Editor,
  tell: (message: ToWrapper) => void,
): void {
  if ('opened' in message) tell({ open: documentFor(html, editor) });
  else if ('loaded' in message) editor.host.uiLoaded();
  else receive(message.relayed, editor);
}

/** Figma hears nothing that is not in `pluginMessage`. */
function receive(message: unknown, { host }: Editor): void {
  if (typeof message !== 'object' || message === null || !('pluginMessage' in message)) return;
  host.messageFromUi(message.pluginMessage);
}

function documentFor(html: string, editor: Editor): string {
  const allowsBlob = new URLSearchParams(location.search).get('csp') !== 'strict';
  const theme = editor.ui.peek()?.themeColors ? themeOf(editor) : null;
  const { networkAccess } = editor.manifest;
  return panelDocument(html, { networkAccess, theme, allowsBlob, fontOrigin: location.origin });
}

function themeOf({ theme, themes }: Editor): Theme {
  return { name: theme.value, variables: themes[theme.value] };
}
