// Paints the picture the simulation "generates": simple scenery whose colours and shapes come from the
// prompt and whose arrangement comes from the seed. Nothing here pretends to be a model.
import { colourAt, mix, mixColours, paintBlob, put, smooth, WHITE } from './brush.ts';
import type { Colour, Mood, Pattern } from './palette.ts';
import { moodOf } from './palette.ts';
import { blank, type Picture } from './picture.ts';
import { createRandom, hashNumbers, hashText } from './random.ts';

type Random = () => number;
type Painter = (canvas: Picture, colours: readonly Colour[], random: Random) => void;

export function paintScene(prompt: string, seed: number, width: number, height: number): Picture {
  const hash = hashText(prompt);
  const { pattern, colours } = moodOf(prompt, hash);
  // Seeds may be larger than 32 bits, so both halves count.
  const random = createRandom(hashNumbers(hash, seed, Math.floor(seed / 2 ** 32)));
  return paint({ pattern, colours }, random, width, height);
}

function paint(
  mood: Pick<Mood, 'pattern' | 'colours'>,
  random: Random,
  width: number,
  height: number,
): Picture {
  const canvas = blank(width, height);
  PAINTERS[mood.pattern](canvas, mood.colours, random);
  return canvas;
}

const PAINTERS: Record<Pattern, Painter> = {
  hills: (canvas, colours, random) => {
    paintSky(canvas, colours[0]!, colours[1]!, random);
    paintRidges(canvas, colours.slice(1), random, { from: 0.42, roughness: 0.11, frequency: 2.2 });
  },
  waves: (canvas, colours, random) => {
    paintSky(canvas, colours[0]!, colours[1]!, random);
    const bands = [1, 1.5, 2, 2.5, 3, 3.5, 4].map((at) => colourAt(colours, at));
    paintRidges(canvas, bands, random, { from: 0.18, roughness: 0.03, frequency: 5 });
  },
  foliage: (canvas, colours, random) => {
    paintSky(canvas, colours[3]!, colours[4]!, random);
    paintLeaves(canvas, colours, random);
  },
  blooms: (canvas, colours, random) => {
    paintSky(canvas, colours[3]!, colours[4]!, random);
    paintFlowers(canvas, colours, random);
  },
};

const SUNLIGHT: Colour = [255, 250, 236];

/** A vertical gradient with a soft glow somewhere in its upper part. */
function paintSky(canvas: Picture, top: Colour, bottom: Colour, random: Random): void {
  const { width, height } = canvas;
  const glow = { x: width * mix(0.2, 0.8, random()), y: height * mix(0.15, 0.4, random()) };
  const reach = Math.hypot(width, height) * 0.35;
  for (let y = 0; y < height; y++) {
    const base = mixColours(top, bottom, smooth(y / height));
    for (let x = 0; x < width; x++) {
      const near = 1 - Math.sqrt((x - glow.x) ** 2 + (y - glow.y) ** 2) / reach;
      put(canvas, y * width + x, base, SUNLIGHT, near > 0 ? 0.45 * smooth(near) : 0, 1);
    }
  }
}

interface Ridges {
  /** Where the farthest ridge stands, as a share of the height. */
  from: number;
  /** How far a ridge rises and falls, as a share of the height. */
  roughness: number;
  frequency: number;
}

/** Layers from far to near, each a wavy line filled below, lighter along its crest. */
function paintRidges(canvas: Picture, colours: readonly Colour[], random: Random, ridges: Ridges): void {
  colours.forEach((colour, i) => {
    const level = mix(ridges.from, 0.92, i / Math.max(colours.length - 1, 1));
    const line = wavyLine(random, ridges.frequency * mix(0.8, 1.3, random()));
    fillBelow(canvas, colour, (x) => (level + ridges.roughness * line(x / canvas.width)) * canvas.height);
  });
}

/** A sum of sines with falling weight, within about −1 and 1. */
function wavyLine(random: Random, frequency: number): (t: number) => number {
  const parts = [1, 2.3, 4.9, 10.7].map((multiple) => ({
    multiple,
    phase: random() * Math.PI * 2,
    weight: 1 / multiple,
  }));
  return (t) =>
    parts.reduce((sum, part) => {
      return sum + part.weight * Math.sin(t * frequency * part.multiple * Math.PI + part.phase);
    }, 0) / 1.8;
}

function fillBelow(canvas: Picture, colour: Colour, lineAt: (x: number) => number): void {
  const crest = mixColours(colour, WHITE, 0.28);
  const depth = canvas.height * 0.12;
  for (let x = 0; x < canvas.width; x++) {
    const line = lineAt(x);
    for (let y = Math.max(Math.floor(line), 0); y < canvas.height; y++) {
      const covered = Math.min(y + 1 - line, 1);
      const below = smooth(Math.min((y - line + 1) / depth, 1));
      put(canvas, y * canvas.width + x, crest, colour, below, covered);
    }
  }
}

const LEAVES = 420;

/** Leaves from the dark behind to the light in front. */
function paintLeaves(canvas: Picture, colours: readonly Colour[], random: Random): void {
  const size = Math.sqrt(canvas.width * canvas.height) / 16;
  for (let i = 0; i < LEAVES; i++) {
    const depth = 1 - i / LEAVES;
    const length = size * mix(0.7, 1.25, random());
    paintBlob(canvas, {
      x: random() * canvas.width,
      y: random() * canvas.height,
      length,
      width: length * mix(0.34, 0.48, random()),
      angle: random() * Math.PI,
      colour: colourAt(colours, depth * (colours.length - 1) + mix(-0.6, 0.6, random())),
    });
  }
}

const GRASS = 160;
const FLOWERS = 70;

function paintFlowers(canvas: Picture, colours: readonly Colour[], random: Random): void {
  const size = Math.sqrt(canvas.width * canvas.height) / 18;
  for (let i = 0; i < GRASS; i++) paintGrass(canvas, colours, random, size);
  for (let i = 0; i < FLOWERS; i++) {
    const petal = mixColours(colours[0]!, colours[random() < 0.5 ? 1 : 2]!, mix(0.4, 1, random()));
    paintFlower(canvas, petal, random, size * mix(0.6, 1.2, random()));
  }
}

function paintGrass(canvas: Picture, colours: readonly Colour[], random: Random, size: number): void {
  paintBlob(canvas, {
    x: random() * canvas.width,
    y: random() * canvas.height,
    length: size * 1.8,
    width: size * 0.22,
    angle: Math.PI / 2 + mix(-0.5, 0.5, random()),
    colour: mixColours(colours[3]!, colours[4]!, random()),
  });
}

function paintFlower(canvas: Picture, petal: Colour, random: Random, size: number): void {
  const centre = { x: random() * canvas.width, y: random() * canvas.height };
  const turn = random() * Math.PI;
  for (let i = 0; i < 6; i++) {
    const angle = turn + (i * Math.PI) / 3;
    const x = centre.x + Math.cos(angle) * size * 0.5;
    const y = centre.y + Math.sin(angle) * size * 0.5;
    paintBlob(canvas, { x, y, length: size * 0.5, width: size * 0.27, angle, colour: petal });
  }
  paintBlob(canvas, { ...centre, length: size * 0.2, width: size * 0.2, angle: 0, colour: [244, 196, 72] });
}
