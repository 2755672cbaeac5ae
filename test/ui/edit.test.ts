// The whole path of an edit: real client, real proxy, fal's stand-in, and a main thread in memory.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../core/failure.ts';
import type { JobEvent } from '../../core/job.ts';
import type { InsertRequest } from '../../core/protocol.ts';
import type { EditSettings } from '../../core/settings.ts';
import { reachOf, softEdge } from '../../core/soft-edge.ts';
import type { ProxyConfig } from '../../proxy/app.ts';
import { continueEdit, runEdit } from '../../ui/edit.ts';
import { openFal } from '../../ui/fal/fal.ts';
import {
  codec,
  fakeNetwork,
  fakePlugin,
  PROXY_URL,
  rasterOf,
  recorder,
  SELECTION,
  SETTINGS,
} from './world.ts';

interface Scene {
  proxy?: Partial<ProxyConfig>;
  token?: string;
  plugin?: Parameters<typeof fakePlugin>[0];
  settings?: Partial<EditSettings>;
  on?: (event: JobEvent, abort: AbortController) => void;
}

function scene({ proxy, token = '', plugin: handlers, settings, on }: Scene = {}) {
  const network = fakeNetwork(proxy);
  const abort = new AbortController();
  const heard = recorder((event) => on?.(event, abort));
  const { plugin, calls } = fakePlugin(handlers);
  const fal = openFal({ proxyUrl: PROXY_URL, token }, network.fetch);
  const world = { plugin, fal, codec, clock: network.clock, randomSeed: () => 99 };
  const request = { selection: SELECTION, settings: { ...SETTINGS, ...settings } };
  return {
    ...network,
    ...heard,
    abort,
    calls,
    run: () => runEdit(request, world, heard.report, abort.signal),
    resume: () => continueEdit(heard.checkpoints.at(-1)!, world, heard.report, new AbortController().signal),
    inserted: () => calls.filter(({ call }) => call === 'insert').map(({ args }) => args as InsertRequest),
  };
}

test('an edit becomes a layer with its recipe, and pays once', async () => {
  const edit = scene();
  const outcome = await edit.run();
  expect(outcome).toMatchObject({ layerIds: ['9:9'], seed: 7, pictures: 1, cameTooLate: false });
  expect(edit.submits()).toHaveLength(1);
  expect(edit.events.map(({ type }) => type).filter((type, i, all) => type !== all[i - 1])).toEqual([
    'uploading',
    'submitting',
    'submitted',
    'queued',
    'running',
    'completed',
    'fetched',
    'inserted',
  ]);
  const [{ patches, targetId } = {}] = edit.inserted();
  expect(targetId).toBe('1:1');
  expect(patches?.[0]).toMatchObject({
    name: 'Simulated · a red door',
    recipe: { version: 1, seed: 7, simulated: true, targetId: '1:1', regionIds: ['1:2'] },
  });
});

test('the map that arrives keeps what is white, and both pictures lie on one grid', async () => {
  const edit = scene();
  await edit.run();
  const [{ input, images } = {}] = edit.standIn.requests();
  const map = await codec.decode(images!.change_map_image_url!);
  const source = await codec.decode(images!.image_url!);
  expect([map.width, map.height]).toEqual([source.width, source.height]);
  expect(input).toMatchObject({ prompt: 'a red door', seed: 7, image_size: { width: map.width } });
  expect(map.data[0]).toBe(255);
  expect(map.data.filter((_, i) => i % 4 === 0).includes(0)).toBe(true);
});

test('the patch lies on whole frame px and is clear beyond the reach', async () => {
  const edit = scene();
  await edit.run();
  const { png, area } = edit.inserted()[0]!.patches[0]!;
  const pixels = await codec.decode(png);
  for (const value of Object.values(area)) expect(Number.isInteger(value)).toBe(true);
  const box = SELECTION.regions[0]!.box;
  const reach = reachOf(softEdge(SETTINGS.softEdge, box, 1));
  const scale = pixels.width / area.width;
  const shown = { inside: 0, outside: 0 };
  for (let i = 0; i < pixels.width * pixels.height; i++) {
    const x = area.x + (i % pixels.width) / scale;
    const y = area.y + Math.floor(i / pixels.width) / scale;
    const dx = Math.max(box.x - x, x - box.x - box.width, 0);
    const dy = Math.max(box.y - y, y - box.y - box.height, 0);
    if (pixels.data[i * 4 + 3]! > 0) shown[Math.hypot(dx, dy) > reach + 1 ? 'outside' : 'inside']++;
  }
  expect(shown.outside).toBe(0);
  expect(shown.inside).toBeGreaterThan(box.width * box.height);
});

test('several variations become several patches of one insert', async () => {
  const edit = scene({ settings: { variations: 3 } });
  const outcome = await edit.run();
  expect(outcome.pictures).toBe(3);
  expect(edit.inserted()[0]!.patches.map(({ name }) => name)).toEqual(
    [1, 2, 3].map((n) => `Simulated · a red door ${n}`),
  );
  expect(edit.submits()).toHaveLength(1);
});

