// Which fields of a model a search finds: by all that the panel says of them, and by fal's own names and values.
import type { Field } from '../core/models/index.ts';
import { holdsWords } from '../core/prompts.ts';
import { SIZES } from './choices.ts';

/** Every word asked for is part of what a field says; what a list holds counts as its own. */
export function isFound(field: Field, query: string): boolean {
  return holdsWords(textsOf(field).join('\n'), query);
}

/** By name alone: of a field that is set elsewhere, nobody asks by what it does. */
export function isNamed({ label, name }: Field, query: string): boolean {
  return query.trim() !== '' && holdsWords(`${label}\n${name}`, query);
}

function textsOf(field: Field): string[] {
  return [field.label, field.name, field.help, ...withinTexts(field)];
}

/** Of its choices, and of the fields it holds. */
function withinTexts(field: Field): readonly string[] {
  switch (field.kind) {
    case 'choice':
      return field.options.flatMap(({ value, title }) => [value, title]);
    case 'size':
      return SIZES.flatMap(({ value, title }) => [value, title]);
    case 'text':
      return field.suggestions ?? [];
    case 'group':
      return field.fields.flatMap(textsOf);
    case 'list':
      return textsOf(field.item);
    case 'number':
    case 'integer':
    case 'scale':
    case 'boolean':
    case 'image':
    case 'prompt':
    case 'count':
    case 'seed':
      return [];
    default:
      return field satisfies never;
  }
}
