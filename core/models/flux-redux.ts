// fal-ai/flux/dev/redux: variations of a picture; it takes no prompt.
import { DEV_ANSWER, GUIDANCE_FROM_1, PICTURE_SIZE, SEED, SOURCE, STEPS, UP_TO_4 } from './common.ts';
import type { ImageField, Model } from './model.ts';

// Variations of a layer are of the layer, wherever it lies.
const VARIED = {
  ...SOURCE,
  help: 'Empty: the design as it looks in the region. A layer is taken by itself.',
  layer: 'itself',
} as const satisfies ImageField;

// The schema is all there is to follow: no page of fal's was at hand, and the client's types know it only as
// `fal-ai/flux-1/dev/redux`. They agree that it takes no prompt.
export const FLUX_REDUX = {
  id: 'fal-ai/flux/dev/redux',
  label: 'FLUX dev · variations (Redux)',
  note: 'Makes variations of what is there.',
  does: 'vary',
  polarity: null,
  // No price of it was found.
  price: { known: false },
  first: [UP_TO_4],
  more: [
    { title: 'Picture', fields: [PICTURE_SIZE, SEED, STEPS, GUIDANCE_FROM_1] },
    { title: 'Pictures sent', fields: [VARIED] },
    DEV_ANSWER,
  ],
} as const satisfies Model;
