// What the panel says of jobs whose pictures are in no document: left by an earlier start, or dismissed.
import { isStillAtFal, isToBeLookedAt, type UnfinishedJob } from '../core/unfinished.ts';
import { undecidedText } from './flagged-text.ts';
import { momentText } from './history-text.ts';

type Readable = Extract<UnfinishedJob, { kind: 'readable' }>;

/** What happened, what it cost, and what to do. */
export function unfinishedText(job: UnfinishedJob, isOfThisProxy: boolean, now: number): string {
  if (job.kind === 'damaged') return damagedText(job.requestId);
  const what = job.isHere ? `“${job.targetName}”` : `“${job.targetName}” in “${job.document}”`;
  if (job.requestId === null) {
    return `A request for ${what} went out, but no answer came back. It may have been charged, and was not sent again. fal’s dashboard shows whether it was.`;
  }
  return [
    whatText(job, what),
    job.isHere || isToBeLookedAt(job) ? '' : 'Select where to insert it.',
    job.isFetched || isOfThisProxy ? '' : `It went through another proxy, ${job.proxy}.`,
    job.isFetched || isStillAtFal(job.id, now)
      ? ''
      : 'fal keeps pictures for at least 7 days, which have passed, so it may no longer be there.',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function whatText({ waiting, isFetched }: Readable, what: string): string {
  if (waiting) {
    const { flagged, missing } = waiting;
    const parts = [flagged > 0 && undecidedText(flagged, what), missing > 0 && missingText(missing, what)];
    return parts.filter(Boolean).join(' ');
  }
  return isFetched
    ? `A picture for ${what} is here, but not in the document yet.`
    : `A picture for ${what} was asked for, and is not in the document yet.`;
}

/** Of a run whose other pictures are done with. */
function missingText(count: number, what: string): string {
  return count === 1
    ? `A picture for ${what} could not be fetched or read so far. It is paid for.`
    : `${count} pictures for ${what} could not be fetched or read so far. They are paid for.`;
}

/** Of what another window has claimed, and perhaps left. */
export function perhapsLeftText(count: number): string {
  const [pictures, them] = count === 1 ? ['1 picture', 'it'] : [`${count} pictures`, 'them'];
  return `Another window is at work on ${pictures}. Should it have crashed, Changemap goes on with ${them} here within two minutes.`;
}

function damagedText(requestId: string | null): string {
  const atFal = requestId === null ? '' : ` fal knows it as request ${requestId}.`;
  return `What was stored of an unfinished picture can no longer be read, so it cannot be inserted.${atFal}`;
}

export function unfinishedNote({ name, createdAt }: Readable): string {
  return `“${name}” · ${momentText(createdAt)}`;
}
