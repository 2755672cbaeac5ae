// The pixel work of one edit of about a megapixel, stage by stage, as multiples of one yardstick within the same run.
import { decode, encode } from 'fast-png';
import { Bench } from 'tinybench';
import { type ChangeMap, changeMap } from '../../core/change-map.ts';
import { type CropContext, cut, hold } from '../../core/finish.ts';
import { lintMap } from '../../core/lint.ts';
import { emptyPlane, flatten, greyPicture, type Plane } from '../../core/pixels.ts';
import { prove } from '../../core/proof.ts';
import { readRegion } from '../../core/region-reading.ts';
import { resample } from '../../core/resample.ts';
import { mapChannels, somePiece } from '../support/photos.ts';
import { seeded } from '../support/random.ts';

const [WIDTH, HEIGHT] = [1008, 976];
const AREA = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

/** A soft ellipse over a third of the crop, as a designer draws one. */
function ellipse(): Plane {
  const plane = emptyPlane(WIDTH, HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const distance = Math.hypot((x - WIDTH / 2) / 330, (y - HEIGHT / 2) / 300);
      plane.data[y * WIDTH + x] = Math.max(0, Math.min(1, (1 - distance) * 4));
    }
  }
  return plane;
}

const { pixels: source } = somePiece(seeded(1), WIDTH, HEIGHT);
const result = mapChannels(source, (value, channel) => value * 0.96 + 4 + channel);
const smaller = resample(result, 992, 960);
const coverage = ellipse();
const region = greyPicture(coverage, 'white-changes');
const png = encode(source);

const cutMap = (): ChangeMap =>
  changeMap([{ coverage, amount: 1 }], {
    edge: { feather: 60, grow: 34, blend: 25 },
    density: 1.5,
    openSides: { left: false, top: false, right: false, bottom: false },
    changeEverythingElse: false,
  });
const map = cutMap();
const around: CropContext = {
  source,
  sent: map.amount,
  alpha: map.alpha,
  limit: null,
  area: AREA,
  isOverOld: false,
};
const held = hold(result, around);

/** What cannot be had for less: the library's decoding of one such picture. */
const YARDSTICK = 'decode one PNG';

const stages: Readonly<Record<string, () => unknown>> = {
  [YARDSTICK]: () => decode(png),
  'encode one PNG': () => encode(source),
  'flatten the source': () => flatten(source, { r: 255, g: 255, b: 255 }),
  'read a region': () => readRegion(region, 'automatic', 'mask'),
  'change map and alpha': cutMap,
  'lint the map': () => lintMap(map.amount, map.drawn, AREA),
  'hold a result of the same size': () => hold(result, around),
  'hold a result that came back smaller': () => hold(smaller, around),
  'cut a result': () => cut(held, around, 1),
  'prove that nothing else changed': () => prove(source, result, map.amount),
};

const bench = new Bench({ time: 1500, iterations: 5, warmupIterations: 2, warmupTime: 200 });
for (const [name, stage] of Object.entries(stages)) bench.add(name, stage);
await bench.run();

function medianOf(name: string): number {
  const result = bench.getTask(name)?.result;
  if (result?.state !== 'completed') throw new Error(`${name} was not measured: ${result?.state}`);
  return result.latency.p50;
}

const yardstick = medianOf(YARDSTICK);
console.log(`${WIDTH} × ${HEIGHT} px; ${YARDSTICK} = 1 (${yardstick.toFixed(0)} ms here)\n`);
for (const name of Object.keys(stages)) {
  console.log(`${(medianOf(name) / yardstick).toFixed(2).padStart(6)}  ${name}`);
}
