// fal-ai/flux-differential-diffusion: differential diffusion and little else.
import { ANSWER, CHANGE_MAP, GUIDANCE, PROMPT, SEED, SOURCE, STEPS, STRENGTH, UP_TO_4 } from './common.ts';
import type { Model } from './model.ts';

// fal has two pages for it: the older one names no ranges, the newer one those of the schema.
export const FLUX_DIFFERENTIAL = {
  id: 'fal-ai/flux-differential-diffusion',
  label: 'FLUX dev · differential',
  note: 'Follows the map pixel by pixel.',
  does: 'blend',
  polarity: 'white-preserves',
  price: { known: true, dollarsPerMegapixel: 0.05 },
  first: [PROMPT, STRENGTH, UP_TO_4],
  more: [
    { title: 'Picture', fields: [SEED, STEPS, GUIDANCE] },
    { title: 'Pictures sent', fields: [SOURCE, CHANGE_MAP] },
    ANSWER,
  ],
} as const satisfies Model;
