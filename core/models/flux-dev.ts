// fal-ai/flux/dev: a new picture from words alone, at the region's own ratio.
import { DEV_ANSWER, GUIDANCE_FROM_1, PICTURE_SIZE, PROMPT, SEED, STEPS, UP_TO_4 } from './common.ts';
import type { Model } from './model.ts';

export const FLUX_DEV = {
  id: 'fal-ai/flux/dev',
  label: 'FLUX dev · text to image',
  note: 'Fills the region with a new picture; sees nothing around it.',
  does: 'fill',
  polarity: null,
  price: { known: true, dollarsPerMegapixel: 0.025 },
  first: [PROMPT, UP_TO_4],
  more: [{ title: 'Picture', fields: [PICTURE_SIZE, SEED, STEPS, GUIDANCE_FROM_1] }, DEV_ANSWER],
} as const satisfies Model;