test('JPEG results are read too', async () => {
  const edit = scene({ settings: { modelId: 'fal-ai/flux-differential-diffusion' } });
  await expect(edit.run()).resolves.toMatchObject({ pictures: 1 });
});

test('large pictures go through storage, and inline where that fails', async () => {
  const noise = ({ framing }: Parameters<ReturnType<typeof rasterOf>>[0]) => {
    const raster = rasterOf()({ targetId: '', regions: [], framing });
    const size = { width: framing.columns * 16, height: framing.rows * 16 };
    const data = Uint8Array.from({ length: size.width * size.height * 4 }, (_, i) =>
      i % 4 === 3 ? 255 : random(i),
    );
    return { ...raster, source: codec.encode({ ...size, data }) };
  };
  const options = { plugin: { raster: noise }, settings: { surroundings: 'whole' } } as const;
  const stored = scene(options);
  await stored.run();
  expect(beginning(stored.standIn.requests()[0]!.input.image_url)).toBe('http:');
  const inline = scene(options);
  inline.standIn.fault('upload-fails');
  await inline.run();
  expect(beginning(inline.standIn.requests()[0]!.input.image_url)).toBe('data:');
});

/** Enough of an address to tell its kind, and short enough to read in a report. */
function beginning(url: unknown): string {
  return String(url).slice(0, 5);
}

/** Bytes that do not compress. */
function random(i: number): number {
  return Math.floor(Math.abs(Math.sin(i * 12.9898) * 43758.5453) * 256) & 255;
}

describe('what fal answers instead of a picture', () => {
  test.each([
    ['400', 'input-refused'],
    ['401-key', 'key-refused'],
    ['402', 'balance-empty'],
    ['403-balance', 'balance-empty'],
    ['404-model', 'model-gone'],
    ['408', 'fal-timeout'],
    ['413', 'too-large'],
    ['429', 'rate-limited'],
    ['500', 'fal-failed'],
    ['502', 'fal-failed'],
    ['503', 'fal-failed'],
    ['504', 'fal-timeout'],
    ['422-content-policy', 'content-refused'],
    ['422-validation', 'input-refused'],
    ['completed-with-error', 'fal-failed'],
    ['empty-data', 'answer-unreadable'],
    ['malformed-json', 'answer-unreadable'],
    ['media-404', 'media-unreachable'],
    ['truncated-image', 'picture-unreadable'],
    ['nsfw', 'content-refused'],
  ] as const)('%s: %s; sent once, nothing inserted', async (fault, kind) => {
    const edit = scene();
    edit.standIn.fault(fault);
    await expect(edit.run()).rejects.toMatchObject({ kind });
    expect(edit.submits()).toHaveLength(1);
    expect(edit.inserted()).toHaveLength(0);
  });

  test('a refused field is named', async () => {
    const edit = scene();
    edit.standIn.fault('422-validation');
    await expect(edit.run()).rejects.toThrow('strength');
  });
});

test('blocked media come through the proxy', async () => {
  const edit = scene();
  edit.standIn.fault('media-blocked');
  await expect(edit.run()).resolves.toMatchObject({ pictures: 1 });
});

test('a result of another size is mapped back', async () => {
  const edit = scene();
  edit.standIn.fault('size-mismatch');
  await expect(edit.run()).resolves.toMatchObject({ pictures: 1 });
});

test('an answer that gets lost on its way back is not asked for twice', async () => {
  const edit = scene();
  const fal = openFal({ proxyUrl: PROXY_URL, token: '' }, async (input, init) => {
    const response = await edit.fetch(input, init);
    if (init?.method === 'POST') throw new TypeError('fetch failed');
    return response;
  });
  const { plugin } = fakePlugin();
  const world = { plugin, fal, codec, clock: edit.clock, randomSeed: () => 1 };
  const run = runEdit({ selection: SELECTION, settings: SETTINGS }, world, edit.report, edit.abort.signal);
  await expect(run).rejects.toMatchObject({ kind: 'submit-unknown' });
  expect(edit.submits()).toHaveLength(1);
});

describe('before anything is exported or paid', () => {
  test.each([
    ['an empty prompt', { settings: { prompt: ' ' } }, 'prompt-empty'],
    ['too many variations', { settings: { variations: 99 } }, 'field-invalid'],
    ['no token', { proxy: { token: 'right' } }, 'token-missing'],
    ['a wrong token', { proxy: { token: 'right' }, token: 'wrong' }, 'token-wrong'],
    ['no key', { proxy: { standIn: undefined } as unknown as Partial<ProxyConfig> }, 'key-missing'],
  ] as const)('%s is told of', async (_, options, kind) => {
    const edit = scene(options);
    await expect(edit.run()).rejects.toMatchObject({ kind });
    expect(edit.calls).toHaveLength(0);
    expect(edit.submits()).toHaveLength(0);
  });

  test('a proxy that is down is told of', async () => {
    const edit = scene();
    edit.online.lost = true;
    await expect(edit.run()).rejects.toMatchObject({ kind: 'proxy-unreachable' });
    expect(edit.calls).toHaveLength(0);
  });
});

