// fal-ai/flux/dev/redux: variations of a picture; it takes no prompt.
import { DEV_ANSWER, GUIDANCE_FROM_1, PICTURE_SIZE, SEED, SOURCE, STEPS, UP_TO_4 } from './common.ts';
import type { Model } from './model.ts';

export const FLUX_REDUX = {
  id: 'fal-ai/flux/dev/redux',
  label: 'FLUX dev · variations (Redux)',
  note: 'Makes variations of what is there.',
  does: 'vary',
  polarity: null,
  // Its page names none.
  price: { known: false },
  first: [UP_TO_4],
  more: [
    { title: 'Picture', fields: [PICTURE_SIZE, SEED, STEPS, GUIDANCE_FROM_1] },
    { title: 'Pictures sent', fields: [SOURCE] },
    DEV_ANSWER,
  ],
} as const satisfies Model;
