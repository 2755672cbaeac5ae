// Jobs of an earlier start of the plugin: taken up by themselves where it is sure where they belong, else offered.
import { computed, effect } from '@preact/signals';
import { toWire } from '../core/failure.ts';
import type { Target } from '../core/selection.ts';
import { openAddress, type UnfinishedJob } from '../core/unfinished.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import { continueEdit } from './edit.ts';
import { forget, movedTo, takenUp } from './kept.ts';
import { isBusy, type Runs, SUBMITTING } from './runs.ts';
import { connectionOf, NEW_RUN, type State, waitingPicture } from './state.ts';

export interface UnfinishedActions {
  /** Fetches the result, and inserts it where it belongs. */
  fetchUnfinished(id: string): void;
  /** Fetches the result, and inserts it into the target that is selected now. */
  insertUnfinishedHere(id: string): void;
  /** Gives it up, although it may be paid for. */
  discardUnfinished(id: string): void;
}

interface UnfinishedWorld {
  readonly plugin: Plugin;
  readonly codec: Codec;
  readonly clock: Clock;
}

/** By then a claim has surely run out. */
const AFTER_CLAIM = 500;

export function createUnfinished(
  state: State,
  world: UnfinishedWorld,
  perform: Runs['perform'],
): UnfinishedActions {
  const { plugin, clock } = world;
  const openedAt = clock.now();
  const tried = new Set<string>();
  let hasWaited = false;
  const isIdle = computed(() => state.isOpen.value && !isBusy(state));
  effect(() => {
    if (isIdle.value) look().catch((error: unknown) => tell(error));
  });

  async function look(): Promise<void> {
    const { jobs, claimedUntil } = await plugin.call('unfinishedJobs', { now: clock.now() });
    state.unfinished.value = jobs;
    const next = jobs.find((job) => !tried.has(job.id) && isToBeTakenUp(job, openedAt, state));
    if (next && !isBusy(state) && !waitingPicture(state)) {
      tried.add(next.id);
      return takeUp(next.id, null);
    }
    if (claimedUntil === null || hasWaited) return;
    // Once: who renews a claim is at work, and one that crashed does not.
    hasWaited = true;
    await clock.sleep(claimedUntil - clock.now() + AFTER_CLAIM);
    if (isIdle.value) await look();
  }

  function tell(error: unknown): void {
    state.notice.value = toWire(error);
  }

  function takeUp(id: string, target: Target | null): Promise<void> {
    return perform({ ...NEW_RUN, job: SUBMITTING, isTakenUp: true }, async (editWorld, report, signal) => {
      const submitted = await takenUp(id, world);
      const checkpoint = target ? movedTo(target, submitted) : submitted;
      report.checkpoint(checkpoint);
      return continueEdit(checkpoint, editWorld, report, signal);
    });
  }

  /** A picture that waits is given up only on request, as before any other run. */
  function ask(id: string, target: Target | null): void {
    if (waitingPicture(state)) state.held.value = () => void takeUp(id, target);
    else void takeUp(id, target);
  }

  return {
    fetchUnfinished: (id) => ask(id, null),
    insertUnfinishedHere(id) {
      const { value: selection } = state.selection;
      if (selection.kind !== 'none') ask(id, selection.target);
    },
    discardUnfinished(id) {
      state.unfinished.value = state.unfinished.value.filter((job) => job.id !== id);
      void forget(id, plugin).then(look).catch(tell);
    },
  };
}

/** Left by an earlier start, for this very place, and asked for at the proxy it was sent through. */
function isToBeTakenUp(job: UnfinishedJob, openedAt: number, state: State): boolean {
  return (
    job.kind === 'readable' &&
    job.isHere &&
    // What is flagged is looked at when somebody asks for it.
    job.undecided === 0 &&
    job.requestId !== null &&
    job.createdAt <= openedAt &&
    isOfProxy(job, state)
  );
}

export function isOfProxy({ proxy }: { proxy: string }, state: Pick<State, 'settings'>): boolean {
  return proxy === openAddress(connectionOf(state).proxyUrl);
}
