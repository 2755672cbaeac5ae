// The model table: adding a model is adding an entry; form, validation, price and allow-list follow from it.
import type {
  BooleanField,
  Field,
  FieldValue,
  Model,
  ModelRequest,
  NumberField,
  SeedField,
} from './model.ts';

export type {
  BooleanField,
  Field,
  FieldValue,
  Model,
  NumberField,
  Polarity,
  Price,
  SeedField,
} from './model.ts';

const STRENGTH: NumberField = {
  kind: 'number',
  name: 'strength',
  label: 'Strength',
  help: 'How far the region may move from what is there. 1 remakes it, lower values keep more.',
  group: 'first',
  minimum: 0.01,
  maximum: 1,
  step: 0.01,
  default: 0.85,
};

const SEED: SeedField = {
  kind: 'seed',
  name: 'seed',
  label: 'Seed',
  help: 'The same seed, prompt and settings give the same picture. Empty means a new one each time.',
  group: 'more',
};

const STEPS: NumberField = {
  kind: 'integer',
  name: 'num_inference_steps',
  label: 'Steps',
  help: 'More steps give finer detail and finer gradation, and take longer.',
  group: 'more',
  minimum: 1,
  maximum: 50,
  step: 1,
  default: 28,
};

const GUIDANCE: NumberField = {
  kind: 'number',
  name: 'guidance_scale',
  label: 'Guidance',
  help: 'How closely the picture follows the prompt.',
  group: 'more',
  minimum: 0,
  maximum: 20,
  step: 0.1,
  default: 3.5,
};

const SAFETY_CHECKER: BooleanField = {
  kind: 'boolean',
  name: 'enable_safety_checker',
  label: 'Safety checker',
  help: 'fal checks the result and blacks out what it finds unsafe.',
  group: 'more',
  default: true,
};

const DIFFERENTIAL_FIELDS: readonly Field[] = [STRENGTH, SEED, STEPS, GUIDANCE, SAFETY_CHECKER];

/** The fields both differential endpoints share; a field at its default is not sent. */
function differentialInput(
  fields: readonly Field[],
  request: ModelRequest,
  images: { readonly source: string; readonly map: string },
): Record<string, unknown> {
  return {
    prompt: request.prompt,
    image_url: images.source,
    change_map_image_url: images.map,
    ...changedValues(fields, request.values),
    ...(request.seed === null ? {} : { seed: request.seed }),
    ...(request.images === 1 ? {} : { num_images: request.images }),
  };
}

function changedValues(fields: readonly Field[], values: Readonly<Record<string, FieldValue>>) {
  const changed: Record<string, FieldValue> = {};
  for (const field of fields) {
    if (field.kind === 'seed') continue;
    const value = values[field.name];
    if (value !== undefined && value !== field.default) changed[field.name] = value;
  }
  return changed;
}

// fal documents no polarity; the paper's code, diffusers' FLUX pipeline and fal's own example all keep
// what is white. Until an account's own probe says otherwise, white preserves.
const FLUX_GENERAL: Model = {
  id: 'fal-ai/flux-general/differential-diffusion',
  label: 'FLUX general · differential',
  polarity: 'white-preserves',
  fields: DIFFERENTIAL_FIELDS,
  imagesPerRequest: 10,
  price: { known: false },
  // Without an explicit size the endpoint chooses its own, and the result would have to be resampled.
  input: (request, images) => ({
    ...differentialInput(DIFFERENTIAL_FIELDS, request, images),
    image_size: { width: request.size.width, height: request.size.height },
  }),
};

const FLUX_DIFFERENTIAL: Model = {
  id: 'fal-ai/flux-differential-diffusion',
  label: 'FLUX dev · differential',
  polarity: 'white-preserves',
  fields: DIFFERENTIAL_FIELDS,
  imagesPerRequest: 4,
  price: { known: true, dollarsPerMegapixel: 0.05 },
  input: (request, images) => differentialInput(DIFFERENTIAL_FIELDS, request, images),
};

export const MODELS: readonly Model[] = [FLUX_GENERAL, FLUX_DIFFERENTIAL];
/** The proxy's allow-list. */
export const ENDPOINT_IDS: readonly string[] = MODELS.map((model) => model.id);
export const DEFAULT_MODEL: Model = FLUX_GENERAL;

/** The entry for an endpoint id, or null when the table has none. */
export function findModel(id: string): Model | null {
  return MODELS.find((model) => model.id === id) ?? null;
}

/** What a value has to be when it may not be sent (“a whole number from 1 to 50”); null when it may. */
export function fieldProblem(field: Field, value: FieldValue): string | null {
  switch (field.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'either on or off';
    case 'seed':
      return value === null || (isWhole(value) && value >= 0 && value <= MAX_SEED)
        ? null
        : `a whole number from 0 to ${MAX_SEED}, or empty`;
    case 'integer':
    case 'number':
      return numberProblem(field, value);
    default:
      return field satisfies never;
  }
}

/** Seeds beyond 2³²−1 would not survive every JSON reader unchanged. */
export const MAX_SEED = 4_294_967_295;

function numberProblem(field: NumberField, value: FieldValue): string | null {
  const { minimum, maximum } = field;
  const isRight =
    field.kind === 'integer' ? isWhole(value) : typeof value === 'number' && Number.isFinite(value);
  if (isRight && (value as number) >= minimum && (value as number) <= maximum) return null;
  return `a ${field.kind === 'integer' ? 'whole ' : ''}number from ${minimum} to ${maximum}`;
}

function isWhole(value: FieldValue): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}
