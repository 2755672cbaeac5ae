// The rows in Chromium: the same trials, worked on the real panel through the network that it really has.
import type { Frame, Route } from 'playwright-core';
import { vi } from 'vitest';
import { ownPlayground } from '../support/browser.ts';
import type { Playground } from '../support/playground.ts';
import { MEDIA, STATUS, SUBMIT, UPLOAD } from './injections.ts';
import { EMPTY, look, press, type Sight } from './panel-sight.ts';
import {
  type Act,
  asProbe,
  type Bench,
  concluded,
  type Edit,
  type Layers,
  type Outcome,
  type Probe,
  prepared,
  type Scene,
  type Tamper,
  type Trial,
} from './scene.ts';

const WAIT = { timeout: 8_000, interval: 10 };

/** The request that ends a phase: what is to happen in the phase happens while it is held. */
const LAST_OF: Readonly<Record<string, RegExp>> = {
  preparing: /\/health$/,
  uploading: UPLOAD,
  submitting: SUBMIT,
  queued: STATUS,
  running: STATUS,
  fetching: MEDIA,
};

interface Gate {
  readonly at: string;
  readonly act: Act;
  state: 'waiting' | 'acting' | 'over';
  probe: Probe;
}

/** The panel does not wait as long as it would, and its page has little to draw. */
const SURROUNDINGS = { haste: 20, viewport: { width: 360, height: 240 } };

export async function openBrowserBench(): Promise<Bench> {
  const time = createTime();
  const playground = await ownPlayground({ ...SURROUNDINGS, standIn: { speed: 1, now: time.now } });
  const bench = new BrowserBench(playground, time);
  await bench.open();
  return bench;
}

/** How often fal is asked until it has begun, and until it is done, depends on no machine's speed. */
const PER_LOOK = 600;

/** fal's time: it passes while somebody looks. */
function createTime() {
  let time = Date.UTC(2026, 0, 1);
  return {
    now: () => time,
    pass: () => {
      time += PER_LOOK;
    },
  };
}

class BrowserBench implements Bench, Scene {
  readonly host = null;
  tamper: Tamper | null = null;
  private gate: Gate | null = null;
  private isMaking = false;
  private layers: Layers = { target: '', region: '' };
  private clean = '';

