// fal-ai/flux-general/differential-diffusion: differential diffusion with every addition fal offers for FLUX.
import {
  ANSWER,
  CHANGE_MAP,
  GUIDANCE,
  OUTPUT_FORMAT,
  PICTURE_SIZE,
  PROMPT,
  SEED,
  SOURCE,
  STEPS,
  STRENGTH,
  UP_TO_4,
} from './common.ts';
import {
  CONTROL_LORAS,
  CONTROLNET_UNIONS,
  CONTROLNETS,
  EASYCONTROLS,
  FILL_IMAGE,
  IP_ADAPTERS,
  LORAS,
} from './flux-general-lists.ts';
import type { BooleanField, ChoiceField, ImageField, Model, NumberField, TextField } from './model.ts';

const NEGATIVE_PROMPT = {
  kind: 'text',
  name: 'negative_prompt',
  label: 'What to avoid',
  help: 'Words for what should not appear.',
  isLong: true,
} as const satisfies TextField;

// fal's page says 2 to 10; the schema takes whatever is above 1, and is followed: it is what fal checks.
const NAG_SCALE = {
  kind: 'number',
  name: 'nag_scale',
  label: 'Avoidance',
  help: 'How strongly it is avoided.',
  minimum: 1,
  excludesMinimum: true,
  maximum: 10,
  step: 0.1,
  default: 3,
} as const satisfies NumberField;

// For this and the next two, fal's page names no range; the schema's is followed.
const NAG_TAU = {
  kind: 'number',
  name: 'nag_tau',
  label: 'Avoiding limit',
  help: 'Keeps avoiding from going too far. fal advises to leave it.',
  minimum: 0,
  excludesMinimum: true,
  maximum: null,
  step: 0.1,
  default: 2.5,
} as const satisfies NumberField;

const NAG_ALPHA = {
  kind: 'number',
  name: 'nag_alpha',
  label: 'Avoiding share',
  help: 'Higher values heed the prompt more, and what to avoid less.',
  minimum: 0,
  excludesMinimum: true,
  maximum: 1,
  step: 0.01,
  default: 0.25,
} as const satisfies NumberField;

const NAG_END = {
  kind: 'number',
  name: 'nag_end',
  label: 'Avoiding until',
  help: 'For how much of the way it is avoided; 1 is all of it.',
  minimum: 0,
  excludesMinimum: true,
  maximum: 1,
  step: 0.01,
  default: 0.25,
} as const satisfies NumberField;

const USE_REAL_CFG = {
  kind: 'boolean',
  name: 'use_real_cfg',
  label: 'Real CFG',
  help: 'Classic guidance, as in older models: takes longer and costs more.',
  default: false,
} as const satisfies BooleanField;

const REAL_CFG_SCALE = {
  kind: 'number',
  name: 'real_cfg_scale',
  label: 'Classic scale',
  help: 'How closely the prompt is followed when Real CFG is on.',
  minimum: 0,
  maximum: 5,
  step: 0.1,
  default: 3.5,
} as const satisfies NumberField;

const USE_CFG_ZERO = {
  kind: 'boolean',
  name: 'use_cfg_zero',
  label: 'CFG-zero start',
  help: 'A steadier beginning, which can give cleaner shapes.',
  default: false,
} as const satisfies BooleanField;

const REFERENCE_IMAGE = {
  kind: 'image',
  name: 'reference_image_url',
  label: 'Reference picture',
  help: 'The result takes after this picture.',
  layer: 'itself',
} as const satisfies ImageField;

const REFERENCE_STRENGTH = {
  kind: 'number',
  name: 'reference_strength',
  label: 'Reference amount',
  help: 'How much it takes after it; below 0 it moves away. Needs a reference picture.',
  minimum: -3,
  maximum: 3,
  step: 0.05,
  default: 0.65,
} as const satisfies NumberField;

const REFERENCE_START = {
  kind: 'number',
  name: 'reference_start',
  label: 'Reference from',
  help: 'When the reference sets in: 0 is at once, 1 never.',
  minimum: 0,
  maximum: 1,
  step: 0.01,
  default: 0,
} as const satisfies NumberField;

