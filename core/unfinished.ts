// A paid job as it is kept until its layers exist: enough to fetch its result in another session, and to cut it again.
import { around, clamp } from './geometry.ts';
import { drawnFor, type EditPlan, reachBoxes } from './plan.ts';
import type { Place } from './protocol.ts';
import type { Target } from './selection.ts';
import { type EditSettings, proxyAddress } from './settings.ts';

/** What is stored before the request goes out. */
export interface Intent {
  readonly version: 1;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** As by `openAddress`. */
  readonly proxy: string;
  readonly plan: EditPlan;
  readonly settings: EditSettings;
  readonly place: Place;
  readonly simulated: boolean;
  /** The id of those its result is cut by: all requests for one target share them, and they weigh most. */
  readonly pictures: string;
}

/** What results are cut by, as encoded pictures: a record has to be small. */
export interface KeptPictures {
  /** As it was sent. */
  readonly source: Uint8Array;
  /** The source's own alpha in grey; null where it sets no limit. */
  readonly limit: Uint8Array | null;
  /** Each region's coverage in grey. */
  readonly regions: readonly { readonly coverage: Uint8Array; readonly amount: number }[];
}

export interface JobRecord extends Omit<Intent, 'pictures'> {
  /** In records from before they were shared, the pictures themselves. */
  readonly pictures: string | KeptPictures;
  readonly where: Whereabouts;
  /** fal's; null until fal has answered. */
  readonly requestId: string | null;
  /** Pictures, by their index in the answer, that nobody has inserted or discarded; null until it was looked at. */
  readonly undecided: readonly number[] | null;
  /** Those among them that fal's safety checker flagged; the others could not be had. */
  readonly flagged: readonly number[];
}

/** What fal made, as it came: kept with the job, as far as there is room. */
export interface KeptResult {
  readonly seed: number | null;
  /** In fal's own units; null where nobody told. */
  readonly billedUnits: number | null;
  /** As many as fal's answer had. */
  readonly pictures: readonly KeptPicture[];
}

export type KeptPicture = {
  /** fal's safety checker finds it unsafe. */
  readonly isFlagged: boolean;
} & (
  | {
      /** As they came, whether or not they can be read. */
      readonly bytes: Uint8Array;
      /** Where fal has it; null where it came inside the answer, and in records from before addresses were kept. */
      readonly url: string | null;
    }
  /** Still to be fetched. */
  | { readonly bytes: null; readonly url: string }
);

