// What the panel says of the target, its regions, and the text over them.
import { explain } from '../core/failures.ts';
import { keepsRest, modelOf } from '../core/model-settings.ts';
import type { Because, CoveredText, TextOver } from '../core/protection.ts';
import type { Reading } from '../core/region-reading.ts';
import {
  type Batch,
  type BatchMember,
  isWhole,
  labelOf,
  type Region,
  type Target,
} from '../core/selection.ts';
import type { State } from './state.ts';
import { capitalised, someNames } from './wording.ts';

export function targetNote({ kind, size }: Target): string {
  return `${capitalised(kind)} · ${Math.round(size.width)} × ${Math.round(size.height)}`;
}

/** One line for everything that tells a target from its neighbours. */
export function targetOption(target: Target): string {
  return `${labelOf(target)} · ${targetNote(target)}`;
}

/** Why what is selected now was not taken, and what is still edited. */
export function refusalText(refusal: string, targetName: string): string {
  return `${refusal} “${targetName}” stays the target.`;
}

export function memberNote({ target, regions, problem }: BatchMember): string {
  if (problem) return 'cannot be changed';
  if (regions.length > 0) return regions.join(', ');
  return target.kind === 'picture' ? 'as a whole' : 'no region';
}

/** What was found among several targets. */
export function batchText({ members, loose }: Batch): string {
  const own = members.filter(({ regions }) => regions.length > 0).length;
  const lying = loose.length === 1 ? 'lies' : 'lie';
  return [
    `${members.length} targets, ${ownText(own, members.length)}.`,
    loose.length > 0 ? `${loose.map((name) => `“${name}”`).join(', ')} ${lying} over none of them.` : '',
    ...members.map(({ problem }) => problem ?? ''),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function ownText(own: number, all: number): string {
  if (own === all) return 'each with its own region';
  if (own === 0) return 'none with a region of its own';
  return own === 1 ? '1 with a region of its own' : `${own} with a region of their own`;
}

/** What stays of the text over the region. */
export function keptText({ kept }: TextOver): string {
  const verb = kept.length === 1 ? 'stays as it is' : 'stay as they are';
  return kept.length > 0 ? `${someNames(kept)} ${verb}, above the result.` : '';
}

/** What does not stay of it, although it may have been meant to. */
export function coveredText({ covered }: TextOver, isProtected: boolean): string {
  if (covered.length === 0) return '';
  const what = `${someNames(covered.map(({ name }) => name))} will be covered`;
  return isProtected ? `${what}: ${becauseText(covered)}.` : `${what} by the result.`;
}

function becauseText(covered: readonly CoveredText[]): string {
  const [first, ...others] = covered.map(({ because }) => because);
  const isOne = others.length === 0;
  const isShared = others.every((other) => JSON.stringify(other) === JSON.stringify(first));
  if (!first || !isShared) return 'they lie inside or beneath layers that change too';
  return reasonText(first, isOne ? 'it lies' : 'they lie', isOne ? 'it' : 'them');
}

function reasonText(because: Because, lies: string, object: string): string {
  switch (because.kind) {
    case 'inside':
      return `${lies} inside “${because.layer}”, which changes too`;
    case 'beneath':
      return `${lies} beneath the layer “${because.layer}”, which changes too`;
    case 'no-place':
      return `no layer can be put beneath ${object}`;
    default:
      return because satisfies never;
  }
}

/** What `Automatic` has come to; empty where it was not asked for, and while the region has not been seen. */
export function readingText({ readFrom, use }: Region, from: Reading['from'] | undefined): string {
  if (readFrom !== 'automatic' || !from) return '';
  if (use === 'content') return 'Content is read by its shape.';
  return from === 'shape'
    ? 'Read by its shape: the more opaque, the more may change.'
    : 'Read by light and dark: the lighter, the more may change.';
}

/** What is odd about the region as it is drawn; only a model that is given a map can be led astray by one. */
export function mapProblemText({ outlines, selection, settings }: State): string | null {
  const problem = outlines.value?.problem;
  const found = selection.value;
  if (!problem || found.kind !== 'ready') return null;
  // A layer that is changed as a whole is meant to.
  if (problem === 'map-all-white' && isWhole(found)) return null;
  const matters = problem === 'region-empty' || keepsRest(modelOf(settings.value.edit));
  return matters ? explain(problem, { layer: found.regions[0]?.name ?? '' }).what : null;
}
