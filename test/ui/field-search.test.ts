// The search in `All model settings`: whatever the panel says of a field finds it.
import { expect, test } from 'vitest';
import { DEFAULT_MODEL, fieldsOf, MODELS } from '../../core/models/index.ts';
import { isFound } from '../../ui/field-search.ts';

const found = (query: string, model = DEFAULT_MODEL) =>
  fieldsOf(model)
    .filter((field) => isFound(field, query))
    .map(({ name }) => name);

test.each([
  ['its name', 'beta schedule', ['use_beta_schedule']],
  ['fal’s name', 'NAG_TAU', ['nag_tau']],
  ['what is said of it', 'blacks out', ['enable_safety_checker']],
  ['a choice', 'DPM++', ['scheduler']],
  ['fal’s word for a choice', 'sgm_uniform', ['sigma_schedule']],
  ['a size', 'landscape_16_9', ['image_size']],
  ['what fal’s own size is called here', 'fit the frame', ['image_size']],
  ['a field of a list', 'image_encoder_path', ['ip_adapters']],
  ['a choice in a list in a list', 'low quality', ['controlnet_unions']],
  ['a suggestion', 'ghibli', ['easycontrols']],
  ['words from several of its texts, in any order', ' EULER  worked', ['scheduler']],
  ['words of a list and of what it holds', 'hugging threshold union', ['controlnet_unions']],
])('finds a field by %s: %s', (_, query, names) => {
  expect(found(query)).toEqual(names);
});

test('an empty search finds them all', () => {
  for (const model of MODELS) expect(found(' ', model)).toHaveLength(fieldsOf(model).length);
});