  constructor(
    private readonly playground: Playground,
    private readonly time: ReturnType<typeof createTime>,
  ) {}

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
      (route) => this.carry(route),
    );
    await this.start();
    await this.isReady();
    this.clean = await this.playground.fingerprint();
  }

  cancel(): Promise<void> {
    return this.press('Cancel');
  }

  async tryAgain(): Promise<void> {
    await vi.waitFor(() => this.press('Try again'), WAIT);
  }

  async close(): Promise<void> {
    await this.playground.page.evaluate(() => window.playground.closePlugin());
  }

  async turnTo(index: number): Promise<void> {
    await this.playground.page.evaluate(async (at) => {
      const page = window.figma.root.children[at]!;
      if (page !== window.figma.currentPage) await window.figma.setCurrentPageAsync(page);
    }, index);
  }

  async edit<A>(change: Edit<A>, argument: A): Promise<void> {
    const [layers, given] = [this.layers, argument].map((value) => JSON.stringify(value));
    await this.playground.page.evaluate(`(${change})(window.figma, ${layers}, ${given})`);
  }

  async carryOut(trial: Trial): Promise<Outcome> {
    const probes = await prepared(this, trial.before);
    this.isMaking = false;
    const gate = this.gateFor(trial);
    await this.press('Generate');
    if (gate) {
      await this.isOver(gate);
      probes.push(gate.probe);
    }
    return concluded(this, trial, probes);
  }

  /** As before the trial, whatever came of it. */
  async tidy(): Promise<void> {
    const { page } = this.playground;
    [this.tamper, this.gate] = [null, null];
    this.standIn.reset();
    const { isBusy, isLeft } = await this.look().catch(() => EMPTY);
    if (isBusy || isLeft) await this.close();
    await this.emptyStorage();
    await page.evaluate(restore, { clean: this.clean, isInserted: false });
    if (isBusy || isLeft) await this.start();
    await this.isReady();
  }

  dispose(): Promise<void> {
    return this.playground.close();
  }

  private get frame(): Frame {
    const frame = this.playground.page.frames().find((each) => each.url() === 'about:srcdoc');
    if (!frame) throw new Error('the panel is not open');
    return frame;
  }

  private look(): Promise<Sight> {
    return this.frame.evaluate(look);
  }

  private press(name: string): Promise<void> {
    return this.frame.evaluate(press, name);
  }

  async start(): Promise<void> {
    await this.playground.page.evaluate(() => window.playground.runPlugin());
    await vi.waitFor(async () => {
      if (!(await this.look()).isOpen) throw new Error('the panel is not open yet');
    }, WAIT);
  }

  private async isReady(): Promise<void> {
    const { target, region } = this.layers;
    await this.playground.select(target, region);
    await vi.waitFor(async () => {
      const { regions, canGenerate } = await this.look();
      if (regions !== 'Mask' || !canGenerate) throw new Error(`selected: ${regions}`);
    }, WAIT);
  }

  private gateFor({ at, act }: Trial): Gate | null {
    this.gate = at && act ? { at, act, state: 'waiting', probe: () => false } : null;
    return this.gate;
  }

  private isOver(gate: Gate): Promise<void> {
    return vi.waitFor(() => {
      if (gate.state !== 'over') throw new Error(`${gate.at} is not over`);
    }, WAIT);
  }

  private async carry(route: Route): Promise<void> {
    const request = route.request();
    const what = `${request.method()} ${request.headers()['x-fal-target-url'] ?? request.url()}`;
    const send = async () => {
      if (STATUS.test(what)) this.time.pass();
      const answer = await route.fetch();
      const body = new Uint8Array(await answer.body());
      if (STATUS.test(what)) this.isMaking ||= new TextDecoder().decode(body).includes('IN_PROGRESS');
      return new Response(body, { status: answer.status(), headers: answer.headers() });
    };
    try {
      await this.passGate(what);
      const tampered = this.tamper?.({ what, send });
      if (tampered) await fulfil(route, tampered);
      else if (STATUS.test(what)) await fulfil(route, send());
      else await route.continue();
    } catch {
      // Whoever asked has been closed meanwhile.
    }
  }

  /** Held until it has happened, or lies in wait for this very request. */
  private async passGate(what: string): Promise<void> {
    const { gate, tamper } = this;
    if (gate?.state !== 'waiting' || !LAST_OF[gate.at]?.test(what)) return;
    if (gate.at === 'running' && !this.isMaking) return;
    gate.state = 'acting';
    const acting = Promise.resolve(gate.act(this)).then((probe) => {
      gate.probe = asProbe(probe);
      gate.state = 'over';
    });
    if (this.tamper === tamper) await acting;
  }

  /** The run has ended, and what an earlier start of the plugin left is taken up or listed. */
  isSettled(): Promise<void> {
    return vi.waitFor(async () => {
      const [sight, jobs] = [await this.look(), await this.playground.page.evaluate(storedJobs)];
      const isTold = sight.said !== '' || sight.isListed || jobs.length === 0;
      if (!sight.isOpen || sight.isBusy || !isTold) throw new Error(`still at it: ${sight.said}`);
    }, WAIT);
  }

  async measured(probes: readonly Probe[]): Promise<Outcome> {
    const { page } = this.playground;
    const where = await this.whereItIs();
    const [hasStruck, charged] = [probes.every((has) => has()), this.standIn.charges()];
    const said = await this.said();
    this.tamper = null;
    const isInserted = where === 'document';
    if (isInserted) await this.isProven();
    await this.emptyStorage();
    const isIntact = await page.evaluate(restore, { clean: this.clean, isInserted });
    const isUsable = await this.worksAgain();
    return { hasStruck, said, charged, where, isIntact, leftovers: await this.leftovers(), isUsable };
  }

  private emptyStorage(): Promise<void> {
    return this.playground.page.evaluate(async () => {
      const { clientStorage } = window.figma;
      for (const key of await clientStorage.keysAsync()) {
        if (key !== 'settings') await clientStorage.deleteAsync(key);
      }
    });
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

async function fulfil(route: Route, answering: Promise<Response>): Promise<void> {
  const answer = await answering.catch(() => null);
  if (!answer) return route.abort();
  const body = Buffer.from(await answer.arrayBuffer());
  return route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body });
}

// What follows runs in the page.

/** Names as in the sentences, and what a restart is to find in the form. */
async function setUp({ target, region }: Layers): Promise<void> {
  const { figma, playground } = window;
  playground.closePlugin();
  figma.root.name = 'Shop';
  const names = [
    [target, 'Product page'],
    [region, 'Mask'],
  ] as const;
  for (const [id, name] of names) Object.assign((await figma.getNodeByIdAsync(id)) ?? {}, { name });
  const settings = await figma.clientStorage.getAsync('settings');
  const edit = { ...settings.edit, prompt: 'a red door', seed: 7 };
  await figma.clientStorage.setAsync('settings', { ...settings, proxyToken: 'secret token', edit });
}

async function storedJobs(): Promise<{ requestId: string | null }[]> {
  const { clientStorage } = window.figma;
  const keys = (await clientStorage.keysAsync()).filter((key) => key.startsWith('job '));
  const jobs = await Promise.all(keys.map((key) => clientStorage.getAsync(key)));
  return jobs.map(({ requestId }) => ({ requestId }));
}

/** Whether the document is as it was, once a result has been taken away in one step, and then what somebody changed. */
async function restore({ clean, isInserted }: { clean: string; isInserted: boolean }): Promise<boolean> {
  const { playground } = window;
  if (isInserted) playground.undo();
  const isAlone = playground.nodes().every(({ pluginData }) => !Object.keys(pluginData).some(isRecipe));
  for (let i = 0; i < 3 && (await playground.fingerprint()) !== clean; i++) playground.undo();
  return isAlone && (await playground.fingerprint()) === clean;

  function isRecipe(key: string): boolean {
    return key.includes('recipe');
  }
}
