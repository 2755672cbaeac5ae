// How far a run has come, how long it has taken, and how long it may still take.
import { isEnded, type Job } from '../core/job.ts';
import type { Run } from './run.ts';

/** 0–1, of all its requests; one that has ended, however it did, has no more to come. */
export function shareDone({ parts }: Pick<Run, 'parts'>): number {
  const shares = parts.map(({ job }) => (isEnded(job) ? 1 : progressOf(job)));
  return shares.reduce((total, share) => total + share, 0) / parts.length;
}

/** 0–1; the shares are what a run of fal typically spends on each stage. */
function progressOf(job: Job): number {
  switch (job.state) {
    case 'waiting':
    case 'held':
      return 0;
    case 'preparing':
      return 0.04;
    case 'uploading':
      return 0.12;
    case 'submitting':
      return 0.18;
    case 'queued':
      return 0.22;
    case 'running':
      return 0.26 + 0.6 * loggedShare(job.logs);
    case 'fetching':
      return 0.9;
    case 'made':
      return 0.94;
    case 'inserting':
      return 0.96;
    case 'done':
      return 1;
    case 'failed':
    case 'cancelled':
      return 0;
    default:
      return job satisfies never;
  }
}

/** The models log a bar such as “ 46%|████▋     | 13/28 [00:03<00:04]”. */
function loggedShare(logs: readonly string[]): number {
  const percent = /(\d+)%\|/.exec(logs.at(-1) ?? '')?.[1];
  return percent === undefined ? 0 : Math.min(1, Number(percent) / 100);
}

/** The newest line of the log, without the bar that stands above it already. */
export function logLine(job: Job): string {
  if (job.state !== 'running') return '';
  const bar = /(\d+)%\|[^|]*\|\s*(\d+)\/(\d+)/.exec(job.logs.at(-1) ?? '');
  return bar ? `Step ${bar[2]} of ${bar[3]}` : (job.logs.at(-1) ?? '');
}

/** “0:12 of about 0:20”; of a run that waits, how many are to begin before it. */
export function timeText(run: Run, runs: readonly Run[], now: number): string {
  if (run.job.state === 'waiting') return placeText(run, runs);
  if (isEnded(run.job) || run.startedAt === null) return '';
  const elapsed = Math.max(0, now - run.startedAt);
  if (run.expected === null) return minutes(elapsed);
  const isLate = elapsed > run.expected * LATE;
  return isLate
    ? `${minutes(elapsed)}, longer than usual`
    : `${minutes(elapsed)} of about ${minutes(run.expected)}`;
}

/** Beyond this share of the expected time somebody may begin to wonder. */
const LATE = 1.5;

function placeText(run: Run, runs: readonly Run[]): string {
  const before = runs.slice(0, runs.indexOf(run)).filter(({ job }) => job.state === 'waiting').length;
  return before === 0 ? 'next' : `${before} before it`;
}

function minutes(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
