// A run of several targets or prompts as a grid: a row for each target, a cell for each request.
import type { Job } from '../core/job.ts';
import { isUntried, type Part, type Run } from './run.ts';

export interface MatrixRow {
  readonly targetId: string;
  readonly name: string;
  readonly cells: readonly MatrixCell[];
}

export interface MatrixCell {
  readonly id: string;
  readonly look: 'waiting' | 'active' | 'made' | 'failed' | 'untried' | 'cancelled';
  /** “a red door 2: failed” */
  readonly text: string;
}

/** Null where one line says as much. */
export function matrixOf({ parts }: Pick<Run, 'parts'>): MatrixRow[] | null {
  if (parts.length < 3) return null;
  const rows = new Map<string, Part[]>();
  for (const part of parts) rows.set(part.targetId, [...(rows.get(part.targetId) ?? []), part]);
  return [...rows].map(([targetId, own]) => ({
    targetId,
    name: own[0]?.targetName ?? '',
    cells: own.map(cellOf),
  }));
}

function cellOf(part: Part): MatrixCell {
  const { id, prompt, from } = part;
  const look = isUntried(part) ? 'untried' : lookOf(part.job);
  return { id, look, text: `${prompt} ${from + 1}: ${LOOKS[look]}` };
}

const LOOKS: Readonly<Record<MatrixCell['look'], string>> = {
  waiting: 'waiting',
  active: 'being made',
  made: 'made',
  failed: 'failed',
  untried: 'not asked for',
  cancelled: 'cancelled',
};

function lookOf({ state }: Job): MatrixCell['look'] {
  switch (state) {
    case 'waiting':
    case 'failed':
    case 'cancelled':
      return state;
    case 'held':
      return 'waiting';
    case 'made':
    case 'inserting':
    case 'done':
      return 'made';
    case 'preparing':
    case 'uploading':
    case 'submitting':
    case 'queued':
    case 'running':
    case 'fetching':
      return 'active';
    default:
      return state satisfies never;
  }
}
