// Several targets at once: what of them can be changed, how many pictures that makes, and what it costs, before the click.

import { cropSize } from '../core/framing.ts';
import { modelOf } from '../core/model-settings.ts';
import { pictureSize } from '../core/models/index.ts';
import { outline } from '../core/plan.ts';
import { runPrice } from '../core/price.ts';
import { type Batch, labelOf, type Ready } from '../core/selection.ts';
import type { EditSettings } from '../core/settings.ts';
import { picturesOf, promptsOf } from '../core/wanted.ts';
import type { State } from './state.ts';

/** One picture is made for the first target and placed in the others, or each target gets its own. */
export type BatchWay = 'same' | 'each';

type Watched = Pick<State, 'offer' | 'batchWay'>;

export function chosenWay({ offer, batchWay }: Watched): BatchWay {
  return batchWay.value ?? (offer.value.batch?.isAlike ? 'same' : 'each');
}

/** Nothing is repainted silently: what has no region is left out. */
export function readyIn({ members }: Batch): Ready[] {
  return members.flatMap(({ ready, problem }) => (ready && !problem ? [ready] : []));
}

/** What a click makes pictures for, where several targets are selected; null where they are not. */
export function askedInBatch(state: Watched): Ready[] | null {
  const { batch } = state.offer.value;
  if (!batch) return null;
  const ready = readyIn(batch);
  return chosenWay(state) === 'same' ? ready.slice(0, 1) : ready;
}

/** The others of the batch, in which the one picture is to be used. */
export function othersInBatch(state: Watched): string[] {
  const { batch } = state.offer.value;
  if (!batch || chosenWay(state) === 'each') return [];
  const [first] = readyIn(batch);
  const able = batch.members.filter(({ problem, target }) => !problem && target.id !== first?.target.id);
  return able.flatMap(({ target, ready }) => [target.id, ...(ready?.regions ?? []).map(({ id }) => id)]);
}

/** Null where fal names no usable price, or one of the targets cannot be framed. */
export function batchPrice(selections: readonly Ready[], edit: EditSettings): number | null {
  const pictures = picturesOf(edit, 1);
  try {
    const prices = selections.map((selection) => priceIn(selection, edit, pictures));
    return prices.reduce<number | null>(
      (total, price) => (total === null || price === null ? null : total + price),
      0,
    );
  } catch {
    return null;
  }
}

function priceIn(selection: Ready, edit: EditSettings, pictures: number): number | null {
  const model = modelOf(edit);
  const { framing, frameSize } = outline(selection, edit);
  return runPrice(
    model.price,
    pictureSize(model, edit.values, { size: cropSize(framing), frameSize }),
    pictures,
  );
}

/** “12 targets × 2 prompts × 2 variations”, without what there is one of. */
export function matrixText(targets: number, edit: EditSettings): string {
  const { length: prompts } = promptsOf(edit);
  return [times(targets, 'target'), times(prompts, 'prompt'), times(edit.variations, 'variation')]
    .filter((part) => part !== '')
    .join(' × ');
}

function times(count: number, what: string): string {
  return count > 1 ? `${count} ${what}s` : '';
}

/** What will be done, beneath the choice. */
export function wayText(state: Watched & Pick<State, 'settings'>): string {
  const { batch } = state.offer.value;
  if (!batch) return '';
  const ready = readyIn(batch);
  const able = batch.members.filter(({ problem }) => !problem).length;
  const [first] = ready;
  if (!first) return 'None of them has a region that says where it may change.';
  if (chosenWay(state) === 'same') {
    return sharedText(state.settings.value.edit, `“${labelOf(first.target)}”`, able - 1);
  }
  const left = able - ready.length;
  return left > 0 ? `${left} without a region ${left === 1 ? 'is' : 'are'} left out.` : '';
}

/** Of several pictures none is placed by itself: which is meant for the others is for the designer to say. */
function sharedText(edit: EditSettings, name: string, others: number): string {
  const pictures = picturesOf(edit, 1);
  const [copy, copies] = edit.insertAs === 'copies' ? ['a copy of ', 'copies of '] : ['', ''];
  const where = `${copy}${name}`;
  const rest = others === 1 ? 'the other' : `the other ${others}`;
  if (others === 0) return `Made in ${where} alone: the others cannot be changed.`;
  return pictures > 1
    ? `${pictures} pictures to choose from, in ${where} alone. Pick one, then Use in selection places it in ${rest}.`
    : `Made once, in ${where}, and placed in ${copies}${rest} over regions of the same name or the same part.`;
}
