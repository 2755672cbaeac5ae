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
  /** Where Inter comes from, which Figma preloads for every panel. */
  fontOrigin: string;
}

/** `none`, `*`, or domains; scripts and styles are always inline, because a panel is one file. */
export function policy({ allowedDomains }: NetworkAccess, { allowsBlob, fontOrigin }: PolicyOptions): string {
  const domains = allowedDomains.filter((domain) => domain !== 'none');
  const sources = [...domains, 'data:', ...(allowsBlob ? ['blob:'] : [])].join(' ');
  const inline = `'unsafe-inline' ${sources}`;
  return `default-src ${sources}; script-src 'unsafe-eval' ${inline}; style-src ${inline}; font-src ${fontOrigin} ${sources}`;
}

export const themeCss = ({ name, variables }: Theme) => `:root{color-scheme:${name};${variables}}`;

/** Tells a panel that is already open about another theme. Figma's own panels hear it in the same place. */
export const themeMessage = (theme: Theme) => ({
  figmaMessage: { type: 'THEME', payload: { className: `figma-${theme.name}`, css: themeCss(theme) } },
});

const INTER_STYLES = [
  [400, 'Regular'],
  [500, 'Medium'],
  [600, 'SemiBold'],
  [700, 'Bold'],
] as const;

const fontFaces = (origin: string) =>
  INTER_STYLES.map(
    ([weight, file]) =>
      `@font-face{font-family:Inter;font-weight:${weight};src:url(${origin}/assets/Inter-${file}.ttf)}`,
  ).join('');

/** Runs inside the panel, so it may use nothing from outside itself. */
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

export interface PanelSurroundings extends PolicyOptions {
  networkAccess: NetworkAccess;
  theme: Theme | null;
}

export function panelDocument(html: string, surroundings: PanelSurroundings): string {
  const { networkAccess, theme, fontOrigin } = surroundings;
  const contentPolicy = policy(networkAccess, surroundings);
  const prelude = `<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">`;
  const fonts = `<style>${fontFaces(fontOrigin)}</style>`;
  const styles = theme
    ? `<style id="figma-style">${themeCss(theme)}</style><script>(${followTheme})()</script>`
    : '';
  return withRootClass(withPrelude(html, prelude + fonts + styles), theme ? `figma-${theme.name}` : '');
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