const REFERENCE_END = {
  kind: 'number',
  name: 'reference_end',
  label: 'Reference until',
  help: 'When the reference ends: 1 is the very end.',
  minimum: 0,
  maximum: 1,
  step: 0.01,
  default: 1,
} as const satisfies NumberField;

const BASE_SHIFT = {
  kind: 'number',
  name: 'base_shift',
  label: 'Base shift',
  help: 'Where small pictures spend their steps: higher is more on the whole, less on detail.',
  minimum: 0.01,
  maximum: 5,
  step: 0.01,
  default: 0.5,
} as const satisfies NumberField;

const MAX_SHIFT = {
  kind: 'number',
  name: 'max_shift',
  label: 'Max shift',
  help: 'The same for large pictures.',
  minimum: 0.01,
  maximum: 5,
  step: 0.01,
  default: 1.15,
} as const satisfies NumberField;

const USE_BETA_SCHEDULE = {
  kind: 'boolean',
  name: 'use_beta_schedule',
  label: 'Beta schedule',
  help: 'Spends more steps at the beginning and at the end.',
  default: false,
} as const satisfies BooleanField;

// fal's page and the client type it as any text; the schema knows one value, and is followed.
const SIGMA_SCHEDULE = {
  kind: 'choice',
  name: 'sigma_schedule',
  label: 'Sigma schedule',
  help: 'How noise is taken away from one step to the next.',
  options: [{ value: 'sgm_uniform', title: 'SGM uniform' }],
  default: null,
} as const satisfies ChoiceField;

const SCHEDULER = {
  kind: 'choice',
  name: 'scheduler',
  label: 'Scheduler',
  help: 'The method by which the picture is worked out.',
  options: [
    { value: 'euler', title: 'Euler' },
    { value: 'dpmpp_2m', title: 'DPM++ 2M' },
  ],
  default: 'euler',
} as const satisfies ChoiceField;

// fal documents no polarity; the paper's code, diffusers' FLUX pipeline and fal's own example all keep
// what is white. Until an account's own probe says otherwise, white preserves.
export const FLUX_GENERAL = {
  id: 'fal-ai/flux-general/differential-diffusion',
  label: 'FLUX general · differential',
  note: 'Follows the map pixel by pixel; takes LoRAs and more.',
  does: 'blend',
  polarity: 'white-preserves',
  // Its page says “$0 per compute seconds”, which is no price.
  price: { known: false },
  first: [PROMPT, STRENGTH, { ...UP_TO_4, maximum: 10 }],
  more: [
    // Without an explicit size the endpoint chooses its own, and the result would have to be resampled.
    { title: 'Picture', fields: [{ ...PICTURE_SIZE, falDefault: null }, SEED, STEPS, GUIDANCE] },
    { title: 'Pictures sent', fields: [SOURCE, CHANGE_MAP] },
    { title: 'Avoiding', fields: [NEGATIVE_PROMPT, NAG_SCALE, NAG_TAU, NAG_ALPHA, NAG_END] },
    { title: 'Styles', fields: [LORAS, IP_ADAPTERS] },
    {
      title: 'Reference',
      fields: [REFERENCE_IMAGE, REFERENCE_STRENGTH, REFERENCE_START, REFERENCE_END, FILL_IMAGE],
    },
    { title: 'Control', fields: [CONTROLNETS, CONTROLNET_UNIONS, CONTROL_LORAS, EASYCONTROLS] },
    { title: 'Classic guidance', fields: [USE_REAL_CFG, REAL_CFG_SCALE, USE_CFG_ZERO] },
    {
      title: 'Schedule',
      fields: [SCHEDULER, SIGMA_SCHEDULE, USE_BETA_SCHEDULE, BASE_SHIFT, MAX_SHIFT],
    },
    { title: 'Answer', fields: [{ ...OUTPUT_FORMAT, default: 'png' }, ...ANSWER.fields] },
  ],
} as const satisfies Model;
