// Bytes as data URIs and back: Figma's iframe allows no blob: addresses.

const CHUNK = 0x8000;

export function toDataUri(bytes: Uint8Array, type: string): string {
  return `data:${type};base64,${toBase64(bytes)}`;
}

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // In chunks, because a call takes only so many arguments.
  for (let i = 0; i < bytes.length; i += CHUNK)
    binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(binary);
}

/** Null when it is not a base64 data URI. */
export function fromDataUri(uri: string): Uint8Array | null {
  const match = /^data:[^,]*;base64,/i.exec(uri);
  if (!match) return null;
  try {
    return Uint8Array.from(atob(uri.slice(match[0].length)), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
