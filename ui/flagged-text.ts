// What the panel says of pictures that fal's safety checker flagged.
import type { Flagged } from './cut-out.ts';

type Counted = Readonly<Record<'one' | 'several', string>>;

function counted(count: number, { one, several }: Counted): string {
  return count === 1 ? one : several.replace('#', String(count));
}

const ALONE: Counted = {
  one: 'fal’s safety checker flagged the picture, so it was not added. It waits under Flagged.',
  several: 'fal’s safety checker flagged all # pictures, so none was added. They wait under Flagged.',
};

const BESIDE: Counted = {
  one: '1 more was flagged by fal’s safety checker and waits under Flagged.',
  several: '# more were flagged by fal’s safety checker and wait under Flagged.',
};

/** Of a run's outcome: beside the pictures that were added, or in their place. */
export function flaggedText(flagged: number, added: number): string {
  if (flagged === 0) return '';
  return counted(flagged, added > 0 ? BESIDE : ALONE);
}

/** Of one that waits. */
export function flaggedReason({ isBlack, composited }: Flagged): string {
  const where = `for “${composited.plan.target.name}”`;
  return isBlack
    ? `fal’s safety checker flagged this picture ${where} and made all of it black, so there is nothing to see. Other words, or another region, may pass.`
    : `fal’s safety checker flagged this picture ${where} as unsafe for work. It may be wrong: look at it, or discard it.`;
}

/** Of those that an earlier start of the plugin left undecided. */
export function undecidedText(count: number, what: string): string {
  const pictures = counted(count, { one: 'a picture', several: '# pictures' });
  const them = count === 1 ? 'it' : 'them';
  return `fal’s safety checker flagged ${pictures} for ${what} as unsafe for work. It may be wrong: look at ${them}, or discard ${them}.`;
}
