// The page between the playground and the panel, as in Figma: a data: URL, so that the panel inside it has the
// origin `null`. It stays tiny, because Chromium does not load data: URLs of a few megabytes; the panel's own
// document arrives by message.

/** What the playground tells the wrapper. */
export type ToWrapper = { open: string } | { relay: unknown };

/** What the wrapper tells the playground. */
export type FromWrapper = { opened: true } | { loaded: true } | { relayed: unknown };

/** Runs inside the wrapper, so it may use nothing from outside itself. */
function wrapperScript(): void {
  const child = document.createElement('iframe');
  const tell = (message: FromWrapper) => parent.postMessage(message, '*');
  addEventListener('message', ({ data, source }: MessageEvent) => {
    if (source === child.contentWindow) return tell({ relayed: data });
    if (source !== parent) return;
    const message = data as ToWrapper;
    if ('relay' in message) return child.contentWindow?.postMessage(message.relay, '*');
    child.srcdoc = message.open;
    child.title = 'Plugin';
    child.addEventListener('load', () => tell({ loaded: true }), { once: true });
    document.body.append(child);
  });
  tell({ opened: true });
}

const STYLE =
  'html,body,iframe{margin:0;padding:0;border:0;width:100%;height:100%;display:block;overflow:hidden}';

export function wrapperUrl(): string {
  const html = `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><body><script>(${wrapperScript})()</script>`;
  return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
}
