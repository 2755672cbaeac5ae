// fal-ai/flux/dev/image-to-image: restyles what is there; the patch is cut by the map.
import { DEV_ANSWER, GUIDANCE_FROM_1, PROMPT, SEED, SOURCE, STEPS, STRENGTH, UP_TO_4 } from './common.ts';
import type { Model } from './model.ts';

// fal's page names no range for strength, steps, guidance or the number of pictures; the schema's are followed. It
// describes width and height too, which no input of this endpoint takes: the schema has no size, nor has the table.
export const FLUX_IMAGE_TO_IMAGE = {
  id: 'fal-ai/flux/dev/image-to-image',
  label: 'FLUX dev · image to image',
  note: 'Restyles what is there, and is cut to the region.',
  does: 'restyle',
  polarity: null,
  // Its page names none.
  price: { known: false },
  first: [PROMPT, { ...STRENGTH, default: 0.95 }, UP_TO_4],
  more: [
    { title: 'Picture', fields: [SEED, { ...STEPS, minimum: 10, default: 40 }, GUIDANCE_FROM_1] },
    { title: 'Pictures sent', fields: [SOURCE] },
    DEV_ANSWER,
  ],
} as const satisfies Model;
