// The panel's document as Figma would serve it: the plugin's own HTML behind a content security policy made from
// the manifest, with Figma's theme variables on its root.
export interface NetworkAccess {
  allowedDomains: string[];
}

export interface Theme {
  name: 'light' | 'dark';
  /** CSS declarations of Figma's colour variables. */
  variables: string;
}

export interface PolicyOptions {
  /** Real Figma's policy is not published and may leave out blob: addresses. */
  allowsBlob: boolean;
}

/** `none`, `*`, or domains; scripts and styles are always inline, because a panel is one file. */
export function policy({ allowedDomains }: NetworkAccess, { allowsBlob }: PolicyOptions): string {
  const domains = allowedDomains.filter((domain) => domain !== 'none');
  const sources = [...domains, 'data:', ...(allowsBlob ? ['blob:'] : [])].join(' ');
  const inline = `'unsafe-inline' ${sources}`;
  return `default-src ${sources}; script-src 'unsafe-eval' ${inline}; style-src ${inline}`;
}

export const themeCss = ({ name, variables }: Theme) => `:root{color-scheme:${name};${variables}}`;

/** Tells a panel that is already open about another theme. Figma's own panels hear it in the same place. */
export const themeMessage = (theme: Theme) => ({
  figmaMessage: { type: 'THEME', payload: { className: `figma-${theme.name}`, css: themeCss(theme) } },
});

function followTheme(): void {
  addEventListener('message', (event: MessageEvent) => {
    const message = event.data?.figmaMessage;
    if (message?.type !== 'THEME') return;
    event.stopImmediatePropagation();
    document.documentElement.classList.remove('figma-light', 'figma-dark');
    document.documentElement.classList.add(message.payload.className);
    const style = document.getElementById('figma-style');
    if (style) style.textContent = message.payload.css;
  });
}

export function panelDocument(html: string, contentPolicy: string, theme: Theme | null): string {
  const prelude = `<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">`;
  const styles = theme
    ? `<style id="figma-style">${themeCss(theme)}</style><script>(${followTheme})()</script>`
    : '';
  return withRootClass(withPrelude(html, prelude + styles), theme ? `figma-${theme.name}` : '');
}

/** The policy must stand before everything it is to govern. */
function withPrelude(html: string, prelude: string): string {
  const head = /<head[^>]*>/i.exec(html);
  if (!head) return `<!doctype html><html><head>${prelude}</head>${html}`;
  const end = head.index + head[0].length;
  return html.slice(0, end) + prelude + html.slice(end);
}

function withRootClass(html: string, className: string): string {
  return className ? html.replace(/<html(?=[\s>])/i, `<html class="${className}"`) : html;
}
