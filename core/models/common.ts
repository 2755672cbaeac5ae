// Fields that several endpoints share. Names, ranges and defaults are those of fal's schemas.
// Where fal's pages, or its client's types, say otherwise, it stands at the field, with which was followed and why:
// the schema as a rule, because it is what a request is checked against.
import type {
  BooleanField,
  ChoiceField,
  CountField,
  ImageField,
  NumberField,
  PromptField,
  SeedField,
  SizeField,
} from './model.ts';

export const PROMPT = {
  kind: 'prompt',
  name: 'prompt',
  label: 'Prompt',
  help: 'What should be there, in a few words.',
} as const satisfies PromptField;

export const UP_TO_4 = {
  kind: 'count',
  name: 'num_images',
  label: 'Variations',
  help: 'Pictures per run. Each is paid for.',
  minimum: 1,
  maximum: 4,
  default: 1,
} as const satisfies CountField;

export const STRENGTH = {
  kind: 'number',
  name: 'strength',
  label: 'Strength',
  help: 'How far the region may move from what is there. 1 remakes it, lower values keep more.',
  minimum: 0.01,
  maximum: 1,
  step: 0.01,
  default: 0.85,
} as const satisfies NumberField;

// Some schemas take null as well; fal's pages do not. An empty seed is not sent at all, which all of them take.
export const SEED = {
  kind: 'seed',
  name: 'seed',
  label: 'Seed',
  help: 'The same seed, prompt and settings give the same picture. Empty means a new one each time.',
} as const satisfies SeedField;

export const STEPS = {
  kind: 'integer',
  name: 'num_inference_steps',
  label: 'Steps',
  help: 'More steps give finer detail and finer gradation, and take longer.',
  minimum: 1,
  maximum: 50,
  step: 1,
  default: 28,
} as const satisfies NumberField;

export const GUIDANCE = {
  kind: 'number',
  name: 'guidance_scale',
  label: 'Guidance',
  help: 'How closely the picture follows the prompt.',
  minimum: 0,
  maximum: 20,
  step: 0.1,
  default: 3.5,
} as const satisfies NumberField;

/** The plain FLUX endpoints do not go below 1. */
export const GUIDANCE_FROM_1 = { ...GUIDANCE, minimum: 1 } as const satisfies NumberField;

const SAFETY_CHECKER = {
  kind: 'boolean',
  name: 'enable_safety_checker',
  label: 'Safety checker',
  help: 'fal checks the result and blacks out what it finds unsafe.',
  default: true,
} as const satisfies BooleanField;

// fal's older pages describe it as waiting for the upload; the schema's newer text is followed.
const SYNC_MODE = {
  kind: 'boolean',
  name: 'sync_mode',
  label: 'Keep out of fal’s history',
  help: 'The picture comes inside the answer, and fal does not list it among your requests.',
  default: false,
} as const satisfies BooleanField;

const FORMATS = [
  { value: 'jpeg', title: 'JPEG' },
  { value: 'png', title: 'PNG' },
] as const;

// Missing on fal's page for image to image; the schema and the client's types have both, and are followed.
export const OUTPUT_FORMAT = {
  kind: 'choice',
  name: 'output_format',
  label: 'File format',
  help: 'PNG is exact; JPEG is smaller, with faint noise.',
  options: FORMATS,
  default: 'jpeg',
} as const satisfies ChoiceField;

const ACCELERATION = {
  kind: 'choice',
  name: 'acceleration',
  label: 'Speed-up',
  help: 'Faster pictures, with a little less detail.',
  options: [
    { value: 'none', title: 'None' },
    { value: 'regular', title: 'Regular' },
    { value: 'high', title: 'High' },
  ],
  default: 'none',
} as const satisfies ChoiceField;

// fal's pages list only the presets for FLUX dev; the schema takes width and height as well, and is followed.
// No page names a range for them; the schema's is above 0 and up to 14142, for whole numbers.
export const PICTURE_SIZE = {
  kind: 'size',
  name: 'image_size',
  label: 'Picture size',
  help: 'What the picture is made at. It is fitted to the region whatever its size.',
  minimum: 1,
  maximum: 14_142,
  falDefault: 'landscape_4_3',
} as const satisfies SizeField;

export const SOURCE = {
  kind: 'image',
  name: 'image_url',
  label: 'Source picture',
  help: 'Empty: the design as it looks around the region. A layer is drawn over that, where it lies.',
  isRequired: true,
  madeFrom: 'source',
  layer: 'source',
} as const satisfies ImageField;

export const CHANGE_MAP = {
  kind: 'image',
  name: 'change_map_image_url',
  label: 'Change map',
  help: 'Empty: made from the regions. Another map is sent as it is, a layer read as a region; the result is still cut by the regions.',
  isRequired: true,
  madeFrom: 'map',
  layer: 'map',
} as const satisfies ImageField;

export const ANSWER = { title: 'Answer', fields: [SYNC_MODE, SAFETY_CHECKER] } as const;

/** What the plain FLUX dev endpoints have in common. */
export const DEV_ANSWER = {
  title: 'Answer',
  fields: [OUTPUT_FORMAT, ACCELERATION, SYNC_MODE, SAFETY_CHECKER],
} as const;
