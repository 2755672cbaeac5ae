// The network that the real panel has, in the hands of a trial: what passes can be held, changed or lost.
import type { Route } from 'playwright-core';
import type { Gate } from './gate.ts';
import { MEDIA, STATUS, UPLOAD } from './injections.ts';
import type { Tamper } from './scene.ts';

/** The request that ends a phase: what is to happen in the phase happens while it is held. */
const LAST_OF: Readonly<Record<string, RegExp>> = {
  preparing: /\/health$/,
  uploading: UPLOAD,
  queued: STATUS,
  running: STATUS,
  fetching: MEDIA,
};

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
  private tamper: Tamper | null = null;
  private gate: Gate | null = null;
  private isMaking = false;

  /** @param tampering hears of each exchange whether somebody meddles with it, before it is answered */
  constructor(
    private readonly time: ReturnType<typeof createTime>,
    private readonly tampering: (isTampered: boolean) => Promise<void>,
  ) {}

  /** Whatever is held may go on: it may be what is to be meddled with. */
  set(tamper: Tamper | null): void {
    this.tamper = tamper;
    this.letGo();
  }

  /** What is to happen comes only after what is held. */
  letGo(): void {
    this.gate?.letGo();
  }

  lieInWait(gate: Gate | null): void {
    this.isMaking = false;
    this.gate = gate;
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
      if (this.isLast(what)) await this.gate?.pass();
      const tampered = this.tamper?.({ what, send })?.catch(() => null);
      await this.tampering(tampered !== undefined);
      if (tampered) await fulfil(route, tampered);
      else if (STATUS.test(what))
        await fulfil(
          route,
          send().catch(() => null),
        );
      else await route.continue();
    } catch {
      // Whoever asked has been closed meanwhile.
    }
  }

  private isLast(what: string): boolean {
    const { at = '' } = this.gate ?? {};
    return (LAST_OF[at]?.test(what) ?? false) && (at !== 'running' || this.isMaking);
  }
}

async function fulfil(route: Route, answering: Promise<Response | null>): Promise<void> {
  const answer = await answering;
  if (!answer) return route.abort();
  const body = Buffer.from(await answer.arrayBuffer());
  return route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body });
}
