// What the panel says of a run of several requests: how many of its pictures are made, and how many failed.
import type { Job } from '../core/job.ts';
import { layerName } from '../core/recipe.ts';
import { MOST_PICTURES } from '../core/run.ts';
import { andMore } from '../core/shared-name.ts';
import { failedParts, type Part, type Run } from './run.ts';

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
  const [made, failed] = [pictures(parts, isMade), pictures(parts, ({ state }) => state === 'failed')];
  return `${made} of ${pictures(parts)} pictures made${failed > 0 ? `, ${failed} failed` : ''}.`;
}

/** Above the reason why the first of them failed. */
export function failedText(run: Run): string {
  if (run.parts.length === 1) return '';
  const failed = failedParts(run);
  const kinds = new Set(failed.map(({ job }) => job.failure.failure));
  const what = `${pictures(failed)} of ${pictures(run.parts)} pictures failed`;
  return kinds.size > 1 ? `${what}, not all for the same reason. The first of them:` : `${what}:`;
}

function isMade({ state }: Job): boolean {
  return state === 'made' || state === 'inserting' || state === 'done';
}

function pictures(parts: readonly Part[], isCounted: (job: Job) => boolean = () => true): number {
  return parts.filter(({ job }) => isCounted(job)).reduce((total, { images }) => total + images, 0);
}
