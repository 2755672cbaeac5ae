// Which of the other endpoints comes nearest to one that is gone: the one that takes most of what was set for it.
import type { Field, Model } from './model.ts';
import { fieldsOf } from './values.ts';

/** Null when none is left. `models` in the table's order, which decides between equals. */
export function nearestModel(gone: Model, models: readonly Model[]): Model | null {
  const others = models.filter(({ id }) => id !== gone.id);
  return others.reduce<Model | null>(
    (best, model) => (best && compare(gone, model, best) <= 0 ? best : model),
    null,
  );
}

/** Whether every input of the one is an input of the other. */
export function takesAllOf(model: Model, gone: Model): boolean {
  return sharedWith(gone, model).length === fieldsOf(gone).length;
}

/** Above 0 when `a` is nearer than `b`. */
function compare(gone: Model, a: Model, b: Model): number {
  const [of, than] = [closeness(gone, a), closeness(gone, b)];
  const at = of.findIndex((value, i) => value !== than[i]);
  return at < 0 ? 0 : of[at]! - than[at]!;
}

/** First what cannot be left out, then all that is taken, then how little there is beyond it. */
function closeness(gone: Model, model: Model): readonly number[] {
  const shared = sharedWith(gone, model);
  return [shared.filter(isNeeded).length, shared.length, shared.length - fieldsOf(model).length];
}

/** The same input is one of the same name and kind. */
function sharedWith(gone: Model, model: Model): readonly Field[] {
  const taken = fieldsOf(model);
  return fieldsOf(gone).filter(({ name, kind }) =>
    taken.some((field) => field.name === name && field.kind === kind),
  );
}

function isNeeded(field: Field): boolean {
  return field.kind === 'prompt' || (field.kind === 'image' && field.isRequired === true);
}
