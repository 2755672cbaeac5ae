// A stand-in for fal: it speaks fal's protocols on one machine and simulates the pictures. It is not fal, and
// it shares no code with the rest of this project, so that it cannot agree with the project's mistakes.
import { Hono } from 'hono';
import { type Arrival, createFalApp, type FalWorld } from './app.ts';
import { ActiveFault, FAULT_NAMES, type FaultOptions, isFault } from './faults.ts';
import { Media } from './media.ts';

export type { Arrival } from './app.ts';
export type { FaultOptions } from './faults.ts';

export interface StandInOptions {
  /** 1 is lifelike (about two seconds a request), Infinity answers at once. */
  speed?: number;
  now?: () => number;
  sleep?: (milliseconds: number) => Promise<void>;
  /** Chooses a seed where the request has none. */
  randomSeed?: () => number;
}

export interface StandIn {
  /** fal's hosts under `/fal/<host>/…`; `env` carries Node's socket, where there is one. */
  fetch(request: Request, env?: object): Promise<Response>;
  /** Every generation request that arrived, oldest first. */
  requests(): Arrival[];
  /** Puts one fault in force, or several that change the picture, joined by `+`; null clears them. */
  fault(name: string | null, options?: FaultOptions): void;
  faults(): string[];
  /** How often the fault in force has struck. */
  strikes(): number;
  /** Requests that cost something. */
  charges(): number;
  /** Forgets requests, jobs, files and the fault. */
  reset(): void;
}

export function createStandIn(options: StandInOptions = {}): StandIn {
  const world = createWorld(options);
  const app = createFalApp(world);
  return {
    fetch: async (request, env) => app.fetch(request, env),
    requests: () => [...world.arrivals],
    fault: (name, faultOptions) => world.fault.set(name, faultOptions),
    faults: () => [...FAULT_NAMES],
    strikes: () => world.fault.strikes,
    charges: () => [...world.jobs.values()].filter((job) => job.isCharged).length,
    reset: () => {
      world.arrivals.length = 0;
      world.jobs.clear();
      world.media.clear();
      world.fault.set(null);
    },
  };
}

function createWorld(options: StandInOptions): FalWorld {
  return {
    media: new Media(),
    fault: new ActiveFault(),
    arrivals: [],
    jobs: new Map(),
    speed: options.speed ?? 1,
    now: options.now ?? Date.now,
    sleep: options.sleep ?? sleep,
    randomSeed: options.randomSeed ?? (() => Math.floor(Math.random() * 2 ** 32)),
  };
}

/** A timer cannot wait for ever; it would end at once. */
function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    if (Number.isFinite(milliseconds)) setTimeout(resolve, milliseconds);
  });
}

/** What the playground's server mounts at its root: `/fal/*` for the proxy, `/control/*` for its own page. */
export function standInRoutes(standIn: StandIn): Hono {
  const app = new Hono();
  app.all('/fal/*', (context) => standIn.fetch(context.req.raw, Object(context.env)));
  app.use('/control/*', async (context, next) => {
    if (!isOwnPage(context.req.raw))
      return context.json({ error: 'Only for the playground’s own page' }, 403);
    return next();
  });
  app.get('/control/requests', (context) => context.json(standIn.requests().map(asJson)));
  app.get('/control/faults', (context) => context.json(standIn.faults()));
  app.post('/control/fault', async (context) => {
    const { name, options } = await context.req.json<{ name: string | null; options?: FaultOptions }>();
    if (name !== null && !isFault(name)) {
      return context.json({ error: `Unknown fault "${name}"` }, 400);
    }
    standIn.fault(name, options);
    return context.body(null, 204);
  });
  return app;
}

/** Browsers name the asking site; without the header it is no page of another site that asks. */
function isOwnPage({ headers }: Request): boolean {
  const site = headers.get('sec-fetch-site');
  return site === null || site === 'same-origin' || site === 'none';
}

const asJson = (arrival: Arrival) => ({
  ...arrival,
  images: Object.fromEntries(
    Object.entries(arrival.images).map(([path, file]) => [path, Buffer.from(file).toString('base64')]),
  ),
});
