// The rows in Chromium: the same trials, worked on the real panel through the network that it really has.
import type { Frame } from 'playwright-core';
import { vi } from 'vitest';
import type { CallName } from '../../core/protocol.ts';
import { ownPlayground } from '../support/browser.ts';
import type { Playground } from '../support/playground.ts';
import { FIRST_OF, holdCall, letGo } from './browser-calls.ts';
import { BrowserNetwork, createTime } from './browser-network.ts';
import { Gate } from './gate.ts';
import { emptyStorage, restore, setUp, storedJobs } from './in-page.ts';
import { EMPTY, look, press, type Sight } from './panel-sight.ts';
import {
  type Bench,
  concluded,
  type Edit,
  haveStruck,
  type InHost,
  type Layers,
  type Outcome,
  type Probe,
  prepared,
  type Scene,
  straysAmong,
  type Tamper,
  type Trial,
} from './scene.ts';
import { panelIn, takesItUp } from './second-window.ts';

const WAIT = { timeout: 15_000, interval: 10 };

/** Nothing but a pause goes by in no time: a request that is answered would seem to take too long. */
const HURRY = 400;

/** The panel does not wait as long as it would, and its page has little to draw. */
const HASTE = 20;
const SURROUNDINGS = { haste: HASTE, viewport: { width: 360, height: 240 } };

export async function openBrowserBench(): Promise<Bench> {
  const time = createTime();
  const playground = await ownPlayground({ ...SURROUNDINGS, standIn: { speed: 1, now: time.now } });
  const bench = new BrowserBench(playground, time);
  await bench.open();
  return bench;
}

class BrowserBench implements Bench, Scene {
  private readonly network: BrowserNetwork;
  private isHurried = false;
  private layers: Layers = { target: '', region: '' };
  private clean = '';

  constructor(
    private readonly playground: Playground,
    time: ReturnType<typeof createTime>,
  ) {
    this.network = new BrowserNetwork(time, (isLost) => this.setHaste(isLost));
  }

  set tamper(tamper: Tamper | null) {
    this.network.set(tamper);
  }

  get standIn() {
    return this.playground.server.standIn;
  }

  async open(): Promise<void> {
    const { page, proxy } = this.playground;
    const { frame, region } = await this.playground.resetSmall();
    this.layers = { target: frame, region };
    await page.evaluate(setUp, this.layers);
    const { origin } = new URL(proxy.url);
    await page.route(
      (url) => url.origin === origin || url.pathname.startsWith('/fal/'),
      (route) => this.network.carry(route),
    );
    await this.start();
    await this.isReady();
    this.clean = await this.playground.fingerprint();
  }

  cancel(): Promise<void> {
    return this.press('Cancel');
  }

  async tryAgain(): Promise<void> {
    await vi.waitFor(() => this.press('Try again', 'Insert again'), WAIT);
  }

  async close(): Promise<void> {
    await this.playground.page.evaluate(() => window.playground.closePlugin());
  }

  async crash(): Promise<void> {
    await this.inHost((host) => host.crashPlugin(), null);
  }

  async closeAt(call: CallName): Promise<void> {
    const { isHeld } = await holdCall(this.playground.page, call);
    this.network.letGo();
    await isHeld;
    await this.close();
  }

  async openAnother(): Promise<void> {
    if (await takesItUp(this.playground.page)) throw new Error('the second window would take it');
  }

  inHost<A, R>(work: InHost<A, R>, argument: A): Promise<R> {
    return this.playground.page.evaluate(`(${work})(window.host, ${JSON.stringify(argument)})`);
  }

  hurry(): void {
    this.isHurried = true;
  }

  async turnTo(index: number): Promise<void> {
    await this.playground.page.evaluate(async (at) => {
      const page = window.figma.root.children[at]!;
      if (page !== window.figma.currentPage) await window.figma.setCurrentPageAsync(page);
    }, index);
  }

  jump(milliseconds: number): Promise<void> {
    return this.setClock(milliseconds);
  }

  async edit<A>(change: Edit<A>, argument: A): Promise<void> {
    const [layers, given] = [this.layers, argument].map((value) => JSON.stringify(value));
    await this.playground.page.evaluate(`(${change})(window.figma, ${layers}, ${given})`);
  }

  async carryOut(trial: Trial): Promise<Outcome> {
    const probes = await prepared(this, trial.before);
    const gate = trial.at && trial.act ? new Gate(trial.at, trial.act, this) : null;
    this.network.lieInWait(gate);
    const call = gate && FIRST_OF[gate.at];
    if (call) await this.passAtCall(gate, call);
    await this.press('Generate');
    if (gate) probes.push(await gate.probe(WAIT));
    return concluded(this, trial, probes);
  }

  private async passAtCall(gate: Gate, call: CallName): Promise<void> {
    const { page } = this.playground;
    const { isHeld } = await holdCall(page, call);
    const passing = isHeld.then(() => gate.pass()).then(() => letGo(page));
    // Where the page has been closed meanwhile, the trial has failed by itself.
    passing.catch(() => undefined);
  }

