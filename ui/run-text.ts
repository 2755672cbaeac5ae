// What the panel says of a run of several requests: how many of its pictures are made, and how many failed.
import type { WireFailure } from '../core/failure.ts';
import type { Job } from '../core/job.ts';
import { layerName } from '../core/recipe.ts';
import { MOST_PICTURES } from '../core/run.ts';
import { andMore } from '../core/shared-name.ts';
import { displacedNext, failedParts, isUnknown, isUntried, type Part, type Run } from './run.ts';

/** “2 prompts”, beside the field they are written in. */
export function promptCountText(count: number): string {
  return count > MOST_PICTURES ? `More than ${MOST_PICTURES} prompts` : `${count} prompts`;
}

/** “a red door and 2 more”: what a run of several prompts goes by. */
export function runName([first = '', ...others]: readonly string[]): string {
  return andMore(layerName(first, 0, 1, false), others.length);
}

/** “7 of 10 pictures made, 1 failed.” Nothing of a run of one request, which is told as a whole. */
export function countText({ parts }: Pick<Run, 'parts'>): string {
  if (parts.length === 1) return '';
  const made = pictures(parts.filter(({ job }) => isMade(job)));
  const untried = pictures(parts.filter(isUntried));
  const failed = pictures(parts.filter(({ job }) => job.state === 'failed')) - untried;
  return [
    `${made} of ${pictures(parts)} pictures made`,
    failed > 0 ? `, ${failed} failed` : '',
    untried > 0 ? `, ${untried} not asked for` : '',
    '.',
  ].join('');
}

/** Above the reason why they failed. */
export function failedText(run: Run): string {
  if (run.parts.length === 1) return '';
  const failed = failedParts(run);
  const untried = pictures(failed.filter(isUntried));
  const what = `${pictures(failed) - untried} of ${pictures(run.parts)} pictures failed`;
  if (untried > 0) return `${what}; ${untried} more were not asked for, as they would fail alike:`;
  const kinds = new Set(failed.map(({ job }) => job.failure.failure));
  if (kinds.size === 1) return `${what}:`;
  const unknown = pictures(failed.filter(isUnknown));
  const lost =
    unknown > 0
      ? ` No answer came for ${unknown} of them, which may be charged and ${unknown === 1 ? 'is' : 'are'} not asked for again.`
      : '';
  return `${what}, not all for the same reason.${lost} One of them:`;
}

/**
 * The one that is told: of what is paid for, where it is to go has to be said, and the alert says of whose picture;
 * else, what has kept others from being tried comes before what went wrong by itself.
 */
export function toldFailure(run: Run, first: WireFailure): WireFailure {
  const [told] = [...displacedNext(run), ...failedParts(run).filter(isUntried)];
  return told?.job.failure ?? first;
}

/** “Header”, or “3 targets”. */
export function targetsText(targets: readonly { readonly id: string; readonly name: string }[]): string {
  const names = new Map(targets.map(({ id, name }) => [id, name]));
  return names.size === 1 ? [...names.values()].join() : `${names.size} targets`;
}

function isMade({ state }: Job): boolean {
  return state === 'made' || state === 'inserting' || state === 'done';
}

function pictures(parts: readonly Part[]): number {
  return parts.reduce((total, { images }) => total + images, 0);
}
