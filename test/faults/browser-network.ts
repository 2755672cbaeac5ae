// The network that the real panel has, in the hands of a trial: what passes can be held, changed or lost.
import type { Route } from 'playwright-core';
import { vi } from 'vitest';
import { MEDIA, STATUS, SUBMIT, UPLOAD } from './injections.ts';
import { type Act, asProbe, type Probe, type Scene, type Tamper, type Trial } from './scene.ts';

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

/** How often fal is asked until it has begun, and until it is done, depends on no machine's speed. */
const PER_LOOK = 600;

/** fal's time: it passes while somebody looks. */
export function createTime() {
  let time = Date.UTC(2026, 0, 1);
  return {
    now: () => time,
    pass: () => {
      time += PER_LOOK;
    },
  };
}

export class BrowserNetwork {
  tamper: Tamper | null = null;
  private gate: Gate | null = null;
  private isMaking = false;

  constructor(
    private readonly scene: Scene,
    private readonly time: ReturnType<typeof createTime>,
  ) {}

  reset(): void {
    [this.tamper, this.gate] = [null, null];
  }

  /** What is to happen in a phase happens while the request is held that ends it. */
  lieInWait({ at, act }: Trial): void {
    this.isMaking = false;
    this.gate = at && act ? { at, act, state: 'waiting', probe: () => false } : null;
  }

  /** Of what was to happen, once it has. */
  async probes(within: object): Promise<Probe[]> {
    const { gate } = this;
    if (!gate) return [];
    await vi.waitFor(() => {
      if (gate.state !== 'over') throw new Error(`${gate.at} is not over`);
    }, within);
    return [gate.probe];
  }

  async carry(route: Route): Promise<void> {
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
    const acting = Promise.resolve(gate.act(this.scene)).then((probe) => {
      gate.probe = asProbe(probe);
      gate.state = 'over';
    });
    if (this.tamper === tamper) await acting;
  }
}

async function fulfil(route: Route, answering: Promise<Response>): Promise<void> {
  const answer = await answering.catch(() => null);
  if (!answer) return route.abort();
  const body = Buffer.from(await answer.arrayBuffer());
  return route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body });
}
