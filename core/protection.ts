// Protect text: finds the highest place for a result that leaves as much text as possible above it.

/**
 * A layer of the target as far as the place of a result depends on it, its children in painting order. What
 * shows nothing within reach may be left out: a result there covers nothing.
 */
export interface Stacked {
  readonly id: string;
  readonly name: string;
  /** What it paints over the reach by itself, without its children; what is marked counts as text, with all it holds. */
  readonly paints: 'nothing' | 'text' | 'other';
  /** Set where the layer as a whole was marked to be protected, or could be. */
  readonly mark?: 'marked' | 'possible';
  /** Positions among the children where a result can be put. */
  readonly places: readonly number[];
  readonly children: readonly Stacked[];
}

/** A position among a layer's children. */
export interface Spot {
  readonly parentId: string;
  readonly index: number;
}

export interface TextOver {
  /** Names of the texts that stay above the result, in painting order. */
  readonly kept: readonly string[];
  readonly covered: readonly CoveredText[];
}

export interface CoveredText {
  readonly name: string;
  readonly because: Because;
}

/** Why the result cannot go beneath a text: a layer in the way changes too, or nothing can be added there. */
export type Because =
  | { readonly kind: 'inside'; readonly layer: string }
  | { readonly kind: 'beneath'; readonly layer: string }
  | { readonly kind: 'no-place' };

export interface Protection extends TextOver {
  readonly spot: Spot;
  /** Names of the texts for which the spot was moved down. */
  readonly beneath: readonly string[];
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Layers over the reach that are no text, the topmost first. */
export interface Marks {
  /** Protected by hand. */
  readonly marked: readonly Named[];
  /** What a result in its first place would cover, though something else is what changes. */
  readonly possible: readonly Named[];
}

/** One step of painting: a layer's own paint, or the gap between two layers where a result might go. */
type Step =
  | { readonly kind: 'paint'; readonly layer: Stacked; readonly within: readonly Stacked[] }
  | { readonly kind: 'gap'; readonly spot: Spot; readonly isOpen: boolean; readonly depth: number };

/**
 * Moves a place down as long as only text comes to stand above it: what else is painted over the reach would
 * hide the result.
 * @param highest where the result goes if there is no text
 */
export function protectText(target: Stacked, highest: Spot): Protection {
  const steps = stepsOf(target, []);
  const start = steps.findIndex((step) => step.kind === 'gap' && isSame(step.spot, highest));
  const { end, blocker } = descend(steps, start);
  const best = lowestNeeded(steps, start, end);
  const place = steps[best];
  return {
    ...textOver(steps, best, blocker && { layer: blocker, at: end }),
    spot: place?.kind === 'gap' ? place.spot : highest,
    beneath: textsIn(steps.slice(best + 1, start + 1)).map(({ layer }) => layer.name),
  };
}

/** What becomes of the text when the result stays where it goes by itself; without a spot, above everything. */
export function leaveText(target: Stacked, spot: Spot | null): TextOver {
  const steps = stepsOf(target, []);
  const place = spot && steps.findIndex((step) => step.kind === 'gap' && isSame(step.spot, spot));
  return textOver(steps, place ?? steps.length, null);
}

/** @param spot where the result goes if there is no text; null above everything */
export function marksOf(target: Stacked, spot: Spot | null): Marks {
  const steps = stepsOf(target, []);
  const start = spot ? steps.findIndex((step) => step.kind === 'gap' && isSame(step.spot, spot)) : -1;
  const beneath = new Set(
    steps
      .slice(0, start < 0 ? steps.length : start)
      .flatMap((step) => (step.kind === 'paint' ? [step.layer] : [])),
  );
  const units = unitsIn(target).reverse();
  const named = (mark: Stacked['mark']) =>
    units.filter((unit) => unit.mark === mark).map(({ id, name }) => ({ id, name }));
  const isCovered = ({ id }: Named) => [...beneath].some((layer) => layer.id === id);
  return { marked: named('marked'), possible: named('possible').filter(isCovered) };
}

/** The outermost layers that are marked, or could be and paint more than text. */
function unitsIn(layer: Stacked): Stacked[] {
  return layer.children.flatMap((child) => {
    const isUnit = child.mark === 'marked' || (child.mark === 'possible' && paintsOther(child));
    return isUnit ? [child] : unitsIn(child);
  });
}

function paintsOther({ paints, children }: Stacked): boolean {
  return paints === 'other' || children.some(paintsOther);
}

function stepsOf(layer: Stacked, within: readonly Stacked[]): Step[] {
  const inner = [layer, ...within];
  const gap = (index: number): Step => ({
    kind: 'gap',
    spot: { parentId: layer.id, index },
    isOpen: layer.places.includes(index),
    depth: within.length,
  });
  const paint: Step = { kind: 'paint', layer, within };
  return [paint, gap(0), ...layer.children.flatMap((child, i) => [...stepsOf(child, inner), gap(i + 1)])];
}

/** How far down nothing but text would come to stand above the result. */
function descend(steps: readonly Step[], start: number): { end: number; blocker: Stacked | null } {
  for (let i = start; i >= 0; i--) {
    const step = steps[i];
    if (step?.kind === 'paint' && step.layer.paints === 'other') return { end: i, blocker: step.layer };
  }
  return { end: -1, blocker: null };
}

/** Of the open gaps with the most text above, one on the level of the first place, else the nearest to it. */
function lowestNeeded(steps: readonly Step[], start: number, end: number): number {
  const levelOf = (i: number) => (steps[i]?.kind === 'gap' ? steps[i].depth : 0);
  let best = { index: start, texts: 0, distance: 0 };
  let texts = 0;
  for (let i = start - 1; i > end; i--) {
    const step = steps[i];
    if (step?.kind === 'paint' && step.layer.paints === 'text') texts++;
    if (step?.kind !== 'gap' || !step.isOpen) continue;
    const distance = Math.abs(step.depth - levelOf(start));
    const isBetter = texts > best.texts || (texts > 0 && texts === best.texts && distance < best.distance);
    if (isBetter) best = { index: i, texts, distance };
  }
  return best.index;
}

/** What is painted over the reach, and so ends the way down. */
interface Blocker {
  readonly layer: Stacked;
  readonly at: number;
}

function textOver(steps: readonly Step[], place: number, blocker: Blocker | null): TextOver {
  const covered = textsIn(steps.slice(0, Math.max(0, place)));
  const above = (layer: Stacked) =>
    blocker && steps.findIndex((step) => step.kind === 'paint' && step.layer === layer) < blocker.at
      ? blocker.layer
      : null;
  return {
    kept: textsIn(steps.slice(place + 1)).map(({ layer }) => layer.name),
    covered: covered.map(({ layer, within }) => ({
      name: layer.name,
      because: whyCovered(within, above(layer)),
    })),
  };
}

function whyCovered(within: readonly Stacked[], blocker: Stacked | null): Because {
  const box = within.find(({ paints, places }) => paints === 'other' && places.length === 0);
  if (box) return { kind: 'inside', layer: box.name };
  return blocker ? { kind: 'beneath', layer: blocker.name } : { kind: 'no-place' };
}

function textsIn(steps: readonly Step[]): Extract<Step, { kind: 'paint' }>[] {
  return steps.filter(
    (step): step is Extract<Step, { kind: 'paint' }> => step.kind === 'paint' && step.layer.paints === 'text',
  );
}

function isSame(a: Spot, b: Spot): boolean {
  return a.parentId === b.parentId && a.index === b.index;
}
