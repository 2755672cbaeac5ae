// What the panel says about a run, a price, a layer: the sentences that are made of values.
import { COSTS } from '../core/costs.ts';
import { cropSize, density } from '../core/framing.ts';
import { isEnded, type Job } from '../core/job.ts';
import { modelOf } from '../core/model-settings.ts';
import { pictureSize } from '../core/models/index.ts';
import type { EditPlan, Outline } from '../core/plan.ts';
import { billedMegapixels, priceText, runPrice } from '../core/price.ts';
import type { Proof } from '../core/proof.ts';
import { allCancelled } from '../core/run.ts';
import type { EditSettings } from '../core/settings.ts';
import type { Warning } from './cut-out.ts';
import type { Trouble } from './fal/queue.ts';
import { flaggedText } from './flagged-text.ts';
import type { EditOutcome } from './outcome.ts';
import { isGone, type Run } from './run.ts';
import { countText } from './run-text.ts';

/** The one line of role `status`. */
export function statusText(run: Run | null): string {
  if (!run) return '';
  if (isEnded(run.job)) return endText(run);
  if (run.trouble) return TROUBLE[run.trouble];
  return run.isCancelling ? TROUBLE.cancelling : [countText(run), jobText(run.job)].join(' ').trim();
}

function endText(run: Run): string {
  const { outcome, job, parts, isDivided } = run;
  if (!outcome) return jobText(job);
  if (isGone(run)) return goneText(outcome);
  const rest = allCancelled(parts.map((part) => part.job));
  return told([
    doneText(outcome, run.gone, parts[0].checkpoint?.plan),
    isDivided ? DIVIDED : '',
    rest ? `The rest was cancelled. ${COSTS[rest.cost]}` : '',
  ]);
}

