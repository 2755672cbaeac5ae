// What History says of the runs of a file.
import type { Part } from '../core/again.ts';
import { type Spent, spentOn, totalText } from '../core/billed.ts';
import type { Obstacle, PastRun } from '../core/history.ts';

/** “14 Mar 2026, 09:05”; empty for a moment that cannot be read. */
export function momentText(moment: number | string): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return '';
  return date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}

/** What was made, in all, and what fal billed for it; then for everything, where that is more. */
export function historyText(runs: readonly PastRun[], spent: Spent): string {
  const ofFile = spentOn(runs.flatMap(({ charges }) => charges));
  const inAll = textOf(ofFile, '').join() === textOf(spent, '').join() ? [] : textOf(spent, ' in all');
  const everything = inAll.length === 0 ? '' : ` On this computer, ${inAll.join('; ')}.`;
  if (runs.length === 0) return `What is made in this file will be listed here.${everything}`;
  const count = runs.length === 1 ? '1 run in this file' : `${runs.length} runs in this file`;
  return `${[count, ...textOf(ofFile, '')].join('; ')}.${everything}`;
}

/** “fal billed $0.05”, and the same for what was simulated; each only where there is something to say. */
function textOf({ paid, simulated }: Spent, all: '' | ' in all'): string[] {
  const [was, would] = [totalText(paid), totalText(simulated)];
  return [
    ...(was === '' ? [] : [`fal billed ${was}${all}`]),
    ...(would === '' ? [] : [`fal would have billed ${would}${all} for what was simulated`]),
  ];
}

/** The same, where a search or a choice leaves only some of them. */
export function foundText(found: readonly PastRun[], runs: readonly PastRun[], spent: Spent): string {
  if (found.length === runs.length) return historyText(runs, spent);
  if (found.length === 0) return 'Nothing in this file fits that.';
  return `${found.length} of ${runs.length} runs.`;
}

const OBSTACLES: Readonly<Record<Obstacle, string>> = {
  unknown: 'Where its picture lay is no longer known, so it cannot be put back.',
  'target-gone': 'There is nowhere to put it back.',
  'image-changed': 'The image beneath it is another or cropped otherwise, so it cannot be put back.',
  'in-place': 'It is in the picture already.',
};

/** Why a result that was deleted cannot be put back. */
export function obstacleText(obstacle: Obstacle): string {
  return OBSTACLES[obstacle];
}

/** Of layers that carry a result. */
export function unreadableText(count: number): string {
  return count === 1
    ? 'How 1 layer was made cannot be read: its notes are damaged, or from a newer version.'
    : `How ${count} layers were made cannot be read: their notes are damaged, or from a newer version.`;
}

/** Only layers of one page can be selected together. */
export function unreadableShownText(shown: number, count: number): string {
  const rest = count - shown;
  if (shown === 0) return count === 1 ? 'It is no longer in the file.' : 'They are no longer in the file.';
  const said = shown === 1 ? 'The layer is selected.' : `${shown} layers are selected.`;
  return rest === 0 ? said : `${said} ${rest === 1 ? '1 is' : `${rest} are`} on another page.`;
}

export function pastTitle({ prompt, simulated }: PastRun): string {
  const title = prompt.trim() === '' ? 'No prompt' : `“${prompt.trim()}”`;
  return simulated ? `Simulated · ${title}` : title;
}

export function pastNote({ pageName, createdAt, layerIds, isGone, ...run }: PastRun): string {
  return [
    isGone ? 'Deleted' : '',
    targetText(run),
    pageName,
    layerIds.length === 1 ? '' : `${layerIds.length} layers`,
    momentText(createdAt),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function targetText({ targetName, formerName }: Pick<PastRun, 'targetName' | 'formerName'>): string {
  if (targetName !== null) return `In “${targetName}”`;
  return formerName === '' ? 'Its target is gone' : `“${formerName}” is gone`;
}

export function putBackText(pictures: number): string {
  return pictures === 1
    ? 'It is in the file once more.'
    : `Its ${pictures} pictures are in the file once more; the first is seen.`;
}

const PARTS: Readonly<Record<Part, string>> = {
  prompt: 'Its prompt now stands under Edit.',
  settings: 'Its settings are now set under Edit; prompt and seed are as they were.',
  seed: 'Its seed is now set under Edit.',
  all: 'Prompt, settings and seed are now set under Edit.',
};

export function partText(part: Part): string {
  return PARTS[part];
}
