// Writes lossless WebP, plainly: no transforms, and a byte is a byte. It exists so that a format Figma
// cannot take can be sent on purpose. After RFC 9649, sections 3 to 5.
import type { Picture } from './picture.ts';

/** Least significant bit first, as VP8L is read. */
class BitWriter {
  readonly #bytes: number[] = [];
  #pending = 0;
  #count = 0;

  write(value: number, bits: number): void {
    for (let i = 0; i < bits; i++) {
      this.#pending |= ((value >> i) & 1) << this.#count;
      this.#count += 1;
      if (this.#count === 8) this.#flush();
    }
  }

  finish(): Uint8Array {
    if (this.#count > 0) this.#flush();
    return Uint8Array.from(this.#bytes);
  }

  #flush(): void {
    this.#bytes.push(this.#pending);
    this.#pending = 0;
    this.#count = 0;
  }
}

const SIGNATURE = 0x2f;
const GREEN_SYMBOLS = 280;
const BYTE_SYMBOLS = 256;
/** Code lengths are themselves coded; up to "8" in the format's fixed order there are twelve. */
const CODE_LENGTH_ORDER = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8];

export function encodeWebp(picture: Picture): Uint8Array {
  const bits = new BitWriter();
  writeHeader(bits, picture);
  writeByteCode(bits, GREEN_SYMBOLS);
  writeByteCode(bits, BYTE_SYMBOLS);
  writeByteCode(bits, BYTE_SYMBOLS);
  writeSingleSymbol(bits, 255);
  writeSingleSymbol(bits, 0);
  writePixels(bits, picture);
  return container(bits.finish());
}

function writeHeader(bits: BitWriter, { width, height }: Picture): void {
  bits.write(SIGNATURE, 8);
  bits.write(width - 1, 14);
  bits.write(height - 1, 14);
  // No alpha, version 0, no transform, no colour cache, one set of codes.
  bits.write(0, 1 + 3 + 1 + 1 + 1);
}

/** Every byte gets a code of eight bits; green's further symbols (lengths of copies) get none. */
function writeByteCode(bits: BitWriter, symbols: number): void {
  bits.write(0, 1);
  bits.write(CODE_LENGTH_ORDER.length - 4, 4);
  for (const length of CODE_LENGTH_ORDER) bits.write(length === 0 || length === 8 ? 1 : 0, 3);
  bits.write(0, 1);
  for (let symbol = 0; symbol < symbols; symbol++) bits.write(symbol < BYTE_SYMBOLS ? 1 : 0, 1);
}

/** A channel that never changes costs no bits. */
function writeSingleSymbol(bits: BitWriter, symbol: number): void {
  bits.write(1, 1);
  bits.write(0, 1);
  bits.write(1, 1);
  bits.write(symbol, 8);
}

function writePixels(bits: BitWriter, { data }: Picture): void {
  for (let at = 0; at < data.length; at += 3) {
    for (const channel of [1, 0, 2]) bits.write(reversed(data[at + channel]!), 8);
  }
}

/** Codes are written from their most significant bit. */
function reversed(byte: number): number {
  let out = 0;
  for (let i = 0; i < 8; i++) out |= ((byte >> i) & 1) << (7 - i);
  return out;
}

function container(payload: Uint8Array): Uint8Array {
  const padded = payload.length + (payload.length % 2);
  const file = new Uint8Array(20 + padded);
  const view = new DataView(file.buffer);
  const text = new TextEncoder();
  file.set(text.encode('RIFF'), 0);
  view.setUint32(4, 12 + padded, true);
  file.set(text.encode('WEBPVP8L'), 8);
  view.setUint32(16, payload.length, true);
  file.set(payload, 20);
  return file;
}
