// What each endpoint makes of a valid input, apart from protocol and files. Settings that steer a real
// model (guidance, LoRAs, ControlNets, schedulers …) are validated before and have no effect here.
import { addVaeError, diffuse, diffuseEvenly, floorSide } from './diffusion.ts';
import { type Picture, type PictureType, resize } from './picture.ts';
import { paintScene } from './scene.ts';
import type { Input } from './schemas.ts';

/** The pictures an input refers to, decoded, by field path. */
export type Pictures = Readonly<Record<string, Picture>>;

interface Endpoint {
  /** The image fields the simulation reads; the others need not be downloadable here. */
  images: readonly string[];
  /** What fal sends when the input does not say. */
  outputType: PictureType;
  generate(input: Input, pictures: Pictures, seed: number): Picture;
}

const PRESETS: Readonly<Record<string, readonly [number, number]>> = {
  square_hd: [1024, 1024],
  square: [512, 512],
  portrait_4_3: [768, 1024],
  portrait_16_9: [576, 1024],
  landscape_4_3: [1024, 768],
  landscape_16_9: [1024, 576],
};

interface Size {
  width: number;
  height: number;
}

export const SIMULATED: Readonly<Record<string, Endpoint>> = {
  'fal-ai/flux-differential-diffusion': { ...differential(), outputType: 'image/jpeg' },
  'fal-ai/flux-general/differential-diffusion': { ...differential(), outputType: 'image/png' },
  'fal-ai/flux/dev/image-to-image': {
    images: ['image_url'],
    outputType: 'image/jpeg',
    generate: (input, pictures, seed) => {
      const source = fitted(pictures.image_url!, floored(pictures.image_url!));
      return diffuseEvenly(source, scene(input, seed, source), stepsOf(input));
    },
  },
  'fal-ai/flux/dev': {
    images: [],
    outputType: 'image/jpeg',
    generate: (input, _pictures, seed) => scene(input, seed, floored(sizeOf(input) ?? PRESET_SIZE)),
  },
  'fal-ai/flux/dev/redux': {
    images: ['image_url'],
    outputType: 'image/jpeg',
    // A variation: the picture itself at the wanted size, half painted over.
    generate: (input, pictures, seed) => {
      const source = fitted(pictures.image_url!, floored(sizeOf(input) ?? PRESET_SIZE));
      return diffuseEvenly(source, scene(input, seed, source), { ...stepsOf(input), strength: 0.5 });
    },
  },
};

const PRESET_SIZE: Size = { width: 1024, height: 768 };

function differential(): Omit<Endpoint, 'outputType'> {
  return {
    images: ['image_url', 'change_map_image_url'],
    generate: (input, pictures, seed) => {
      const original = pictures.image_url!;
      const source = fitted(original, floored(sizeOf(input) ?? original));
      return diffuse(source, scene(input, seed, source), pictures.change_map_image_url!, stepsOf(input));
    },
  };
}

export function generate(endpoint: string, input: Input, pictures: Pictures, seed: number): Picture {
  return addVaeError(SIMULATED[endpoint]!.generate(input, pictures, seed), seed);
}

export function outputTypeOf(endpoint: string, input: Input): PictureType {
  switch (input.output_format) {
    case 'png':
      return 'image/png';
    case 'jpeg':
      return 'image/jpeg';
    default:
      return SIMULATED[endpoint]!.outputType;
  }
}

function scene(input: Input, seed: number, { width, height }: Size): Picture {
  return paintScene(String(input.prompt ?? ''), seed, width, height);
}

const fitted = (picture: Picture, { width, height }: Size) => resize(picture, width, height);

const floored = ({ width, height }: Size): Size => ({ width: floorSide(width), height: floorSide(height) });

function stepsOf(input: Input): { steps: number; strength: number } {
  return { steps: Number(input.num_inference_steps), strength: Number(input.strength ?? 1) };
}

function sizeOf({ image_size: size }: Input): Size | undefined {
  if (typeof size === 'string') {
    const [width, height] = PRESETS[size]!;
    return { width, height };
  }
  return size ? (size as Size) : undefined;
}
