// Both sides of the panel in memory: a main thread that records, and fal's stand-in behind the real proxy.
import jpeg from 'jpeg-js';
import { toWire } from '../../core/failure.ts';
import { cropSize, toCrop } from '../../core/framing.ts';
import { mapRect, type Rect } from '../../core/geometry.ts';
import type { JobEvent } from '../../core/job.ts';
import { ENDPOINT_IDS } from '../../core/models/index.ts';
import type { Pixels } from '../../core/pixels.ts';
import type {
  CallName,
  Inserted,
  InsertReply,
  InsertRequest,
  PanelCalls,
  Place,
  RasterRequest,
  ToPanel,
  ToPlugin,
} from '../../core/protocol.ts';
import type { Ready } from '../../core/selection.ts';
import { DEFAULT_EDIT, type EditSettings } from '../../core/settings.ts';
import { createStandIn } from '../../playground/fal/index.ts';
import { nodeAssets } from '../../playground/host/node.ts';
import { createProxy, type ProxyConfig } from '../../proxy/app.ts';
import { openChannel, type Plugin } from '../../ui/channel.ts';
import type { Clock } from '../../ui/clock.ts';
import { createCodec } from '../../ui/codec.ts';
import type { Checkpoint } from '../../ui/edit.ts';
import type { Trouble } from '../../ui/fal/queue.ts';

export const PROXY_URL = 'http://localhost:3333/api/fal/proxy';
const STAND_IN = 'http://localhost:3334';

export const codec = createCodec(
  async (bytes, type) => {
    if (type !== 'image/jpeg') return decodeWithSkia(bytes);
    const { width, height, data } = jpeg.decode(bytes, { useTArray: true });
    return { width, height, data };
  },
  async ({ width, height, data }) => Uint8Array.from(jpeg.encode({ width, height, data }, 90).data),
);

/** As a browser decodes what is neither PNG nor JPEG. */
async function decodeWithSkia(bytes: Uint8Array): Promise<Pixels> {
  const kit = await nodeAssets().loadCanvasKit();
  const image = kit.MakeImageFromEncoded(bytes);
  if (!image) throw new Error('No picture');
  const [width, height] = [image.width(), image.height()];
  const { RGBA_8888: colorType } = kit.ColorType;
  const { Unpremul: alphaType } = kit.AlphaType;
  const pixels = image.readPixels(0, 0, {
    width,
    height,
    colorType,
    alphaType,
    colorSpace: kit.ColorSpace.SRGB,
  });
  image.delete();
  if (!(pixels instanceof Uint8Array)) throw new Error('No pixels');
  return { width, height, data: pixels };
}

interface Beat {
  due: number;
  readonly action: () => void;
  readonly every: number;
}

/** Time that passes only while somebody sleeps. */
export function fakeClock() {
  let time = Date.UTC(2026, 0, 1);
  const beats = new Set<Beat>();
  /** With all that happens in it again and again. */
  const pass = (milliseconds: number) => {
    const until = time + milliseconds;
    for (;;) {
      const [next] = [...beats].sort((a, b) => a.due - b.due);
      if (!next || next.due > until) break;
      time = next.due;
      next.due += next.every;
      next.action();
    }
    time = until;
  };
  return {
    now: () => time,
    pass,
    /** As when somebody sets the computer's clock. */
    jump: (milliseconds: number) => {
      time += milliseconds;
      for (const beat of beats) beat.due += milliseconds;
    },
    sleep: async (milliseconds: number) => {
      pass(milliseconds);
      await new Promise((resolve) => setImmediate(resolve));
    },
    every: (milliseconds: number, action: () => void) => {
      const beat = { due: time + milliseconds, action, every: milliseconds };
      beats.add(beat);
      return () => void beats.delete(beat);
    },
  };
}

type Online = { lost: boolean };

/** The clock may be a real one. */
export interface Network extends Omit<ReturnType<typeof fakeNetwork>, 'clock'> {
  readonly clock: Clock;
}

/** The network as the panel sees it: the proxy, and the media servers beside it. */
export function fakeNetwork(config: Partial<ProxyConfig> = {}) {
  const clock = fakeClock();
  const standIn = createStandIn({ now: clock.now, sleep: clock.sleep, randomSeed: () => 42 });
  const proxy = createProxy({
    standIn: `${STAND_IN}/fal`,
    allowedEndpoints: ENDPOINT_IDS,
    fetch: async (input, init) => standIn.fetch(new Request(input, init)),
    ...config,
  });
  const online: Online = { lost: false };
  const sent: Request[] = [];
  const fetcher = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = await asArrived(new Request(input, init));
    sent.push(request.clone());
    if (online.lost) throw new TypeError('fetch failed');
    const { origin } = new URL(request.url);
    if (origin === new URL(PROXY_URL).origin) return proxy.fetch(request);
    if (origin === STAND_IN) return withCors(await standIn.fetch(request));
    throw new TypeError('fetch failed');
  };
  return { standIn, clock, fetch: fetcher, online, sent, submits: () => sent.filter(isSubmit) };
}

/** The one kind of request that costs. */
export function isSubmit({ method, headers }: Request): boolean {
  return method === 'POST' && /queue\.fal\.run/.test(headers.get('x-fal-target-url') ?? '');
}

/** On the wire a body has a length, which tells the proxy that there is one. */
async function asArrived(request: Request): Promise<Request> {
  if (!request.body) return request;
  const body = await request.arrayBuffer();
  const { url, method, headers } = request;
  headers.set('content-length', String(body.byteLength));
  return new Request(url, { method, headers, body });
}

