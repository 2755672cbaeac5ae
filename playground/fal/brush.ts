// Colours and the strokes the simulated scenes are painted with.
import type { Colour } from './palette.ts';
import type { Picture } from './picture.ts';

export const WHITE: Colour = [255, 255, 255];

export const mix = (a: number, b: number, t: number) => a + (b - a) * t;
export const mixColours = (a: Colour, b: Colour, t: number): Colour => [
  mix(a[0], b[0], t),
  mix(a[1], b[1], t),
  mix(a[2], b[2], t),
];

export function colourAt(colours: readonly Colour[], position: number): Colour {
  const low = Math.min(Math.max(Math.floor(position), 0), colours.length - 2);
  return mixColours(colours[low]!, colours[low + 1]!, Math.min(Math.max(position - low, 0), 1));
}

export const smooth = (t: number) => t * t * (3 - 2 * t);

/** Puts a colour between two others over a pixel. Called for every pixel of every shape, so it makes no objects. */
export function put(
  canvas: Picture,
  pixel: number,
  from: Colour,
  to: Colour,
  t: number,
  amount: number,
): void {
  const { data } = canvas;
  const at = pixel * 3;
  for (let c = 0; c < 3; c++) data[at + c] = mix(data[at + c]!, mix(from[c]!, to[c]!, t), amount);
}

/** An ellipse with a soft rim, lighter on one side. `angle` in radians. */
export interface Blob {
  x: number;
  y: number;
  length: number;
  width: number;
  angle: number;
  colour: Colour;
}

export function paintBlob(canvas: Picture, blob: Blob): void {
  const [cos, sin] = [Math.cos(blob.angle), Math.sin(blob.angle)];
  const light = mixColours(blob.colour, WHITE, 0.3);
  const thickness = Math.min(blob.length, blob.width);
  const { left, top, right, bottom } = boundsOf(canvas, blob);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const along = ((x - blob.x) * cos + (y - blob.y) * sin) / blob.length;
      const across = ((y - blob.y) * cos - (x - blob.x) * sin) / blob.width;
      const rim = (1 - Math.sqrt(along * along + across * across)) * thickness;
      if (rim > 0)
        put(canvas, y * canvas.width + x, blob.colour, light, (across + 1) / 2, Math.min(rim / 1.5, 1));
    }
  }
}

/** The rotated ellipse's own box, not the square around it: leaves are thin, and there are many. */
function boundsOf(canvas: Picture, { x, y, length, width, angle }: Blob) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const halfWidth = Math.hypot(length * cos, width * sin);
  const halfHeight = Math.hypot(length * sin, width * cos);
  return {
    left: Math.max(Math.floor(x - halfWidth), 0),
    top: Math.max(Math.floor(y - halfHeight), 0),
    right: Math.min(Math.ceil(x + halfWidth) + 1, canvas.width),
    bottom: Math.min(Math.ceil(y + halfHeight) + 1, canvas.height),
  };
}
