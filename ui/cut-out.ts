// From fal's answer to patches with their recipes: what is left to do once a result is paid for.
import type { ColourMatch } from '../core/colour-match.ts';
import { Failure } from '../core/failure.ts';
import { finish, type Surroundings } from '../core/finish.ts';
import { toFrameRect } from '../core/framing.ts';
import type { Pixels, Plane } from '../core/pixels.ts';
import type { EditPlan } from '../core/plan.ts';
import type { InsertRequest, Place } from '../core/protocol.ts';
import { layerName, type Recipe } from '../core/recipe.ts';
import type { Registration } from '../core/registration.ts';
import type { EditSettings } from '../core/settings.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import type { Answer } from './fal/answer.ts';
import { placeRequest } from './place-request.ts';

interface CutWorld {
  readonly codec: Codec;
  readonly clock: Clock;
}

/** The request is fal's; the picture is to be waited for. */
export interface Submitted {
  readonly stage: 'submitted';
  readonly plan: EditPlan;
  readonly settings: EditSettings;
  readonly around: Surroundings;
  readonly place: Place;
  readonly simulated: boolean;
  readonly requestId: string;
}

/** The patches are made; they are to be inserted. */
export interface Composited {
  readonly stage: 'composited';
  readonly plan: EditPlan;
  readonly requestId: string;
  readonly insert: InsertRequest;
  /** The change map as it was sent, before the endpoint's own polarity. */
  readonly amount: Plane;
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
  const { plan, around, place, simulated, requestId } = submitted;
  const recipes = recipesFor(submitted, answer, world);
  const warnings = new Set<Warning>();
  const patches = pictures.map((picture, i) => {
    const { patch, colours, registration } = finish(picture, around, plan.matching);
    for (const warning of warningsOf(colours, registration, plan.matching)) warnings.add(warning);
    if (!patch) throw new Failure('region-empty', { layer: plan.regions[0]?.name ?? '' });
    const name = layerName(plan.prompt, i, pictures.length, simulated);
    const area = toFrameRect(plan.framing, patch.area);
    return { png: world.codec.encode(patch.pixels), area, name, recipe: recipes[i]! };
  });
  return {
    stage: 'composited',
    plan,
    requestId,
    insert: {
      ...placeRequest(plan),
      place,
      patches,
      name: layerName(plan.prompt, 0, 1, simulated),
    },
    amount: around.amount,
    seed: answer.seed ?? plan.seed,
    warnings: [...warnings],
    withheld: answer.images.length - pictures.length,
  };
}

function warningsOf(colours: ColourMatch, registration: Registration, matching: number): Warning[] {
  const found: Warning[] = [];
  if (registration.kind === 'shifted') found.push('shifted');
  if (registration.kind === 'mismatch') found.push('mismatch');
  if (matching > 0 && colours.kind === 'too-little-surrounding') found.push('colours-unmatched');
  return found;
}
