// Bytes, whichever window of the browser they were made in: to `instanceof` each has a Uint8Array of its own.

export function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === '[object Uint8Array]';
}