function told(sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

const DIVIDED = 'For lack of room to store it all at once, it came in several steps, each undone by itself.';

const TROUBLE: Readonly<Record<Exclude<Trouble, null>, string>> = {
  'connection-lost': 'The connection is lost. Asking again until it is back…',
  cancelling: 'Cancelling…',
  'cancel-unheard':
    'The connection is lost, so the cancel could not be passed on yet. The picture goes on being watched…',
  'cancel-impossible': 'This can no longer be cancelled. The picture will be kept when it arrives.',
  'cancel-late': 'Too late to cancel: the picture is being finished, and will be kept.',
};

function jobText(job: Job): string {
  switch (job.state) {
    case 'waiting':
      return 'Waiting for its turn…';
    case 'held':
      return 'Waiting for room on this machine, until others have been added…';
    case 'preparing':
      return 'Preparing the picture…';
    case 'uploading':
      return 'Sending the picture…';
    case 'submitting':
      return 'Sending the request…';
    case 'queued':
      return job.position ? `In the queue, ${job.position} before you…` : 'In the queue, next in line…';
    case 'running':
      return 'Making the picture…';
    case 'fetching':
      return 'Fetching the picture…';
    case 'made':
    case 'inserting':
      return 'Adding the layer…';
    case 'done':
      return 'Done.';
    case 'failed':
      return '';
    case 'cancelled':
      return `Cancelled. Nothing was changed in the document. ${COSTS[job.cost]}`;
    default:
      return job satisfies never;
  }
}

const WARNINGS: Readonly<Record<Warning, string>> = {
  shifted: 'Its surroundings came back slightly shifted, so look closely at the edge.',
  mismatch: 'Its surroundings came back different from the design, so look closely at the edge.',
  'colours-unmatched': 'Too little of the picture stayed unchanged to match its colours by.',
};

function goneText({ name, pictures }: EditOutcome): string {
  const isOne = pictures === 1;
  const what = isOne ? `“${name}” is` : `The ${pictures} pictures of “${name}” are`;
  return `${what} no longer in the document. Under History ${isOne ? 'it' : 'they'} can be put back.`;
}

/** @param gone of its pictures, fewer than all */
function doneText(outcome: EditOutcome, gone: number, plan?: EditPlan): string {
  const { name, regionNames, pictures, flagged, missing, warnings, cameTooLate } = outcome;
  const what = pictures === 1 || gone > 0 ? `“${name}”` : `“${name}” (${pictures} pictures)`;
  return told([
    cameTooLate ? tooLateText(outcome) : '',
    pictures > 0 ? `Added ${what} ${placeText(outcome, plan)}${pageText(outcome)}.` : '',
    leftText(pictures, gone),
    flaggedText(flagged.length, pictures),
    missing > 0 ? `${missing} more could not be had yet: see above.` : '',
    // A target changed as a whole has no surroundings to speak of.
    ...(regionNames.length === 0 ? [] : warnings.map((warning) => WARNINGS[warning])),
  ]);
}

function tooLateText({ pictures, flagged, missing, simulated }: EditOutcome): string {
  const isOne = pictures + flagged.length + missing === 1;
  const kept = `The cancel came too late, so the ${isOne ? 'picture was' : 'pictures were'} kept.`;
  if (simulated) return kept;
  return `${kept} ${isOne ? COSTS.paid : 'They were charged like any others.'}`;
}

/** Of several, once some have been discarded. */
function leftText(pictures: number, gone: number): string {
  if (gone === 0) return '';
  const left = pictures - gone;
  return `${left} of its ${pictures} pictures ${left === 1 ? 'is' : 'are'} left.`;
}

function isFill({ placed }: EditOutcome): boolean {
  return placed.some((each) => each?.kind === 'fill');
}

function pageText({ otherPage }: EditOutcome): string {
  return otherPage === null ? '' : `, on page “${otherPage}”`;
}

function placeText(outcome: EditOutcome, plan?: EditPlan): string {
  const { targets, above, beneath } = outcome;
  const where = targets.length > 1 ? `${targets.length} targets` : `“${targets[0]?.name ?? ''}”`;
  if (isFill(outcome)) return `as a fill of ${where}`;
  if (plan?.insertAs === 'copies') return `in ${targets.length > 1 ? 'rows' : 'a row'} beside ${where}`;
  if (targets.length > 1) return `to ${where}`;
  if (beneath.length > 0) return `beneath ${someNames(beneath)}`;
  return above.length > 0 ? `above ${above.map((name) => `“${name}”`).join(', ')}` : `to ${where}`;
}

/** “Title” and 2 more. */
export function someNames([first = '', ...others]: readonly string[]): string {
  return others.length > 0 ? `“${first}” and ${others.length} more` : `“${first}”`;
}

export interface Note {
  readonly text: string;
  /** Something a careful designer has to look at. */
  readonly isWarning: boolean;
}

/** What there is to say of the layers after they came; null when there is nothing. */
export function noteOf(run: Run): Note | null {
  const { outcome, proof, isFitting, refitted, isLost, parts } = run;
  if (!outcome || isGone(run)) return null;
  const layers = outcome.layerIds.length === 1 ? 'layer' : 'layers';
  if (isFitting) return { text: `Updating the ${layers}…`, isWarning: false };
  if (isLost) return { text: lostText(outcome.layerIds.length), isWarning: false };
  // The first proof was of other pixels.
  const current = refitted ? refitted.proof : proof;
  if (current) return proofNote(current, parts[0].checkpoint?.plan.changeEverythingElse ?? false);
  return refitted && { text: `${capitalised(layers)} updated.`, isWarning: false };
}

/** Deleted, undone, or painted with something else by now. */
function lostText(count: number): string {
  return count === 1
    ? 'The layer is no longer there, or shows another picture.'
    : 'The layers are no longer there, or show other pictures.';
}

function proofNote(proof: Proof, changeEverythingElse: boolean): Note {
  switch (proof.kind) {
    case 'kept':
      return {
        text: changeEverythingElse
          ? '✓ What was to stay has stayed.'
          : '✓ Nothing outside the region changed.',
        isWarning: false,
      };
    case 'changed': {
      const pixels = proof.pixels.toLocaleString('en-GB');
      const levels = proof.most === 1 ? '1 level' : `${proof.most} levels`;
      const where = changeEverythingElse ? 'Where all was to stay' : 'Outside the region';
      const text = `${where}, ${pixels} px changed, by at most ${levels} of 255.`;
      return { text, isWarning: true };
    }
    default:
      return proof satisfies never;
  }
}

export interface PriceLine {
  readonly text: string;
  /** What the text says, at more length. */
  readonly title: string;
  /** Set below density 1, where the result is softer than the design. */
  readonly warning: string | null;
  /** Set where fal bills more than the one megapixel that Standard keeps to. */
  readonly bill: string | null;
}

/** @param pictures of the whole run */
export function priceLine(
  { framing, frameSize }: Outline,
  settings: EditSettings,
  pictures: number,
): PriceLine {
  const model = modelOf(settings);
  const size = pictureSize(model, settings.values, { size: cropSize(framing), frameSize });
  const dollars = runPrice(model.price, size, pictures);
  const megapixels = billedMegapixels(size);
  const scale = density(framing);
  const times = `${Number(scale.toFixed(scale < 1 ? 2 : 1))}×`;
  return {
    text: [priceOf(dollars, pictures), `${size.width} × ${size.height} px`, scale < 1 ? '' : times]
      .filter((part) => part !== '')
      .join(' · '),
    title: `${dollars === null ? UNPRICED : PRICED} Then: the size of the picture, and how many of its px one px of the frame gets.`,
    warning: scale < 1 ? `soft: ${times}` : null,
    bill: megapixels > 1 ? `billed as ${megapixels} megapixels` : null,
  };
}

/** “$0.10 for 2 pictures” */
export function priceOf(dollars: number | null, pictures: number): string {
  const price = capitalised(priceText(dollars));
  return pictures > 1 ? `${price} for ${pictures} pictures` : price;
}

const PRICED = 'What fal bills for the run.';
const UNPRICED =
  'fal names no price for this model and bills it in units of its own: the result says how many they were.';

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