/** A browser withholds an answer that does not allow every origin. */
function withCors(response: Response): Response {
  if (response.headers.get('access-control-allow-origin') === '*') return response;
  throw new TypeError('Failed to fetch');
}

export const SELECTION: Ready = {
  kind: 'ready',
  target: { id: '1:1', name: 'Page', pageId: '0:1', kind: 'frame', size: { width: 96, height: 64 } },
  regions: [
    {
      id: '1:2',
      name: 'Mask',
      use: 'mask',
      amount: 1,
      readFrom: 'automatic',
      useSetting: 'automatic',
      box: { x: 32, y: 20, width: 24, height: 20 },
    },
  ],
};

/** Small pictures, so that many edits take little time. */
export const SETTINGS: EditSettings = {
  ...DEFAULT_EDIT,
  prompt: 'a red door',
  seed: 7,
  softEdge: 4,
  surroundings: 'none',
};

/** Made anew, as little as can be asked for, up to four in one request: for runs of dozens. */
export const TINY_SETTINGS: EditSettings = {
  ...SETTINGS,
  modelId: 'fal-ai/flux/dev',
  values: { image_size: { width: 64, height: 64 }, output_format: 'png' },
};

type Handlers = { [N in CallName]?: (args: Parameters<PanelCalls[N]>[0]) => unknown };

/** A main thread that answers in memory, each message cloned; `handlers` replace what it does. */
export function fakePlugin(handlers: Handlers = {}): {
  plugin: Plugin;
  calls: ToPlugin[];
  tell: (message: ToPanel) => void;
} {
  const calls: ToPlugin[] = [];
  let receive: (message: unknown) => void = () => {};
  const answers: Handlers = {
    raster: rasterOf(),
    insert: insertedAs(({ patches }) => patches.map((_, i) => `9:${9 + i}`)),
    unfinishedJobs: () => ({ jobs: [], busy: [] }),
    history: () => ({ runs: [], unreadable: [] }),
    ...handlers,
  };
  const plugin = openChannel({
    send: async (message) => {
      const { call, id, args } = structuredClone(message);
      calls.push({ call, id, args } as ToPlugin);
      const handler = answers[call] as ((args: unknown) => unknown) | undefined;
      try {
        receive(structuredClone({ reply: id, value: (await handler?.(args)) ?? null }));
      } catch (error) {
        receive(structuredClone({ reply: id, error: toWire(error) }));
      }
    },
    listen: (handler) => {
      receive = handler;
      return () => {};
    },
  });
  return { plugin, calls, tell: (message) => receive(structuredClone(message)) };
}

/** A main thread that inserts whatever it is asked to; `layerIds` may fail for a part. */
export function insertedAs(layerIds: (part: InsertRequest) => string[]) {
  return ({ parts }: { parts: readonly InsertRequest[] }): InsertReply[] =>
    parts.map((part) => {
      try {
        return {
          kind: 'inserted',
          placed: placedIn(part, layerIds(part)),
          above: ['Mask'],
          otherPage: null,
          edits: 0,
          used: null,
        };
      } catch (error) {
        return { kind: 'refused', failure: toWire(error) };
      }
    });
}

function placedIn({ patches, insertAs }: InsertRequest, layerIds: readonly string[]): Inserted['placed'] {
  const kind = insertAs === 'copies' ? 'copy' : 'layer';
  return patches.map((_, i) => (layerIds[i] ? { kind, layerId: layerIds[i] } : null));
}

/** Everything that was to become layers, one request after the other. */
export function insertedIn(calls: readonly ToPlugin[]): InsertRequest[] {
  return calls.flatMap((message) => (message.call === 'insert' ? message.args.parts : []));
}

/** Above everything in the target. */
export const PLACE: Place = { parentId: SELECTION.target.id, below: [], beneath: [] };

/** A plain grey target and a region that is solid within `box`, drawn on the grid that is asked for. */
export function rasterOf(box: Rect<'frame'> = SELECTION.regions[0]!.box) {
  return ({ framing }: Pick<RasterRequest, 'framing'>) => {
    const { width, height } = cropSize(framing);
    const region = mapRect(toCrop(framing), box);
    const source = new Uint8Array(width * height * 4).fill(128);
    const mask = new Uint8Array(width * height * 4);
    for (let i = 0; i < width * height; i++) {
      source[i * 4 + 3] = 255;
      const [x, y] = [i % width, Math.floor(i / width)];
      const isInside =
        x >= region.x && x < region.x + region.width && y >= region.y && y < region.y + region.height;
      if (isInside) mask.fill(255, i * 4, i * 4 + 4);
    }
    return {
      source: codec.encode({ width, height, data: source }),
      regions: [codec.encode({ width, height, data: mask })],
      backdrop: { r: 255, g: 255, b: 255 },
      opacity: 1,
      place: PLACE,
    };
  };
}

/** Hears everything a run tells, and can act on it. */
export function recorder(on: (event: JobEvent) => void = () => {}) {
  const events: JobEvent[] = [];
  const troubles: Trouble[] = [];
  const checkpoints: Checkpoint[] = [];
  return {
    events,
    troubles,
    checkpoints,
    report: {
      event: (event: JobEvent) => {
        events.push(event);
        on(event);
      },
      trouble: (trouble: Trouble) => troubles.push(trouble),
      checkpoint: (checkpoint: Checkpoint) => checkpoints.push(checkpoint),
    },
  };
}
