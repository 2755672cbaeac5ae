// The one step that costs: the request goes out at most once, and what fal answers is noted however late it comes.
import { Failure, isFailure, toWire } from '../core/failure.ts';
import { modelOf } from '../core/model-settings.ts';
import type { EditPlan } from '../core/plan.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Submitted } from './cut-out.ts';
import type { EditReport } from './edit.ts';
import type { Fal, Sending } from './fal/fal.ts';
import { forget, identified } from './kept.ts';
import { stopIfCancelled } from './stoppable.ts';

interface SubmitWorld {
  readonly plugin: Plugin;
  readonly fal: Fal;
  readonly clock: Clock;
}

/** How long a cancel waits for the answer to a request already on its way. */
const CANCEL_PATIENCE = 10_000;

export interface Submission extends Pick<Sending, 'isMediaBlocked'> {
  /** Under which it is stored; null where the user chose to go without. */
  readonly jobId: string | null;
  readonly plan: EditPlan;
  readonly input: Record<string, unknown>;
  /** What there is to go on from once fal has taken it. */
  readonly taken: (requestId: string) => Submitted;
}

/**
 * Who cancels and hears nothing is told that nobody knows what became of the request. What fal says later is
 * told as events, once the request has been cancelled there too.
 */
export async function submit(
  submission: Submission,
  world: SubmitWorld,
  report: EditReport,
  signal: AbortSignal,
): Promise<Submitted> {
  const { jobId, plan, input, isMediaBlocked, taken } = submission;
  const sent = identified(jobId, world, async () => {
    stopIfCancelled(signal);
    return world.fal.submit(modelOf(plan), input, { isMediaBlocked, signal });
  });
  const answered = new AbortController();
  const told = sent.then(taken).finally(() => answered.abort());
  const gaveUp = new Promise<never>((_, reject) => {
    const giveUp = async () => {
      await world.clock.sleep(CANCEL_PATIENCE, answered.signal);
      if (answered.signal.aborted) return;
      reject(new Failure('submit-unknown'));
      await followLate(told, world, report);
    };
    signal.addEventListener('abort', giveUp, { once: true, signal: answered.signal });
  });
  return Promise.race([told, gaveUp]);
}

/** Nobody waits any more, but the request may still be taken, and is to be cancelled then. */
async function followLate(told: Promise<Submitted>, world: SubmitWorld, report: EditReport): Promise<void> {
  try {
    const submitted = await told;
    if (await isTakenBack(submitted, world)) {
      await forget(submitted.jobId, world);
      report.event({ type: 'cancelled' });
      return;
    }
    report.checkpoint(submitted);
    throw new Failure('cancel-late');
  } catch (error) {
    const isCancelled = isFailure(error) && error.kind === 'cancelled';
    report.event(isCancelled ? { type: 'cancelled' } : { type: 'failed', failure: toWire(error) });
  }
}

/** Whatever else has become of it is found out by trying again. */
async function isTakenBack({ plan, requestId }: Submitted, { fal, clock }: SubmitWorld): Promise<boolean> {
  const options = { clock, signal: AbortSignal.abort(), onState: () => {}, onTrouble: () => {} };
  const ending = await fal.watch(modelOf(plan), requestId, options).catch(() => null);
  return ending === 'cancelled';
}
