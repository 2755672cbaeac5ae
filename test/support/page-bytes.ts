// Pictures on their way from the page to a test: they cross as text, since an array of numbers would take a minute.
import { decode } from 'fast-png';

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

declare global {
  interface Window {
    toBase64(bytes: Uint8Array): string;
  }
}

/** For the page, before anything else runs in it. */
export function addToBase64(): void {
  window.toBase64 = (bytes) => {
    let text = '';
    for (let i = 0; i < bytes.length; i += 0x8000)
      text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    return btoa(text);
  };
}

export function picture(base64: string): Picture {
  const { width, height, channels, data } = decode(Buffer.from(base64, 'base64'));
  return { width, height, channels, data: Uint8Array.from(data) };
}
