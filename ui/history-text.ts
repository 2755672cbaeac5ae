// What History says of the runs of a file.
import { totalBilled, totalText } from '../core/billed.ts';
import type { PastRun } from '../core/history.ts';

/** “14 Mar 2026, 09:05”; empty for a moment that cannot be read. */
export function momentText(moment: number | string): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return '';
  return date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}

/** What was made, in all, and what fal billed for it. */
export function historyText(runs: readonly PastRun[]): string {
  if (runs.length === 0) return 'What is made in this file will be listed here.';
  const count = runs.length === 1 ? '1 run in this file' : `${runs.length} runs in this file`;
  const total = totalText(totalBilled(runs));
  return total === '' ? `${count}.` : `${count}, billed ${total}.`;
}

export function pastTitle({ prompt, simulated }: PastRun): string {
  const title = prompt.trim() === '' ? 'No prompt' : `“${prompt.trim()}”`;
  return simulated ? `Simulated · ${title}` : title;
}

export function pastNote({ targetName, pageName, createdAt, layerIds }: PastRun): string {
  return [
    targetName === null ? 'Its target is gone' : `In “${targetName}”`,
    pageName,
    layerIds.length === 1 ? '' : `${layerIds.length} layers`,
    momentText(createdAt),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