  /** As before the trial, whatever came of it. */
  async tidy(): Promise<void> {
    const { page } = this.playground;
    this.network.set(null);
    this.network.lieInWait(null);
    this.standIn.reset();
    await this.inHost((host) => host.fault(null), null);
    const { isBusy, isLeft } = await this.look().catch(() => EMPTY);
    // A clock that has run ahead is not that of the next start.
    const isAnew = isBusy || isLeft || this.isHurried;
    if (isAnew) await this.close();
    else await this.setClock(0);
    await page.evaluate(emptyStorage);
    await page.evaluate(restore, { clean: this.clean, isInserted: false });
    if (isAnew) await this.start();
    this.isHurried = false;
    await this.isReady();
  }

  dispose(): Promise<void> {
    return this.playground.close();
  }

  private get frame(): Frame {
    return panelIn(this.playground.page);
  }

  private look(): Promise<Sight> {
    return this.frame.evaluate(look);
  }

  private press(...names: string[]): Promise<void> {
    return this.frame.evaluate(press, names);
  }

  async start(): Promise<void> {
    await this.playground.page.evaluate(() => window.playground.runPlugin());
    await vi.waitFor(async () => {
      if (!(await this.look()).isOpen) throw new Error('the panel is not open yet');
    }, WAIT);
  }

  private async setHaste(isLost: boolean): Promise<void> {
    if (this.isHurried) await this.frame.evaluate((by) => window.hurry(by), isLost ? HURRY : HASTE);
  }

  /** By so much forward from what it really is. */
  private setClock(by: number): Promise<void> {
    return this.frame.evaluate((set) => {
      window.clockSetBy = set;
    }, by);
  }

  private async isReady(): Promise<void> {
    const { target, region } = this.layers;
    await this.playground.select(target, region);
    await vi.waitFor(async () => {
      const { regions, canGenerate } = await this.look();
      if (regions !== 'Mask' || !canGenerate) throw new Error(`selected: ${regions}`);
    }, WAIT);
  }

  /** The run has ended, and what an earlier start of the plugin left is taken up or listed. */
  isSettled(): Promise<void> {
    return vi.waitFor(async () => {
      // In this order: what has been inserted by the first look is told of by the second.
      const jobs = await this.playground.page.evaluate(storedJobs);
      const sight = await this.look();
      const isTold = sight.said !== '' || sight.isListed || jobs.length === 0;
      if (!sight.isOpen || sight.isBusy || !isTold) throw new Error(`still at it: ${sight.said}`);
    }, WAIT);
  }

  async measured(probes: readonly Probe[]): Promise<Outcome> {
    const { page } = this.playground;
    const where = await this.whereItIs();
    const [hasStruck, charged] = [await haveStruck(probes), this.standIn.charges()];
    const said = await this.said();
    this.network.set(null);
    const isInserted = where === 'document';
    if (isInserted) await this.isProven();
    const leftovers = await this.leftovers();
    const strays = straysAmong(await page.evaluate(() => window.figma.clientStorage.keysAsync()));
    await page.evaluate(emptyStorage);
    const isIntact = await page.evaluate(restore, { clean: this.clean, isInserted });
    const isUsable = await this.worksAgain();
    return { hasStruck, said, charged, where, isIntact, leftovers, strays, isUsable };
  }

  private async whereItIs(): Promise<Outcome['where']> {
    const results = await this.playground.results(0);
    if (results.length > 1) throw new Error(`${results.length} results for one request`);
    if (results.length === 1) return 'document';
    const [job] = await this.playground.page.evaluate(storedJobs);
    if (!job) return 'nowhere';
    return job.requestId === null ? 'asked' : 'kept';
  }

  /** What the panel says of the run; of one that an earlier start has left, what stands in History. */
  private async said(): Promise<string> {
    const { said, isListed } = await this.look();
    const text = said !== '' || !isListed ? said : await this.listed();
    // The sentences name the port that a proxy has by itself.
    return text.replace(/localhost:\d+/, 'localhost:3333');
  }

  private async listed(): Promise<string> {
    await this.press('Open History');
    const { unfinished } = await this.look();
    await this.press('Edit');
    return unfinished;
  }

  /** Nothing is drawn for the proof any more: a step of the history that is taken back would hold it. */
  private isProven(): Promise<unknown> {
    const isTold = async () => {
      if (!(await this.look()).isProven) throw new Error('not proven');
    };
    return vi.waitFor(isTold, { timeout: 2_000, interval: 10 }).catch(() => null);
  }

  private async leftovers(): Promise<number> {
    const count = () =>
      this.playground.page.evaluate(
        () => window.figma.root.findAll(({ name }) => name === 'Changemap (temporary)').length,
      );
    const isNone = async () => {
      if ((await count()) > 0) throw new Error('something is still being drawn');
    };
    await vi.waitFor(isNone, { timeout: 2_000, interval: 10 }).catch(() => null);
    return count();
  }

  /** The next click begins a run that gets as far as fal, and is cancelled there. */
  private async worksAgain(): Promise<boolean> {
    this.standIn.fault('never-finishes');
    await this.isReady();
    const says = (wanted: RegExp) =>
      vi.waitFor(async () => {
        const { said } = await this.look();
        if (!wanted.test(said)) throw new Error(`“${said}”, not ${wanted}`);
      }, WAIT);
    await this.press('Generate');
    await says(/^In the queue|^Making/);
    await this.press('Cancel');
    await says(/^Cancelled/);
    return true;
  }
}
