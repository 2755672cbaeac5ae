// What can go wrong on the path of an edit: each has its kind, costs what it must, and loses nothing paid for.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../core/failure.ts';
import type { ProxyConfig } from '../../proxy/app.ts';
import { openFal } from '../../ui/fal/fal.ts';
import { runEdit } from '../support/one-edit.ts';
import { scene } from './scene.ts';
import {
  codec,
  fakeNetwork,
  fakePlugin,
  insertedAs,
  PLACE,
  PROXY_URL,
  rasterOf,
  SELECTION,
  SETTINGS,
} from './world.ts';

describe('what fal answers instead of a picture', () => {
  test.each([
    ['400', 'input-refused'],
    ['401-key', 'key-refused'],
    ['402', 'balance-empty'],
    ['403-balance', 'balance-empty'],
    ['404-model', 'model-gone'],
    ['408', 'fal-timeout'],
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
    ['media-404', 'media-missing'],
    ['truncated-image', 'picture-unreadable'],
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

test('an answer that gets lost on its way back is not asked for twice', async () => {
  const edit = scene();
  const fal = openFal({ proxyUrl: PROXY_URL, token: '' }, async (input, init) => {
    const response = await edit.fetch(input, init);
    if (init?.method === 'POST') throw new TypeError('fetch failed');
    return response;
  });
  const { plugin } = fakePlugin();
  const world = { plugin, fal, codec, clock: edit.clock, randomSeed: () => 1 };
  const run = runEdit(
    {
      selection: SELECTION,
      settings: SETTINGS,
      polarity: null,
      isAccepted: false,
      files: new Map(),
      replacedIds: [],
    },
    world,
    edit.report,
    edit.abort.signal,
  );
  await expect(run).rejects.toMatchObject({ kind: 'submit-unknown' });
  expect(edit.submits()).toHaveLength(1);
});

describe('before anything is exported or paid', () => {
  test.each([
    ['an empty prompt', { settings: { prompt: ' ' } }, 'prompt-empty'],
    ['too many variations', { settings: { variations: 501 } }, 'field-invalid'],
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
    const raster = () => ({
      source: tiny,
      regions: [tiny],
      backdrop: { r: 0, g: 0, b: 0 },
      opacity: 1,
      place: PLACE,
    });
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
    const insert: ReturnType<typeof insertedAs> = (request) => {
      if (++tries === 1) throw new Failure('insert-failed', { target: 'Page' });
      return insertedAs(() => ['9:9'])(request);
    };
    const edit = scene({ plugin: { insert } });
    await expect(edit.run()).rejects.toMatchObject({ kind: 'insert-failed' });
    await expect(edit.resume()).resolves.toMatchObject({ layerIds: ['9:9'], seed: 7 });
    expect(edit.submits()).toHaveLength(1);
  });

  test('a picture that could not be fetched is fetched by trying again', async () => {
    const edit = scene();
    edit.standIn.fault('media-404');
    await expect(edit.run()).rejects.toMatchObject({ kind: 'media-missing' });
    edit.standIn.fault(null);
    await expect(edit.resume()).resolves.toMatchObject({ pictures: 1 });
    expect(edit.submits()).toHaveLength(1);
  });

  test('a picture that is not there is only missing while fal keeps it, and is then told to be gone', async () => {
    const network = fakeNetwork();
    const edit = scene({ network });
    network.standIn.fault('media-404');
    await expect(edit.run()).rejects.toThrow('Press Try again, now or later: it costs nothing.');
    network.clock.jump(8 * 24 * 60 * 60_000);
    await expect(edit.resume()).rejects.toThrow('about seven days');
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
