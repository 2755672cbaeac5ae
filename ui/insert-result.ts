// The last step of an edit: the patches become layers, and what the run has come to is told.
import { Failure, isFailure } from '../core/failure.ts';
import type { EditPlan } from '../core/plan.ts';
import type { InsertReply } from '../core/protocol.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Composited } from './cut-out.ts';
import type { EditOutcome } from './edit.ts';
import type { Before } from './proof.ts';

interface InsertWorld {
  readonly plugin: Plugin;
  readonly clock: Clock;
}

export async function insertResult(
  composited: Composited,
  before: Before | null,
  world: InsertWorld,
): Promise<Omit<EditOutcome, 'cameTooLate'>> {
  const { plan, insert: request, seed, billed, warnings, flagged, rest, simulated } = composited;
  const { layerIds, above, edits } = await placed(composited, world);
  return {
    layerIds,
    // One alone goes by its own name, which has a number where others were flagged.
    name: request.patches.length === 1 ? request.patches[0]!.name : request.name,
    targetName: plan.target.name,
    regionNames: plan.regions.filter(({ id }) => id !== plan.target.id).map(({ name }) => name),
    above,
    beneath: request.place?.beneath ?? [],
    seed,
    billed,
    simulated,
    pictures: request.patches.length,
    flagged,
    rest,
    warnings,
    // What somebody changed in between would count as changed by the edit.
    before: before?.edits === edits ? before : null,
  };
}

/** With the layers there, and not before, the stored job is done with, but for what waits. */
async function placed(
  { plan, jobId, insert: request, flagged: toLookAt, rest }: Composited,
  { plugin, clock }: InsertWorld,
): Promise<Omit<InsertReply, 'edits'> & { edits: number | null }> {
  const flagged = toLookAt.map(({ index }) => index);
  const waiting = [...flagged, ...(rest?.checkpoint.undecided ?? [])];
  if (request.patches.length === 0) {
    if (jobId !== null) {
      // What could not be noted is found to be waiting when the job is taken up again.
      await plugin.call('decide', { id: jobId, waiting, flagged, decided: [] }).catch(() => null);
    }
    return { layerIds: [], above: [], edits: null };
  }
  const kept = jobId === null ? {} : { kept: { id: jobId, now: clock.now(), waiting, flagged } };
  return plugin.call('insert', { ...request, ...kept }).catch((error: unknown) => {
    throw placeless(error, plan);
  });
}

/** The picture has outlived its target. */
function placeless(error: unknown, { target }: EditPlan): unknown {
  const isGone = isFailure(error) && error.kind === 'target-gone';
  return isGone ? new Failure('place-gone', { target: target.name }) : error;
}
