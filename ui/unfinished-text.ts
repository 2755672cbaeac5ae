// What the panel says of jobs that an earlier start of the plugin left behind.
import type { UnfinishedJob } from '../core/unfinished.ts';
import { undecidedText } from './flagged-text.ts';

/** What happened, what it cost, and what to do. */
export function unfinishedText(job: UnfinishedJob, isOfThisProxy: boolean): string {
  if (job.kind === 'damaged') return damagedText(job.requestId);
  const what = job.isHere ? `“${job.targetName}”` : `“${job.targetName}” in “${job.document}”`;
  if (job.requestId === null) {
    return `A request for ${what} went out, but no answer came back. It may have been charged, and was not sent again. fal’s dashboard shows whether it was.`;
  }
  return [
    job.undecided > 0
      ? undecidedText(job.undecided, what)
      : `A picture for ${what} was still being made when the plugin was closed.`,
    job.isHere ? '' : 'Select where to insert it.',
    isOfThisProxy ? '' : `It went through another proxy, ${job.proxy}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function damagedText(requestId: string | null): string {
  const atFal = requestId === null ? '' : ` fal knows it as request ${requestId}.`;
  return `What was stored of an unfinished picture can no longer be read, so it cannot be inserted.${atFal}`;
}

export function unfinishedNote({ name, createdAt }: Extract<UnfinishedJob, { kind: 'readable' }>): string {
  const when = new Date(createdAt).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  return `“${name}” · ${when}`;
}
