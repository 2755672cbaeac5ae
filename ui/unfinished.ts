// Jobs of an earlier start of the plugin: taken up by themselves where it is sure where they belong, else offered.
import { computed, effect, untracked } from '@preact/signals';
import { toWire } from '../core/failure.ts';
import { isEnded } from '../core/job.ts';
import type { Target } from '../core/selection.ts';
import { isToBeLookedAt, openAddress, sentAt, type UnfinishedJob } from '../core/unfinished.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import type { Flagged } from './cut-out.ts';
import { receiveEdit } from './edit.ts';
import { giveUp, movedTo, takenUp } from './kept.ts';
import { during } from './phase.ts';
import { findPart, runWith, singleRun } from './run.ts';
import type { RunQueue, Work } from './run-queue.ts';
import { SUBMITTING } from './runs.ts';
import { connectionOf, type State } from './state.ts';

export interface UnfinishedActions {
  /** Fetches the result, and inserts it where it belongs. */
  fetchUnfinished(id: string): void;
  /** Fetches what was flagged, and lists it to be looked at; nothing is inserted. */
  lookAtUnfinished(id: string): void;
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
  perform: RunQueue['perform'],
): UnfinishedActions {
  const { plugin, clock } = world;
  const openedAt = clock.now();
  const tried = new Set<string>();
  const waitedFor = new Set<string>();
  let looks = 0;
  // At the start, and whenever a run has come to its end.
  const ends = computed(() => {
    const ended = state.runs.value.flatMap(({ parts }) => parts).filter(({ job }) => isEnded(job));
    return state.isOpen.value ? ended.map(({ id, job }) => `${id} ${job.state}`).join() : null;
  });
  effect(() => {
    if (ends.value !== null) untracked(() => look().catch(tell));
  });

  async function look(): Promise<void> {
    const turn = ++looks;
    const { jobs, busy } = await plugin.call('unfinishedJobs', { now: clock.now() });
    // Who has asked since then is told what is newer.
    if (turn !== looks) return;
    state.unfinished.value = jobs;
    for (const job of jobs) if (!tried.has(job.id) && isToBeTakenUp(job, openedAt, state)) takeUp(job, null);
    // Each once: who renews a claim is at work, and one that crashed does not.
    const left = busy.filter(({ id }) => !waitedFor.has(id)).sort((a, b) => a.until - b.until);
    state.perhapsLeft.value = left.filter(({ id }) => sentAt(id) <= openedAt).length;
    const [next] = left;
    if (!next) return;
    await clock.sleep(next.until - clock.now() + AFTER_CLAIM);
    waitedFor.add(next.id);
    if (turn === looks) await look();
  }

  /** Asked for, and so in place of what was told before. */
  function fetch(job: Readable, target: Target | null, listed?: ListedAs): void {
    state.notice.value = null;
    takeUp(job, target, listed);
  }

  function tell(error: unknown): void {
    state.notice.value = toWire(error);
  }

  function takeUp({ id, name, targetName }: Readable, target: Target | null, listed: ListedAs = {}): void {
    tried.add(id);
    const about = { id, name, targetName: target?.name ?? targetName, isTakenUp: true };
    const run = singleRun(about, { job: { state: 'waiting', next: SUBMITTING } });
    const work: Work = async (editWorld, report, signal) => {
      const submitted = await during('taken', () => takenUp(id, world));
      const checkpoint = target ? movedTo(target, submitted) : submitted;
      report.checkpoint(checkpoint);
      const composited = await receiveEdit(checkpoint, editWorld, report, signal);
      return { ...composited, flagged: composited.flagged.map((picture) => ({ ...picture, ...listed })) };
    };
    const [before, ...others] = runWith(state, id)?.parts ?? [];
    perform(run, new Map([[id, work]]), before && others.length === 0 ? runWith(state, id)?.id : id);
  }

  /** One that is under way is not taken up twice. */
  function idle(id: string): Readable | null {
    const part = findPart(state, id);
    const job = state.unfinished.value.find((other) => other.id === id);
    return job?.kind === 'readable' && (!part || isEnded(part.job)) ? job : null;
  }

  return {
    fetchUnfinished(id) {
      const job = idle(id);
      if (job) fetch(job, null);
    },
    lookAtUnfinished(id) {
      const job = idle(id);
      if (!job || !isToBeLookedAt(job)) return;
      fetch(job, null, { isAwaited: true, isPlaceless: !job.isHere });
      // Where it will be listed.
      state.tab.value = 'edit';
    },
    insertUnfinishedHere(id) {
      const [job, { value: selection }] = [idle(id), state.selection];
      if (job && selection.kind !== 'none') fetch(job, selection.target);
    },
    discardUnfinished(id) {
      state.unfinished.value = state.unfinished.value.filter((job) => job.id !== id);
      giveUp({ jobId: id }, world).catch(tell).then(look).catch(tell);
    },
  };
}

type Readable = Extract<UnfinishedJob, { kind: 'readable' }>;
type ListedAs = Partial<Pick<Flagged, 'isAwaited' | 'isPlaceless'>>;

/** Left by an earlier start, for this very place, and asked for at the proxy it was sent through. */
function isToBeTakenUp(job: UnfinishedJob, openedAt: number, state: State): job is Readable {
  return (
    job.kind === 'readable' &&
    job.isHere &&
    // What is flagged is looked at when somebody asks for it.
    !job.waiting?.flagged &&
    job.requestId !== null &&
    job.createdAt <= openedAt &&
    isOfProxy(job, state)
  );
}

export function isOfProxy({ proxy }: { proxy: string }, state: Pick<State, 'settings'>): boolean {
  return proxy === openAddress(connectionOf(state).proxyUrl);
}
