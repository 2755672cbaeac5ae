// Which end of the grey scale an endpoint reads as “change”: a probe that finds out, since fal does not say.
import type { Polarity } from './models/index.ts';
import type { Pixels } from './pixels.ts';

/** A square of one colour, and a map whose left half is black and right half white. */
export const PROBE_SIDE = 512;
/** Nothing a model would paint by itself when asked for something else. */
const PROBE_COLOUR = [64, 160, 220] as const;
export const PROBE_PROMPT = 'a pile of red apples, close-up photograph';

export function probeSource(): Pixels {
  return square(() => PROBE_COLOUR);
}

export function probeMap(): Pixels {
  return square((x) => (x < PROBE_SIDE / 2 ? [0, 0, 0] : [255, 255, 255]));
}

function square(colour: (x: number) => readonly [number, number, number]): Pixels {
  const data = new Uint8Array(PROBE_SIDE * PROBE_SIDE * 4);
  for (let i = 0; i < PROBE_SIDE * PROBE_SIDE; i++) data.set([...colour(i % PROBE_SIDE), 255], i * 4);
  return { width: PROBE_SIDE, height: PROBE_SIDE, data };
}

/** Levels by which a half must differ from the source to count as changed; a model's own error is a few. */
const CHANGED = 24;
/** How many times more one half must have changed than the other. */
const CLEARLY = 2.5;

/** Null when the two halves changed about alike: the endpoint may not heed the map at all. */
export function polarityOf(result: Pixels): Polarity | null {
  const left = meanDifference(result, 0.05, 0.4);
  const right = meanDifference(result, 0.6, 0.95);
  if (left >= CHANGED && left >= CLEARLY * right) return 'white-preserves';
  if (right >= CHANGED && right >= CLEARLY * left) return 'white-changes';
  return null;
}

/** Over the columns between two shares of the width: away from the border, and from the seam between the halves. */
function meanDifference({ width, height, data }: Pixels, from: number, to: number): number {
  let [sum, count] = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = Math.floor(width * from); x < width * to; x++) {
      for (let c = 0; c < 3; c++) sum += Math.abs(data[(y * width + x) * 4 + c]! - PROBE_COLOUR[c]!);
      count += 3;
    }
  }
  return sum / count;
}
