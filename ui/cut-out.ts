// From fal's answer to patches with their recipes: what is left to do once a result is paid for.
import { Failure } from '../core/failure.ts';
import { cut, type Held, hold, type Surroundings } from '../core/finish.ts';
import { toFrameRect } from '../core/framing.ts';
import type { Rect } from '../core/geometry.ts';
import type { Pixels } from '../core/pixels.ts';
import { type EditPlan, keepsRest, modelOf } from '../core/plan.ts';
import type { InsertRequest, Place } from '../core/protocol.ts';
import { layerName, type Recipe } from '../core/recipe.ts';
import type { EditSettings } from '../core/settings.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import type { Answer } from './fal/answer.ts';
import { placeRequest } from './place-request.ts';
import type { Prepared } from './prepare.ts';

interface CutWorld {
  readonly codec: Codec;
  readonly clock: Clock;
}

/** What was asked for, and everything a picture is cut by. */
interface Sent extends Pick<Prepared, 'around' | 'allowed' | 'regions'> {
  readonly plan: EditPlan;
  readonly settings: EditSettings;
  /** Under which it is stored until its layers exist; null when the user chose to go without. */
  readonly jobId: string | null;
}

/** The request is fal's; the picture is to be waited for. */
export interface Submitted extends Sent {
  readonly stage: 'submitted';
  /** Null where it is to be chosen when the result is there. */
  readonly place: Place | null;
  readonly simulated: boolean;
  readonly requestId: string;
}

/** The patches are made; they are to be inserted. */
export interface Composited extends Sent {
  readonly stage: 'composited';
  readonly requestId: string;
  readonly insert: InsertRequest;
  /** From them the patches can be cut anew. */
  readonly pictures: readonly Held[];
  readonly seed: number | null;
  readonly warnings: readonly Warning[];
  readonly withheld: number;
}

/** What a careful designer would want to look at once more. */
export type Warning = 'shifted' | 'mismatch' | 'colours-unmatched';

/** A recipe for each picture that is shown; its place counts the withheld ones too, as fal does. */
function recipesFor(
  { plan, settings, simulated, requestId }: Submitted,
  { seed, images }: Answer,
  { clock }: CutWorld,
): Recipe[] {
  const run = {
    version: 1,
    settings,
    targetId: plan.target.id,
    regionIds: plan.regions.map((region) => region.id),
    framing: plan.framing,
    seed: seed ?? plan.seed,
    requestId,
    simulated,
    createdAt: new Date(clock.now()).toISOString(),
  } as const;
  return images.flatMap(({ isWithheld }, index) =>
    isWithheld ? [] : [{ ...run, index, count: images.length }],
  );
}

/** The answer's pictures as patches, ready to be inserted. */
export function cutOut(
  submitted: Submitted,
  answer: Answer,
  pictures: readonly Pixels[],
  world: CutWorld,
): Composited {
  const { plan, settings, jobId, around, allowed, regions, place, simulated, requestId } = submitted;
  const recipes = recipesFor(submitted, answer, world);
  const warnings = new Set<Warning>();
  const held = pictures.map((picture) => hold(picture, around));
  const patches = held.map((picture, i) => {
    for (const warning of warningsOf(picture, plan)) warnings.add(warning);
    const name = layerName(plan.name, i, pictures.length, simulated);
    return { ...cutPatch(picture, around, plan, plan.matching, world.codec), name, recipe: recipes[i]! };
  });
  return {
    stage: 'composited',
    plan,
    settings,
    jobId,
    around,
    allowed,
    regions,
    pictures: held,
    requestId,
    insert: {
      ...placeRequest(plan),
      place,
      patches,
      name: layerName(plan.name, 0, 1, simulated),
    },
    seed: answer.seed ?? plan.seed,
    warnings: [...warnings],
    withheld: answer.images.length - pictures.length,
  };
}

/** @throws Failure nothing-shows */
export function cutPatch(
  picture: Held,
  around: Surroundings,
  { framing, target }: EditPlan,
  matching: number,
  codec: Codec,
): { png: Uint8Array; area: Rect<'frame'> } {
  const patch = cut(picture, around, matching);
  if (!patch) throw new Failure('nothing-shows', { target: target.name });
  return { png: codec.encode(patch.pixels), area: toFrameRect(framing, patch.area) };
}

function warningsOf({ colours, registration }: Held, plan: EditPlan): Warning[] {
  const found: Warning[] = [];
  // A model that keeps nothing is expected to bring back other surroundings.
  if (!keepsRest(modelOf(plan))) return found;
  if (registration.kind === 'shifted') found.push('shifted');
  if (registration.kind === 'mismatch') found.push('mismatch');
  if (plan.matching > 0 && colours.kind === 'too-little-surrounding') found.push('colours-unmatched');
  return found;
}
