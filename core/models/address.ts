// Addresses and paths that fal is to fetch from: what it could never find is told of before it is paid for.

/** Scheme, host and port of an address on the web. */
const WEB = /^(https?):\/\/(?:[^\s/@]*@)?(\[[\da-f:.]+\]|[^\s/?#:@[\]]+)(?::\d+)?(?:[/?#]|$)/i;
/** Of this computer, or of the network it is in: nobody else gets there. */
const OWN =
  /^(localhost|.*\.(localhost|local|internal|test)|(127|10|0)\..*|192\.168\..*|169\.254\..*|172\.(1[6-9]|2\d|3[01])\..*|\[(::1?|f[cd].*|fe80.*)\])$/i;
const DATA = /^data:image\/[\w.+-]+;base64,\S/i;

/** What the address of a picture has to be; null when it may be sent. fal's pages say: public, or the bytes in base64. */
export function pictureAddressProblem(url: string): string | null {
  if (DATA.test(url)) return null;
  const [, scheme = '', host = ''] = WEB.exec(url) ?? [];
  if (scheme.toLowerCase() !== 'https') return 'an address that starts with https://, a file or a layer';
  return isPublic(host)
    ? null
    : 'an address that fal can reach: this one is known on your own computer or network alone';
}

/** On the web, under whatever scheme. */
export function isWebAddress(text: string): boolean {
  return isPublic(WEB.exec(text)?.[2] ?? '');
}

/** An address, or a path of at least two parts: owner and name at Hugging Face, and perhaps a file of theirs. */
export function isWeights(text: string): boolean {
  return isWebAddress(text) || /^\/?[^\s/:]+(\/[^\s/:]+)+$/.test(text);
}

/** Every public host has a dot in its name, or is one by number. */
function isPublic(host: string): boolean {
  return /[.:]/.test(host.replace(/^\.|\.$/g, '')) && !OWN.test(host);
}
