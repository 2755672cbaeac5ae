// Results put into a document in each of the ways there are, asked of the plugin itself: a red square in every one.
import type {
  FrameNode,
  ImagePaint,
  Paint,
  RectangleNode,
  SceneNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { decode } from 'fast-png';
import type { InsertAs } from '../../core/insert-as.ts';
import { patchInPicture } from '../../core/picture-fill.ts';
import type { Pixels } from '../../core/pixels.ts';
import type { InsertRequest, Place } from '../../core/protocol.ts';
import type { Recipe } from '../../core/recipe.ts';
import { codec } from '../ui/world.ts';
import type { OpenFigma } from './figma.ts';
import { insertOne } from './insert.ts';
import { PLAIN_EDIT, recipeWith } from './recipe.ts';
import { rectangle, solid } from './shapes.ts';

export const FRAMING = { x: 0, y: 0, columns: 16, rows: 16, unit: 16 };
/** Where in its target the square lies. */
export const AREA = { x: 32, y: 16, width: 32, height: 32 };
export const RED = [255, 0, 0];

/** Blue to the right, green downwards: no two px are alike. */
export function photo(width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    data.set([40, Math.round((y / height) * 255), Math.round((x / width) * 255), 255], i * 4);
  }
  return { width, height, data };
}

function red({ width, height }: typeof AREA): Pixels {
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) =>
    i % 4 === 0 || i % 4 === 3 ? 255 : 0,
  );
  return { width, height, data };
}

export type Fills = readonly ImagePaint[];

/** White beneath a photograph. */
export function picture(
  { figma }: OpenFigma,
  [width, height]: readonly [number, number],
  placing: Partial<ImagePaint> = {},
  parent: Pick<FrameNode, 'appendChild'> = figma.currentPage,
): RectangleNode {
  const layer = rectangle(figma, parent, [20, 30, width, height]);
  layer.name = 'Photo';
  const { hash } = figma.createImage(codec.encode(photo(96, 64)));
  layer.fills = [solid(1, 1, 1), { type: 'IMAGE', scaleMode: 'FILL', imageHash: hash, ...placing } as Paint];
  return layer;
}

/** Which of its fills are seen, the lowest first. */
export function seen(layer: RectangleNode): boolean[] {
  return (layer.fills as Fills).map(({ visible }) => visible !== false);
}

export interface Wanted {
  readonly targetId: string;
  readonly regions?: readonly { id: string; use: 'mask' | 'content' }[];
  readonly insertAs: InsertAs;
  readonly replacedIds?: readonly string[];
}

export const placeOf = ({ targetId, regions = [], insertAs, replacedIds = [] }: Wanted) => ({
  targetId,
  regions,
  reach: [AREA],
  protectsText: true,
  insertAs,
  replacedIds,
});

/** As the panel asks for it, once it is paid for. */
export async function placeFor({ plugin }: OpenFigma, wanted: Wanted): Promise<Place> {
  return (await plugin.call('raster', { ...placeOf(wanted), framing: FRAMING })).place;
}

type Patch = InsertRequest['patches'][number];

export function patchOf(
  { figma }: OpenFigma,
  wanted: Wanted,
  { picture: space }: Place,
  { name = 'a red door', ...recipe }: Partial<Recipe> & { name?: string } = {},
): Patch {
  const pixels = red(AREA);
  const layer = figma.currentPage.findOne(({ id }) => id === wanted.targetId) as RectangleNode;
  const fill = space && patchInPicture({ pixels, area: AREA }, layer, space);
  const { targetId, regions = [] } = wanted;
  return {
    png: codec.encode(pixels),
    ...(fill && { fill: codec.encode(fill) }),
    area: AREA,
    shown: AREA,
    name,
    recipe: recipeWith({
      targetId,
      regionIds: regions.map(({ id }) => id),
      framing: FRAMING,
      settings: { ...PLAIN_EDIT, prompt: name },
      ...recipe,
    }),
  };
}

export interface Run {
  readonly names?: readonly string[];
  readonly joins?: readonly string[];
  readonly recipe?: Partial<Recipe>;
}

export async function requestOf(open: OpenFigma, wanted: Wanted, made: Run = {}): Promise<InsertRequest> {
  const { names = ['a red door'], joins = [], recipe = {} } = made;
  const place = await placeFor(open, wanted);
  const patches = names.map((name, index) =>
    patchOf(open, wanted, place, { ...recipe, name, index, count: names.length }),
  );
  return { ...placeOf(wanted), place, patches, name: 'a red door', joins };
}

/** @returns ids of the results */
export async function run(open: OpenFigma, wanted: Wanted, made: Run = {}): Promise<readonly string[]> {
  return (await insertOne(open.plugin, await requestOf(open, wanted, made))).layerIds;
}

export async function render({ host }: OpenFigma, node: SceneNode) {
  const { width, height, channels, data } = decode(await host.png(node.id, 1));
  const at = (x: number, y: number) => [
    ...data.slice((y * width + x) * channels, (y * width + x) * channels + 3),
  ];
  return { width, height, at };
}
