// The rows in Node: a run is brought to a phase, something goes wrong, and what came of it is measured.
import { effect } from '@preact/signals';
import { vi } from 'vitest';
import { isEnded, type Job } from '../../core/job.ts';
import type { CallName } from '../../core/protocol.ts';
import { unfinishedText } from '../../ui/unfinished-text.ts';
import { statusText } from '../../ui/wording.ts';
import { closeWindows, type Desk, openDesk, openOther, type Session, type Window } from '../support/desk.ts';
import {
  asProbe,
  type Bench,
  concluded,
  type Edit,
  haveStruck,
  type InHost,
  type Outcome,
  type Probe,
  prepared,
  type Scene,
  straysAmong,
  type Tamper,
  type Trial,
} from './scene.ts';

const WAIT = { timeout: 8_000, interval: 2 };

interface Network {
  tamper: Tamper | null;
}

export async function openBench(): Promise<Bench> {
  const network: Network = { tamper: null };
  const desk = await openDesk({}, (fetcher) => watched(fetcher, network));
  const window = await desk.openWindow();
  const bench = new HostBench(desk, window, network);
  await bench.open();
  return bench;
}

function watched(fetcher: typeof fetch, network: Network): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const what = `${request.method} ${request.headers.get('x-fal-target-url') ?? request.url}`;
    const send = () => fetcher(input, init);
    return network.tamper?.({ what, send }) ?? send();
  };
}

class HostBench implements Bench, Scene {
  private session!: Session;
  private closing: { readonly call: CallName; readonly isDone: () => void } | null = null;
  /** How often somebody has changed the document. */
  private edits = 0;
  private clean = '';

  constructor(
    private readonly desk: Desk,
    private readonly window: Window,
    private readonly network: Network,
  ) {}

  get standIn() {
    return this.desk.standIn;
  }

  set tamper(tamper: Tamper | null) {
    this.network.tamper = tamper;
  }

  async open(): Promise<void> {
    await this.start();
    await this.isReady();
    this.clean = await this.window.host.fingerprint();
  }

  cancel(): void {
    this.session.panel.cancel();
  }

  tryAgain(): void {
    this.session.panel.tryAgain();
  }

  close(): void {
    this.session.kill();
  }

  crash(): void {
    this.session.crash();
  }

  closeAt(call: CallName): Promise<void> {
    return new Promise((isDone) => {
      this.closing = { call, isDone };
    });
  }

  async openAnother(): Promise<void> {
    const { plugin, close } = await openOther(this.window);
    const { jobs } = await plugin.call('unfinishedJobs', { now: this.desk.clock.now() });
    close();
    if (jobs.length > 0) throw new Error('the second window would take it');
  }

  async inHost<A, R>(work: InHost<A, R>, argument: A): Promise<R> {
    return work(this.window.host, argument);
  }

  /** Nobody sits out a wait here. */
  hurry(): void {}

  jump(milliseconds: number): void {
    this.desk.clock.jump(milliseconds);
  }

  async turnTo(page: number): Promise<void> {
    const { figma } = this.window;
    await figma.setCurrentPageAsync(figma.root.children[page]!);
  }

  async edit<A>(change: Edit<A>, argument: A): Promise<void> {
    const { figma, target, region } = this.window;
    this.edits++;
    await change(figma, { target: target.id, region: region.id }, argument);
  }

  async carryOut(trial: Trial): Promise<Outcome> {
    const probes = await prepared(this, trial.before);
    const reached = this.when(trial);
    this.session.panel.generate();
    probes.push(await reached);
    return concluded(this, trial, probes);
  }

  /** As before the trial, whatever came of it. */
  async tidy(): Promise<void> {
    const { desk, window } = this;
    this.network.tamper = null;
    desk.standIn.reset();
    desk.sent.length = 0;
    window.host.fault(null);
    const isOver = this.session.state.runs.value.every(({ job }) => isEnded(job));
    if (!isOver || !window.host.running()) this.session.kill();
    this.emptyStorage();
    await this.restore(3);
    if (!window.host.running()) await this.start();
    this.session.state.runs.value = [];
    await this.isReady();
  }

  dispose(): void {
    closeWindows();
  }

  async start(): Promise<void> {
    const onCall = (name: CallName) => {
      if (this.closing?.call !== name) return;
      this.session.kill();
      this.closing.isDone();
      this.closing = null;
    };
    this.session = await this.desk.openSession(this.window, { onCall });
  }

