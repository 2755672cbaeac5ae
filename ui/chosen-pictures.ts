// The pictures chosen for the model's fields, ready to be sent: files as they are, layers drawn anew for each run.
import { Failure } from '../core/failure.ts';
import { targetArea } from '../core/framing.ts';
import { layerPicture } from '../core/layer-picture.ts';
import { modelOf } from '../core/model-settings.ts';
import { type ChosenPicture, isInPlace, type Polarity, picturesChosen } from '../core/models/index.ts';
import { isClear, type Pixels, sameSize } from '../core/pixels.ts';
import type { EditPlan } from '../core/plan.ts';
import type { Plugin } from './channel.ts';
import type { Codec } from './codec.ts';
import { placeRequest } from './place-request.ts';
import { stoppable } from './stoppable.ts';

interface ChoosingWorld {
  readonly plugin: Plugin;
  readonly codec: Codec;
}

export interface Chosen {
  /** What was chosen from disk, by the key under which the settings name it. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Which colour of a map means change, where it was found out; null follows the model table. */
  readonly polarity: Polarity | null;
  /** The user was told that nothing of it can be stored, and wants to go on. */
  readonly goesUnkept?: boolean;
}

export type KeyedPicture = readonly [key: string, bytes: Uint8Array];

type ChosenLayer = Extract<ChosenPicture, { kind: 'layer' }>;

/**
 * @param source as it is sent where no other is chosen: what is drawn in its place lies on the same pixels
 * @throws Failure file-gone, target-gone, input-*, export-*, picture-unreadable, cancelled
 */
export async function chosenPictures(
  plan: EditPlan,
  source: Pixels,
  { files, polarity, goesUnkept = false }: Chosen,
  world: ChoosingWorld,
  signal: AbortSignal,
): Promise<KeyedPicture[]> {
  const target = targetArea(plan.framing, plan.target.size);
  const around = { source, target, polarity: polarity ?? modelOf(plan).polarity ?? 'white-changes' };
  const pictures: KeyedPicture[] = [];
  // One after the other: Figma draws one at a time, and each is several megabytes once decoded.
  for (const picture of picturesChosen(modelOf(plan), plan.values)) {
    if (picture.kind === 'file') pictures.push([picture.key, fileBytes(picture, files)]);
    else {
      const drawn = await stoppable(world.plugin, signal, () => drawLayer(plan, picture, goesUnkept, world));
      pictures.push([picture.key, world.codec.encode(layerPicture(picture.use, drawn, around))]);
    }
  }
  return pictures;
}

/** Their bytes are kept only while the panel is open. */
function fileBytes(
  { key, name }: Extract<ChosenPicture, { kind: 'file' }>,
  files: Chosen['files'],
): Uint8Array {
  const bytes = files.get(key);
  if (!bytes) throw new Failure('file-gone', { file: name });
  return bytes;
}

async function drawLayer(
  plan: EditPlan,
  { id, name, use }: ChosenLayer,
  goesUnkept: boolean,
  { plugin, codec }: ChoosingWorld,
) {
  const { framing, size } = plan;
  const names = { layer: name, target: plan.target.name };
  const request = { ...placeRequest(plan), framing, goesUnkept, layer: { id, name }, use };
  const { png, area, backdrop } = await plugin.call('drawLayer', request);
  const pixels = await codec.decode(png);
  if (isInPlace(use) && !sameSize(pixels, size)) throw new Failure('export-unequal');
  // Figma draws a layer that lies beside the picture as well, and nothing of it shows.
  if (isClear(pixels)) throw new Failure(isInPlace(use) ? 'input-outside' : 'input-empty', names);
  return { pixels, area, backdrop };
}
