// The last step of an edit: the patches of a run become layers, all in one step, and what it has come to is told.
import { Failure, fromWire, inPhase } from '../core/failure.ts';
import { layerIdsOf } from '../core/placed.ts';
import type { AskedMatrix, Inserted, InsertReply, InsertRequest } from '../core/protocol.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import type { Composited } from './cut-out.ts';
import type { EditOutcome } from './outcome.ts';
import { takenAs } from './phase.ts';
import { type Before, lookBefore } from './proof.ts';
import { spreadOf } from './use-result.ts';

interface InsertWorld {
  readonly plugin: Plugin;
  readonly clock: Clock;
  readonly codec: Codec;
}

/** What it has to do with others of its run. */
export interface Among {
  /** Keys of those that came earlier, of the same run and target. */
  readonly joins: readonly string[];
  /** Of those for the same target together. */
  readonly name: string;
  readonly matrix: AskedMatrix;
  /** Targets and regions in which its one picture is used as well. */
  readonly spreadTo: readonly string[];
}

export interface ToInsert {
  readonly composited: Composited;
  /** Null for one by itself. */
  readonly among: Among | null;
  /** Whether the user has cancelled meanwhile. */
  readonly signal: AbortSignal;
}

/**
 * In their order; a failure for what could not be placed although the others could.
 * @throws Failure when nothing could, and the document is as it was
 */
export async function insertResults(
  asked: readonly ToInsert[],
  world: InsertWorld,
): Promise<(EditOutcome | Failure)[]> {
  const parts = await requestsFor(asked, world);
  const before = await lookAtAll(asked, world);
  const replies = await placed(asked, parts, world);
  return asked.map((each, i) => {
    const reply = replies[i]!;
    if (reply.kind === 'refused') {
      return inPhase(placeless(reply.failure, each.composited), takenAs(each.composited));
    }
    return outcomeOf(each, reply, before.get(each.composited.plan.target.id) ?? null);
  });
}

/** Each target once, whatever number of results is to go into it. */
async function lookAtAll(
  asked: readonly ToInsert[],
  world: InsertWorld,
): Promise<ReadonlyMap<string, Before | null>> {
  const targets = new Map(asked.map(({ composited }) => [composited.plan.target.id, composited]));
  const looks = new Map<string, Before | null>();
  for (const [targetId, each] of targets) looks.set(targetId, await lookBefore(each, world));
  return looks;
}

function outcomeOf({ composited, signal }: ToInsert, reply: Inserted, before: Before | null): EditOutcome {
  const { plan, insert: request, seed, billed, warnings, flagged, rest, simulated } = composited;
  return {
    placed: reply.placed,
    layerIds: layerIdsOf(reply.placed),
    // One alone goes by its own name, which has a number where others were flagged.
    name: request.patches.length === 1 ? request.patches[0]!.name : request.name,
    targets: [{ id: plan.target.id, name: plan.target.name }],
    regionNames: plan.regions.filter(({ id }) => id !== plan.target.id).map(({ name }) => name),
    above: reply.above,
    otherPage: reply.otherPage,
    beneath: request.place?.beneath ?? [],
    seed,
    billed,
    simulated,
    pictures: reply.placed.filter((each) => each !== null).length,
    flagged,
    missing: rest?.checkpoint.undecided.length ?? 0,
    warnings,
    // What somebody changed in between would count as changed by the edit.
    before: before?.edits === reply.edits ? before : null,
    used: reply.used,
    cameTooLate: signal.aborted,
  };
}

/** With the layers there, and not before, the stored jobs are done with, but for what waits. */
async function placed(
  asked: readonly ToInsert[],
  parts: readonly InsertRequest[],
  world: InsertWorld,
): Promise<InsertReply[]> {
  const replies = parts.length > 0 ? await world.plugin.call('insert', { parts }) : [];
  for (const { composited } of asked.filter(isEmpty)) await noteWaiting(composited, world);
  return asked.map((each) => (isEmpty(each) ? NOTHING : replies.shift()!));
}

const NOTHING: Inserted = {
  kind: 'inserted',
  placed: [],
  above: [],
  otherPage: null,
  edits: null,
  used: null,
};

function isEmpty({ composited }: ToInsert): boolean {
  return composited.insert.patches.length === 0;
}

async function requestsFor(asked: readonly ToInsert[], world: InsertWorld): Promise<InsertRequest[]> {
  const requests: InsertRequest[] = [];
  for (const each of asked) if (!isEmpty(each)) requests.push(await requestFor(each, world));
  return requests;
}

async function requestFor({ composited, among }: ToInsert, world: InsertWorld): Promise<InsertRequest> {
  const { jobId, insert } = composited;
  const { clock } = world;
  const kept = jobId === null ? {} : { kept: { id: jobId, now: clock.now(), ...waitingOf(composited) } };
  const { joins = [], name = insert.name, matrix, spreadTo = [] } = among ?? {};
  const spread = spreadTo.length > 0 ? await spreadOf(composited, spreadTo, world) : null;
  return { ...insert, joins, name, ...(matrix && { matrix }), ...kept, ...(spread && { spread }) };
}

/** What could not be noted is found to be waiting when the job is taken up again. */
async function noteWaiting(composited: Composited, { plugin, clock }: InsertWorld): Promise<void> {
  const { jobId } = composited;
  if (jobId === null) return;
  const decision = { id: jobId, now: clock.now(), ...waitingOf(composited), decided: [] };
  await plugin.call('decide', decision).catch(() => null);
}

function waitingOf({ flagged: toLookAt, rest }: Composited) {
  const flagged = toLookAt.map(({ index }) => index);
  return { flagged, waiting: [...flagged, ...(rest?.checkpoint.undecided ?? [])] };
}

/** The picture has outlived its target. */
function placeless(failure: Parameters<typeof fromWire>[0], { plan }: Composited): Failure {
  const isGone = failure.failure === 'target-gone';
  return isGone ? new Failure('place-gone', { target: plan.target.name }) : fromWire(failure);
}