  private isReady(): Promise<void> {
    const { host, target, region } = this.window;
    host.select([target.id, region.id]);
    return vi.waitFor(() => {
      const { value } = this.session.state.selection;
      if (value.kind !== 'ready' || value.target.id !== target.id) throw new Error('not selected yet');
    }, WAIT);
  }

  /** When the phase has begun and what is to happen in it has; or the run has ended without it. */
  private when({ at, act }: Trial): Promise<Probe> {
    const { state } = this.session;
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
          resolve(asProbe(await act?.(this)));
        });
      });
    });
  }

  /** All runs have ended, and the list of what is unfinished has been brought up to date. */
  isSettled(): Promise<void> {
    const { state } = this.session;
    return vi.waitFor(() => {
      const isOver = state.isOpen.value && state.runs.value.every(({ job }) => isEnded(job));
      if (!isOver || state.unfinished.value.length !== this.desk.keptJobs().length) {
        throw new Error(`still at it: ${state.runs.value.map(({ job }) => job.state)}`);
      }
    }, WAIT);
  }

  async measured(probes: readonly Probe[]): Promise<Outcome> {
    const { host } = this.window;
    const where = this.whereItIs();
    const hasStruck = await haveStruck(probes);
    const [said, charged] = [this.said(), this.standIn.charges()];
    this.network.tamper = null;
    if (where === 'document') await this.isProven();
    const leftovers = await this.leftovers();
    const strays = straysAmong(this.desk.storage.keys());
    this.emptyStorage();
    if (where === 'document') host.undo();
    const isAlone = this.window.results().length === 0;
    await this.restore(this.edits);
    const isIntact = isAlone && (await host.fingerprint()) === this.clean;
    const isUsable = await this.worksAgain();
    return { hasStruck, said, charged, where, isIntact, leftovers, strays, isUsable };
  }

  /** Whatever has been kept is given up, so that it is not taken up where the next run is made. */
  private emptyStorage(): void {
    const { storage } = this.desk;
    for (const key of storage.keys()) if (key !== 'settings') storage.delete(key);
    this.session.state.unfinished.value = [];
  }

  private async restore(most: number): Promise<void> {
    const { host } = this.window;
    for (let i = 0; i < most && (await host.fingerprint()) !== this.clean; i++) host.undo();
    this.edits = 0;
  }

  private whereItIs(): Outcome['where'] {
    const results = this.window.results().length;
    if (results > 1) throw new Error(`${results} results for one request`);
    if (results === 1) return 'document';
    const [job] = this.session.state.unfinished.value;
    if (!job) return 'nowhere';
    return job.requestId === null ? 'asked' : 'kept';
  }

  /** What the panel says of the run, and of what is left of it. */
  private said(): string {
    const { state } = this.session;
    const run = state.run.value;
    const told = run?.job.state === 'failed' ? run.job.failure.message : statusText(run);
    const { now } = this.desk.clock;
    const left = run ? [] : state.unfinished.value.map((job) => unfinishedText(job, true, now()));
    return [state.notice.value?.message, told, ...left].filter((text) => text).join(' ');
  }

  /** Nothing is drawn for the proof any more: a step of the history that is taken back would hold it. */
  private isProven(): Promise<unknown> {
    const isDrawn = () => {
      const isWaited = this.session.state.runs.value.some(({ outcome, proof }) => outcome?.before && !proof);
      if (isWaited) throw new Error('not proven');
    };
    return vi.waitFor(isDrawn, { timeout: 2_000, interval: 2 }).catch(() => null);
  }

  /** Temporary frames that stay: one may stand for a moment while something is drawn. */
  private async leftovers(): Promise<number> {
    const { root } = this.window.figma;
    const count = () => root.findAll((node) => node.name === 'Changemap (temporary)').length;
    const isNone = () => {
      if (count() > 0) throw new Error('something is still being drawn');
    };
    await vi.waitFor(isNone, { timeout: 2_000, interval: 2 }).catch(() => null);
    return count();
  }

  /** The next click begins a run that gets as far as fal, and is cancelled there. */
  private async worksAgain(): Promise<boolean> {
    this.standIn.fault('never-finishes');
    await this.isReady();
    const { panel, state } = this.session;
    const before = state.run.value?.id;
    const isAt = (...wanted: Job['state'][]) =>
      vi.waitFor(() => {
        const { id, job } = state.run.value!;
        if (id === before || !wanted.includes(job.state)) throw new Error(`${job.state}, not ${wanted}`);
      }, WAIT);
    panel.generate();
    await isAt('queued', 'running');
    panel.cancel();
    await isAt('cancelled');
    return true;
  }
}
