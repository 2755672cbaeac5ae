// The presets that come with the plugin: a few settings each, for what designers do most.
import { FLUX_DEV } from './models/flux-dev.ts';
import { FLUX_GENERAL } from './models/flux-general.ts';
import { FLUX_IMAGE_TO_IMAGE } from './models/flux-image-to-image.ts';
import type { BuiltInPreset } from './presets.ts';

const AUTOMATIC_EDGE = {
  softEdge: 'automatic',
  edgeDetails: { feather: null, grow: null, blend: null },
} as const;

export const BUILT_IN_PRESETS: readonly BuiltInPreset[] = [
  {
    kind: 'built-in',
    id: 'subtle-retouch',
    name: 'Subtle retouch',
    about: 'Keeps most of what is there: for small repairs, and a little more or less of something.',
    sets: {
      modelId: FLUX_GENERAL.id,
      values: { strength: 0.45 },
      ...AUTOMATIC_EDGE,
      surroundings: 'nearby',
      matchColours: 1,
    },
  },
  {
    kind: 'built-in',
    id: 'replace-object',
    name: 'Replace object',
    about: 'Remakes the region so that it fits what lies around it. Say what should be there.',
    sets: {
      modelId: FLUX_GENERAL.id,
      values: { strength: 1 },
      ...AUTOMATIC_EDGE,
      surroundings: 'nearby',
      matchColours: 1,
    },
  },
  {
    kind: 'built-in',
    id: 'restyle',
    name: 'Restyle',
    about: 'Another look for what is there; its layout stays, more or less. Say the style and the subject.',
    sets: { modelId: FLUX_IMAGE_TO_IMAGE.id, values: { strength: 0.75 }, surroundings: 'nearby' },
  },
  {
    kind: 'built-in',
    id: 'photo-for-this-card',
    name: 'Photo for this card',
    about: 'A new picture that fills the region to its edge, made from words alone. Begin with “photo of”.',
    sets: {
      modelId: FLUX_DEV.id,
      values: { image_size: 'region' },
      softEdge: 0,
      edgeDetails: { feather: null, grow: null, blend: null },
      surroundings: 'none',
    },
  },
];
