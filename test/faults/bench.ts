// One desk for all faults: a run is brought to a phase, something goes wrong, and what came of it is measured.
import { effect } from '@preact/signals';
import { vi } from 'vitest';
import { isEnded, type Job } from '../../core/job.ts';
import { unfinishedText } from '../../ui/unfinished-text.ts';
import { statusText } from '../../ui/wording.ts';
import { type Desk, openDesk, type Session, type Window } from '../support/desk.ts';

const WAIT = { timeout: 8_000, interval: 2 };

/** Does something to an exchange with the network; null leaves it alone. */
export type Tamper = (exchange: Exchange) => Promise<Response> | null;

export interface Exchange {
  /** As the proxy is told, such as “POST https://queue.fal.run/…”. */
  readonly what: string;
  readonly send: () => Promise<Response>;
}

export interface Scene {
  readonly desk: Desk;
  readonly window: Window;
  session: Session;
  tamper: Tamper | null;
}

export interface Outcome {
  readonly said: string;
  /** Requests that fal took and did not take back. */
  readonly charged: number;
  readonly where: 'document' | 'kept' | 'asked' | 'nowhere';
  /** Nothing but the layer is other than before, and one undo takes that away. */
  readonly isIntact: boolean;
  readonly leftovers: number;
  readonly isUsable: boolean;
}

type Act = (scene: Scene) => unknown;

export interface Trial {
  /** Before the click. */
  readonly before?: Act;
  /** As soon as the run is in the phase. */
  readonly at?: Job['state'];
  readonly act?: Act;
  /** The plugin is started again after its end. */
  readonly isEnding?: boolean;
  /** What the designer does once it has failed. */
  readonly after?: Act;
  /** Takes back what the trial itself did to the document. */
  readonly restore?: Act;
}

interface Counts {
  accepted: number;
  takenBack: number;
}

export async function openBench() {
  const counts: Counts = { accepted: 0, takenBack: 0 };
  const exchange = { tamper: null as Tamper | null };
  const desk = await openDesk({}, (fetcher) => watched(fetcher, exchange, counts));
  const window = await desk.openWindow();
  const scene: Scene = Object.assign(exchange, { desk, window, session: await desk.openSession(window) });
  await isReady(scene);
  const clean = await window.host.fingerprint();

  async function carryOut(trial: Trial): Promise<Outcome> {
    Object.assign(counts, { accepted: 0, takenBack: 0 });
    await trial.before?.(scene);
    const reached = when(scene, trial);
    scene.session.panel.generate();
    await reached;
    if (trial.isEnding) scene.session = await desk.openSession(window);
    await isSettled(scene);
    if (trial.after) {
      await trial.after(scene);
      await isSettled(scene);
    }
    if (trial.restore) {
      await trial.restore(scene);
      await isReady(scene);
    }
    return measured(scene, counts, clean);
  }

  return { carryOut, tidy: () => tidy(scene, clean), close: () => window.host.dispose() };
}

function watched(
  fetcher: typeof fetch,
  exchange: { readonly tamper: Tamper | null },
  counts: Counts,
): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const what = `${request.method} ${request.headers.get('x-fal-target-url') ?? request.url}`;
    const send = async () => {
      const response = await fetcher(input, init);
      if (response.ok && /^POST .*queue\.fal\.run/.test(what)) counts.accepted++;
      if (response.ok && /^PUT .*\/cancel/.test(what)) counts.takenBack++;
      return response;
    };
    return exchange.tamper?.({ what, send }) ?? send();
  };
}

function isReady({ session: { state }, window }: Scene): Promise<void> {
  return vi.waitFor(() => {
    const { value } = state.selection;
    if (value.kind !== 'ready' || value.target.id !== window.target.id) throw new Error('not selected yet');
  }, WAIT);
}

/** When the phase has begun and what is to happen in it has; or the run has ended without it. */
function when(scene: Scene, { at, act }: Trial): Promise<void> {
  const { state } = scene.session;
  return new Promise((resolve, reject) => {
    let isOver = false;
    const stop = effect(() => {
      const job = state.run.value?.job;
      if (isOver || !job || (job.state !== at && !isEnded(job))) return;
      isOver = true;
      // Not within the change that is being told.
      queueMicrotask(async () => {
        stop();
        if (job.state !== at && act) reject(new Error(`it ended as ${job.state} before ${at}`));
        await act?.(scene);
        resolve();
      });
    });
  });
}

