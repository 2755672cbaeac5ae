// What among a model's values may not be sent, as things stand in the panel and the document.

import { modelOf } from '../core/model-settings.ts';
import { fieldsOf, type LayerState, problemsOf } from '../core/models/index.ts';
import type { EditSettings } from '../core/settings.ts';
import { capitalised } from './wording.ts';

/** A sentence by the value's path (“loras.1.scale”). */
export function valueProblems(
  edit: EditSettings,
  files: ReadonlyMap<string, Uint8Array>,
  layers: ReadonlyMap<string, LayerState>,
): Readonly<Record<string, string>> {
  const found = problemsOf(fieldsOf(modelOf(edit)), edit.values, {
    hasFile: (key) => files.has(key),
    layer: (id) => layers.get(id) ?? null,
  });
  return Object.fromEntries(found.map(({ path, expected }) => [path, `${capitalised(expected)}.`]));
}
