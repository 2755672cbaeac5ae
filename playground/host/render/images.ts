// Decoded images for drawing, kept by their hash for as long as there is room: CanvasKit's memory ends at 2 GB, and a
// long session inserts many pictures.
import type { CanvasKit, Image } from 'canvaskit-wasm';

/** In bytes of pixels, smaller copies of them included. */
const ROOM = 256_000_000;

export class DecodedImages {
  /** Least recently used first. */
  readonly #images = new Map<string, Image | null>();
  #used = 0;
  readonly #kit: CanvasKit;
  readonly #room: number;

  constructor(kit: CanvasKit, room = ROOM) {
    this.#kit = kit;
    this.#room = room;
  }

  /** Null when the bytes are no image. To be drawn before another is asked for: it may have to go then. */
  get(hash: string, bytes: Uint8Array): Image | null {
    const known = this.#images.get(hash);
    const image = known === undefined ? decode(this.#kit, bytes) : known;
    if (known === undefined) this.#used += sizeOf(image);
    this.#images.delete(hash);
    this.#images.set(hash, image);
    this.#makeRoom(hash);
    return image;
  }

  /** How many are decoded. */
  get size(): number {
    return this.#images.size;
  }

  clear(): void {
    for (const image of this.#images.values()) image?.delete();
    this.#images.clear();
    this.#used = 0;
  }

  #makeRoom(inUse: string): void {
    for (const [hash, image] of this.#images) {
      if (this.#used <= this.#room || hash === inUse) return;
      this.#used -= sizeOf(image);
      this.#images.delete(hash);
      image?.delete();
    }
  }
}

function decode(kit: CanvasKit, bytes: Uint8Array): Image | null {
  const image = kit.MakeImageFromEncoded(bytes);
  const copy = image?.makeCopyWithDefaultMipmaps() ?? null;
  image?.delete();
  return copy;
}

/** A third more for the smaller copies. */
function sizeOf(image: Image | null): number {
  return image ? (image.width() * image.height() * 4 * 4) / 3 : 0;
}