/** All runs have ended, and the list of what is unfinished has been brought up to date. */
function isSettled({ session: { state }, desk }: Scene): Promise<void> {
  return vi.waitFor(() => {
    const isOver = state.isOpen.value && state.runs.value.every(({ job }) => isEnded(job));
    if (!isOver || state.unfinished.value.length !== desk.keptJobs().length) {
      throw new Error(`still at it: ${state.runs.value.map(({ job }) => job.state)}`);
    }
  }, WAIT);
}

async function measured(scene: Scene, { accepted, takenBack }: Counts, clean: string): Promise<Outcome> {
  const { window } = scene;
  const where = placeOf(scene);
  const said = sentence(scene);
  scene.tamper = null;
  scene.desk.standIn.fault(null);
  if (where === 'document') await isProven(scene);
  const isUsable = await answersAgain(scene);
  const leftovers = await leftIn(window);
  if (where === 'document') window.host.undo();
  return {
    said,
    charged: where === 'document' ? accepted : accepted - takenBack,
    where,
    isIntact: (await window.host.fingerprint()) === clean,
    leftovers,
    isUsable,
  };
}

function placeOf({ window, session: { state } }: Scene): Outcome['where'] {
  const results = window.results().length;
  if (results > 1) throw new Error(`${results} results for one request`);
  if (results === 1) return 'document';
  const [job] = state.unfinished.value;
  if (!job) return 'nowhere';
  return job.requestId === null ? 'asked' : 'kept';
}

/** What the panel says of the run, and of what is left of it. */
function sentence({ session: { state }, desk }: Scene): string {
  const run = state.run.value;
  const texts = state.unfinished.value.map((job) => unfinishedText(job, true, desk.clock.now()));
  const told = run?.job.state === 'failed' ? run.job.failure.message : statusText(run);
  return [state.notice.value?.message, told, ...(run ? [] : texts)].filter((text) => text).join(' ');
}

/** Nothing is drawn for the proof any more: a step of the history that is taken back would hold it. */
function isProven({ session: { state } }: Scene): Promise<unknown> {
  const isDrawn = () => {
    if (state.runs.value.some(({ outcome, proof }) => outcome?.before && !proof))
      throw new Error('not proven');
  };
  return vi.waitFor(isDrawn, { timeout: 2_000, interval: 2 }).catch(() => null);
}

/** Temporary frames that stay: one may stand for a moment while something is drawn. */
async function leftIn({ figma }: Window): Promise<number> {
  const count = () => figma.root.findAll((node) => node.name === 'Changemap (temporary)').length;
  const isNone = () => {
    if (count() > 0) throw new Error('something is still being drawn');
  };
  await vi.waitFor(isNone, { timeout: 2_000, interval: 2 }).catch(() => null);
  return count();
}

/** The next click begins a run, which is cancelled. */
async function answersAgain({ session: { panel, state } }: Scene): Promise<boolean> {
  panel.generate();
  const run = state.run.value;
  if (run?.job.state !== 'preparing') return false;
  panel.cancel(run.id);
  await vi.waitFor(() => {
    if (state.run.value?.job.state !== 'cancelled') throw new Error('not cancelled yet');
  }, WAIT);
  return true;
}

/** As before the trial, whatever came of it. */
async function tidy(scene: Scene, clean: string): Promise<void> {
  const { desk, window } = scene;
  scene.tamper = null;
  desk.standIn.reset();
  const isOver = scene.session.state.runs.value.every(({ job }) => isEnded(job));
  if (!isOver || !window.host.running()) scene.session.kill();
  for (const key of desk.storage.keys()) if (key !== 'settings') desk.storage.delete(key);
  for (let i = 0; i < 3 && (await window.host.fingerprint()) !== clean; i++) window.host.undo();
  if (!window.host.running()) scene.session = await desk.openSession(window);
  scene.session.state.runs.value = [];
  scene.session.state.unfinished.value = [];
  window.host.select([window.target.id, window.region.id]);
  await isReady(scene);
}
