// What a request has come to in the document, and what several have come to together.
import type { Billed } from '../core/billed.ts';
import type { Placed } from '../core/placed.ts';
import type { UseReply } from '../core/protocol.ts';
import type { Target } from '../core/selection.ts';
import type { Flagged, Warning } from './cut-out.ts';
import type { Before } from './proof.ts';

export interface EditOutcome {
  /** As what each of its pictures stands in the document; null for one that came before and has gone. */
  readonly placed: readonly (Placed | null)[];
  /** The layers that these are, or lie in. */
  readonly layerIds: readonly string[];
  readonly name: string;
  readonly targets: readonly Pick<Target, 'id' | 'name'>[];
  /** Empty when the target was changed as a whole. */
  readonly regionNames: readonly string[];
  /** Names of regions that the layers were put above. */
  readonly above: readonly string[];
  /** The name of the page they were put on, where another one was open; null, too, where they are on several. */
  readonly otherPage: string | null;
  /** Texts that stayed as they are, above the result. */
  readonly beneath: readonly string[];
  /** Null where it is not known, and where there are several. */
  readonly seed: number | null;
  /** What fal billed, as far as it said. */
  readonly billed: Billed | null;
  readonly simulated: boolean;
  readonly pictures: number;
  /** Pictures that were not inserted, because fal's safety checker finds them unsafe. */
  readonly flagged: readonly Flagged[];
  /** How many could not be had, where others could. */
  readonly missing: number;
  readonly warnings: readonly Warning[];
  /** The target before the layers came, where a comparison with it would show what they changed. */
  readonly before: Before | null;
  /** What came of using it elsewhere in the same step; null where that was not asked for. */
  readonly used: UseReply | null;
  /** The user cancelled, but fal had already made the picture. */
  readonly cameTooLate: boolean;
}

/** @param name of them all; null when there are none */
export function mergedOutcome(outcomes: readonly EditOutcome[], name: string): EditOutcome | null {
  const [first, ...others] = outcomes;
  if (!first || others.length === 0) return first ?? null;
  const pictures = sum(outcomes.map((outcome) => outcome.pictures));
  const shown = outcomes.filter((outcome) => outcome.pictures > 0);
  return {
    placed: outcomes.flatMap(({ placed }) => placed),
    // Several fills lie in one layer.
    layerIds: distinct(outcomes.flatMap(({ layerIds }) => layerIds)),
    name: shown.length === 1 ? shown[0]!.name : name,
    targets: [...new Map(outcomes.flatMap(({ targets }) => targets).map((each) => [each.id, each])).values()],
    regionNames: distinct(outcomes.flatMap(({ regionNames }) => regionNames)),
    above: distinct(outcomes.flatMap(({ above }) => above)),
    otherPage: shared(outcomes.map(({ otherPage }) => otherPage)),
    beneath: distinct(outcomes.flatMap(({ beneath }) => beneath)),
    seed: null,
    billed: together(outcomes.flatMap(({ billed }) => billed ?? [])),
    simulated: outcomes.some(({ simulated }) => simulated),
    pictures,
    flagged: outcomes.flatMap(({ flagged }) => flagged),
    missing: sum(outcomes.map(({ missing }) => missing)),
    warnings: distinct(outcomes.flatMap(({ warnings }) => warnings)),
    before: null,
    used: null,
    cameTooLate: outcomes.some(({ cameTooLate }) => cameTooLate),
  };
}

function together(all: readonly Billed[]): Billed | null {
  if (all.length === 0) return null;
  const isPriced = all.every(({ dollars }) => dollars !== null);
  return {
    units: sum(all.map(({ units }) => units)),
    dollars: isPriced ? sum(all.map(({ dollars }) => dollars ?? 0)) : null,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function shared(names: readonly (string | null)[]): string | null {
  const [name = null, ...others] = new Set(names);
  return others.length === 0 ? name : null;
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
