// The model table held against fal's own pages, as they stood: where they differ, the table follows the schema, and
// says so at the field. A difference that is not in the list below was noticed by nobody.
import { expect, it } from 'vitest';
import { defaultOf, type Field, fieldsOf, findModel } from '../../core/models/index.ts';

/** What a page says of an input: its default, and its range where it names one. */
type Said = readonly [value: unknown, range?: readonly [low: number, high: number]];
const nothing: Said = [null];

const DIFFERENTIAL: Readonly<Record<string, Said>> = {
  prompt: nothing,
  image_url: nothing,
  change_map_image_url: nothing,
  strength: [0.85, [0.01, 1]],
  num_inference_steps: [28, [1, 50]],
  seed: nothing,
  guidance_scale: [3.5, [0, 20]],
  sync_mode: [false],
  num_images: [1, [1, 4]],
  enable_safety_checker: [true],
};

const PAGES: Readonly<Record<string, Readonly<Record<string, Said>>>> = {
  'fal-ai/flux-differential-diffusion': DIFFERENTIAL,
  'fal-ai/flux-general/differential-diffusion': {
    ...DIFFERENTIAL,
    num_images: [1, [1, 10]],
    image_size: nothing,
    loras: nothing,
    control_loras: nothing,
    controlnets: nothing,
    controlnet_unions: nothing,
    ip_adapters: nothing,
    easycontrols: nothing,
    fill_image: nothing,
    real_cfg_scale: [3.5, [0, 5]],
    use_real_cfg: [false],
    use_cfg_zero: [false],
    reference_image_url: nothing,
    reference_strength: [0.65, [-3, 3]],
    reference_start: [0, [0, 1]],
    reference_end: [1, [0, 1]],
    base_shift: [0.5, [0.01, 5]],
    max_shift: [1.15, [0.01, 5]],
    output_format: ['png'],
    use_beta_schedule: [false],
    sigma_schedule: nothing,
    scheduler: ['euler'],
    negative_prompt: nothing,
    nag_scale: [3, [2, 10]],
    nag_tau: [2.5],
    nag_alpha: [0.25],
    nag_end: [0.25],
  },
  'fal-ai/flux/dev/image-to-image': {
    image_url: nothing,
    prompt: nothing,
    strength: [0.95],
    num_inference_steps: [40],
    seed: nothing,
    guidance_scale: [3.5],
    sync_mode: nothing,
    num_images: [1],
    enable_safety_checker: [true],
  },
  'fal-ai/flux/dev': {
    prompt: nothing,
    image_size: ['landscape_4_3'],
    num_inference_steps: [28, [1, 50]],
    seed: nothing,
    guidance_scale: [3.5, [1, 20]],
    sync_mode: nothing,
    num_images: [1, [1, 4]],
    enable_safety_checker: [true],
    output_format: ['jpeg'],
    acceleration: ['none'],
  },
};

const NO_RANGE = 'the page names no range';

/** As the table explains them, each at its field. */
const EXPLAINED = [
  'fal-ai/flux-general/differential-diffusion nag_scale: 2 to 10 on the page',
  ...['nag_tau', 'nag_alpha', 'nag_end'].map(
    (name) => `fal-ai/flux-general/differential-diffusion ${name}: ${NO_RANGE}`,
  ),
  ...['strength', 'num_images', 'num_inference_steps', 'guidance_scale'].map(
    (name) => `fal-ai/flux/dev/image-to-image ${name}: ${NO_RANGE}`,
  ),
  'fal-ai/flux/dev/image-to-image output_format: not on the page',
  'fal-ai/flux/dev/image-to-image acceleration: not on the page',
];

function differences(id: string): string[] {
  const page = PAGES[id]!;
  const fields = fieldsOf(findModel(id)!);
  const onlyThere = Object.keys(page).filter((name) => !fields.some((field) => field.name === name));
  const found = fields.flatMap((field) => differenceIn(field, page[field.name]) ?? []);
  return [...onlyThere.map((name) => `${name}: not in the table`), ...found].map((text) => `${id} ${text}`);
}

function differenceIn(field: Field, said: Said | undefined): string | null {
  if (!said) return `${field.name}: not on the page`;
  const [value, range] = said;
  if (value !== null && value !== falDefault(field)) return `${field.name}: ${value} on the page`;
  const own = 'minimum' in field && field.kind !== 'size' ? [field.minimum, field.maximum] : null;
  if (own && !range) return `${field.name}: ${NO_RANGE}`;
  return range && (own?.[0] !== range[0] || own[1] !== range[1])
    ? `${field.name}: ${range.join(' to ')} on the page`
    : null;
}

/** Of a size the table's default is its own; fal's stands beside it. */
function falDefault(field: Field): unknown {
  return field.kind === 'size' ? field.falDefault : defaultOf(field);
}

it('differs from fal’s pages where the table says so, and nowhere else', () => {
  expect(Object.keys(PAGES).flatMap(differences).sort()).toEqual([...EXPLAINED].sort());
});