/** A job that is taken up again. */
export interface LoadedJob extends JobRecord {
  readonly pictures: KeptPictures;
  readonly result: KeptResult | null;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Where a job belongs. Figma gives public plugins no key of the file, so it is known by all of these together. */
export interface Whereabouts {
  readonly document: string;
  readonly page: Named;
  readonly target: Named & { readonly width: number; readonly height: number };
  readonly regions: readonly Named[];
}

/** What the panel lists. */
export type UnfinishedJob =
  | { readonly kind: 'damaged'; readonly id: string; readonly requestId: string | null }
  | {
      readonly kind: 'readable';
      readonly id: string;
      readonly requestId: string | null;
      readonly createdAt: number;
      readonly proxy: string;
      readonly document: string;
      readonly targetName: string;
      /** What its layers will be called. */
      readonly name: string;
      /** Its pictures are stored with it. */
      readonly isFetched: boolean;
      /** File, page, target and regions are surely those it was made for. */
      readonly isHere: boolean;
      /** What waits of it where all else is done with; null where nothing is. */
      readonly waiting: Waiting | null;
    };

/** All that waits of it is flagged, and has been seen to be: there is nothing to insert before somebody looks. */
export function isToBeLookedAt({ waiting }: Extract<UnfinishedJob, { kind: 'readable' }>): boolean {
  return waiting !== null && waiting.flagged > 0 && waiting.missing === 0;
}

/** How many pictures wait, and for what. */
export interface Waiting {
  /** For somebody to look at them. */
  readonly flagged: number;
  /** To be fetched, or read, after all. */
  readonly missing: number;
}

/** As fal promises; it may be longer. */
const FAL_KEEPS = 7 * 24 * 60 * 60_000;

/** By the id, which begins with the time of the click. */
export function sentAt(jobId: string): number {
  return Number.parseInt(jobId, 10);
}

export function isStillAtFal(jobId: string, now: number): boolean {
  return now - sentAt(jobId) < FAL_KEEPS;
}

/** Says which start of the plugin looks after a job, until a moment (ms since 1970). */
export interface Claim {
  readonly owner: string;
  readonly until: number;
}

/** Whoever is at work renews it several times meanwhile; a tab that is hidden may come to it but once a minute. */
export const CLAIM_MS = 90_000;

/** Whoever asks may have looked at the clock a moment before whoever claims. */
const SLACK_MS = 10_000;

/** One that lasts longer than any can was made by a clock that has been set back since. */
export function isStanding({ until }: Claim, now: number): boolean {
  return until > now && until <= now + CLAIM_MS + SLACK_MS;
}

/** An address without what could be secret in it: a name and password, and everything from the query on. */
export function openAddress(proxyUrl: string): string {
  return proxyAddress(proxyUrl.replace(/[?#].*$/, '').replace(/\/\/[^/@]*@/, '//'));
}

/** Of whatever size: its contents tell what that means, see `sinceDrawn`. */
export function isSamePlace(a: Whereabouts, b: Whereabouts): boolean {
  return (
    a.document === b.document &&
    isSame(a.page, b.page) &&
    isSame(a.target, b.target) &&
    a.regions.length === b.regions.length &&
    a.regions.every((region, i) => isSame(region, b.regions[i]!))
  );
}

function isSame(a: Named, b: Named): boolean {
  return a.id === b.id && a.name === b.name;
}

/**
 * The same edit for another target: at the same place in it, moved inside where that would lie beyond its
 * borders. Regions and replaced results stay behind, since they are layers of the first one;
 * what was drawn still decides the edge.
 * @param box what is to lie inside, as far as it fits: its top left corner always does
 */
export function planFor(plan: EditPlan, target: Target, box = around(plan.reach)): EditPlan {
  const dx = Math.round(clamp(box.x, 0, Math.max(0, target.size.width - box.width)) - box.x);
  const dy = Math.round(clamp(box.y, 0, Math.max(0, target.size.height - box.height)) - box.y);
  return {
    ...plan,
    target,
    regions: [],
    leftBehind: drawnFor(plan),
    replacedIds: [],
    // It is another picture, in whose pixels nobody has drawn.
    insertAs: plan.insertAs === 'fill' ? 'layer' : plan.insertAs,
    framing: { ...plan.framing, x: plan.framing.x + dx, y: plan.framing.y + dy },
    reach: reachBoxes(
      target,
      plan.reach.map((rect) => ({ ...rect, x: rect.x + dx, y: rect.y + dy })),
      0,
    ),
  };
}

type Undecided = Pick<JobRecord, 'undecided' | 'flagged'>;

/** What of a job still waits, once some of it is decided; `all` is what waited when its answer was first looked at. */
export function stillUndecided(
  { undecided, flagged }: Undecided,
  all: { readonly waiting: readonly number[]; readonly flagged: readonly number[] },
  decided: readonly number[],
): Undecided {
  const isOpen = (index: number) => !decided.includes(index);
  return {
    undecided: (undecided ?? all.waiting).filter(isOpen),
    // One that was missing may turn out to be flagged.
    flagged: [...new Set([...flagged, ...all.flagged])].filter(isOpen),
  };
}

export function waitingOf({ undecided, flagged }: Undecided): Waiting | null {
  if (!undecided?.length) return null;
  const count = undecided.filter((index) => flagged.includes(index)).length;
  return { flagged: count, missing: undecided.length - count };
}