test('an address that cannot be one is refused without a request', () => {
  const { fetch } = fakeNetwork();
  const open = (proxyUrl: string) => () => openFal({ proxyUrl, token: '' }, fetch);
  expect(open('')).toThrowError(expect.objectContaining({ kind: 'proxy-missing' }));
  for (const url of ['localhost', 'ftp://x', 'javascript:1']) {
    expect(open(url)).toThrowError(expect.objectContaining({ kind: 'proxy-url' }));
  }
});

describe('between export and request', () => {
  test('a region that shows nothing costs nothing', async () => {
    const edit = scene({ plugin: { raster: rasterOf({ x: -900, y: 0, width: 1, height: 1 }) } });
    await expect(edit.run()).rejects.toMatchObject({ kind: 'region-empty' });
    expect(edit.submits()).toHaveLength(0);
  });

  test('exports on another grid cost nothing', async () => {
    const tiny = codec.encode({ width: 2, height: 2, data: new Uint8Array(16).fill(255) });
    const raster = () => ({ source: tiny, regions: [tiny], backdrop: { r: 0, g: 0, b: 0 } });
    const edit = scene({ plugin: { raster } });
    await expect(edit.run()).rejects.toMatchObject({ kind: 'export-unequal' });
  });

  test('a failure of the main thread arrives as it was', async () => {
    const raster = () => {
      throw new Failure('target-hidden', { target: 'Page' });
    };
    await expect(scene({ plugin: { raster } }).run()).rejects.toThrow('“Page” is hidden');
  });
});

describe('cancelling', () => {
  test('while exporting stops the export', async () => {
    let stop: (error: Failure) => void = () => {};
    const edit = scene({
      plugin: {
        raster: () => {
          queueMicrotask(() => edit.abort.abort());
          return new Promise((_, reject) => {
            stop = reject;
          });
        },
        cancelRaster: () => stop(new Failure('cancelled')),
      },
    });
    await expect(edit.run()).rejects.toMatchObject({ kind: 'cancelled' });
    expect(edit.calls.map(({ call }) => call)).toContain('cancelRaster');
  });

  test.each(['uploading', 'queued', 'running'] as const)('while %s', async (at) => {
    const edit = scene({
      on: ({ type }, abort) => {
        if (type === at) abort.abort();
      },
    });
    await expect(edit.run()).rejects.toMatchObject({ kind: 'cancelled' });
    expect(edit.inserted()).toHaveLength(0);
    const cancels = edit.sent.filter(({ method }) => method === 'PUT');
    expect(cancels).toHaveLength(at === 'uploading' ? 0 : 1);
  });

  test.each(['cancel-ignored', 'cancel-405'])('that comes too late keeps the picture (%s)', async (fault) => {
    const edit = scene({
      on: ({ type }, abort) => {
        if (type === 'running') abort.abort();
      },
    });
    edit.standIn.fault(fault);
    await expect(edit.run()).resolves.toMatchObject({ cameTooLate: true });
    expect(edit.inserted()).toHaveLength(1);
  });
});

describe('what was paid for is not lost', () => {
  test('a picture that could not be inserted is inserted by trying again', async () => {
    let tries = 0;
    const insert = () => {
      if (++tries === 1) throw new Failure('insert-failed', { target: 'Page' });
      return { layerIds: ['9:9'] };
    };
    const edit = scene({ plugin: { insert } });
    await expect(edit.run()).rejects.toMatchObject({ kind: 'insert-failed' });
    await expect(edit.resume()).resolves.toMatchObject({ layerIds: ['9:9'], seed: 7 });
    expect(edit.submits()).toHaveLength(1);
  });

  test('a picture that could not be fetched is fetched by trying again', async () => {
    const edit = scene();
    edit.standIn.fault('media-404');
    await expect(edit.run()).rejects.toMatchObject({ kind: 'media-unreachable' });
    edit.standIn.fault(null);
    await expect(edit.resume()).resolves.toMatchObject({ pictures: 1 });
    expect(edit.submits()).toHaveLength(1);
  });

  test('a network that comes back is all it takes', async () => {
    const edit = scene({
      on: ({ type }) => {
        if (type !== 'running') return;
        edit.online.lost = true;
        setTimeout(() => {
          edit.online.lost = false;
        });
      },
    });
    await expect(edit.run()).resolves.toMatchObject({ pictures: 1 });
    expect(edit.troubles).toContain('connection-lost');
  });
});
