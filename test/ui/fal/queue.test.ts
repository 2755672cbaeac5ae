// The wait for a paid request, on a clock that runs as fast as it is asked.
import { expect, test } from 'vitest';
import { Failure } from '../../../core/failure.ts';
import type { QueueState } from '../../../ui/fal/answer.ts';
import { HttpError, NetworkError } from '../../../ui/fal/errors.ts';
import { keepingTrouble, persist, type Trouble, unhurried, watch } from '../../../ui/fal/queue.ts';

const QUEUED: QueueState = { state: 'queued', position: 1 };
const RUNNING: QueueState = { state: 'running', logs: ['1'] };
const COMPLETED: QueueState = { state: 'completed', error: null };
const LOST = new NetworkError('Failed to fetch');
const GONE = new HttpError(500, { detail: 'cancelled', error_type: 'client_cancelled' });

/** Plays one answer a look, the last one for ever; `cancelAt` aborts during that look. */
function scene(
  answers: readonly (QueueState | Error)[],
  options: { cancelAt?: number; cancel?: (turn: number) => Error | null } = {},
) {
  const abort = new AbortController();
  const waits: number[] = [];
  const troubles: Trouble[] = [];
  const states: string[] = [];
  let time = 0;
  let looks = 0;
  let cancels = 0;
  const request = {
    async status() {
      const answer = answers[Math.min(looks, answers.length - 1)]!;
      if (++looks === options.cancelAt) abort.abort();
      if (answer instanceof Error) throw answer;
      return answer;
    },
    async cancel() {
      cancels++;
      const failure = options.cancel?.(cancels);
      if (failure) throw failure;
    },
  };
  const world = {
    signal: abort.signal,
    clock: {
      now: () => time,
      sleep: async (milliseconds: number) => {
        waits.push(milliseconds);
        time += milliseconds;
      },
    },
    onState: (state: QueueState) => states.push(state.state),
    onTrouble: (trouble: Trouble) => troubles.push(trouble),
  };
  return {
    world,
    waits,
    troubles,
    states,
    abort: () => abort.abort(),
    looks: () => looks,
    cancels: () => cancels,
    ending: () => watch(request, world),
  };
}

test('looks every half second at first, and never less often than every two', async () => {
  const { ending, waits, states } = scene([QUEUED, ...Array<QueueState>(12).fill(RUNNING), COMPLETED]);
  expect(await ending()).toEqual({ kind: 'completed', error: null });
  expect(waits[0]).toBe(500);
  expect(Math.max(...waits)).toBe(2000);
  expect(states[0]).toBe('queued');
});

test('survives a lost network, ever more patiently, and says so', async () => {
  const { ending, waits, troubles } = scene([RUNNING, LOST, LOST, LOST, COMPLETED]);
  expect((await ending()).kind).toBe('completed');
  expect(waits).toEqual([500, 1000, 2000, 4000]);
  expect(troubles).toEqual(['connection-lost', 'connection-lost', 'connection-lost', null]);
});

test('gives up on a network that stays away, after ten minutes', async () => {
  const { ending, waits } = scene([new NetworkError('Failed to fetch')]);
  await expect(ending()).rejects.toBeInstanceOf(NetworkError);
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  expect(total).toBeGreaterThanOrEqual(600_000);
  expect(total).toBeLessThan(620_000);
});

test('believes a refusal at once, and gives up after five server errors without taking them for the end', async () => {
  const refused = scene([new HttpError(401, { detail: 'invalid key credentials' })]);
  await expect(refused.ending()).rejects.toBeInstanceOf(HttpError);
  expect(refused.looks()).toBe(1);
  const broken = scene([new HttpError(500, 'oops')]);
  await expect(broken.ending()).rejects.toMatchObject({ name: 'NetworkError' });
  expect(broken.looks()).toBe(5);
});

test('a request completed with an error ends with it', async () => {
  const error = new HttpError(500, { detail: 'x', error_type: 'runner_server_error' });
  const { ending } = scene([{ state: 'completed', error }]);
  expect(await ending()).toEqual({ kind: 'completed', error });
});

test('a cancel is passed on once, and believed when fal confirms it', async () => {
  const { ending, cancels } = scene([QUEUED, QUEUED, { state: 'completed', error: GONE }], { cancelAt: 1 });
  expect((await ending()).kind).toBe('cancelled');
  expect(cancels()).toBe(1);
});

test('a request that fal has forgotten after a cancel is cancelled', async () => {
  const { ending } = scene([QUEUED, new HttpError(404, { status: 'NOT_FOUND' })], { cancelAt: 1 });
  expect((await ending()).kind).toBe('cancelled');
});

test.each([
  ['a proxy’s token', new HttpError(401, { detail: 'x', error_type: 'wrong_token' })],
  ['a firewall’s page', new HttpError(403, '<h1>Blocked</h1>')],
  ['a page that is not there', new HttpError(404, '<h1>Not found</h1>')],
  ['a text that is not fal’s', new HttpError(404, { detail: 'Not Found' })],
  ['a bare refusal', new HttpError(400, 'Bad request')],
])('%s after a cancel does not end a request that may be paid for', async (_, answer) => {
  const { ending } = scene([RUNNING, answer], { cancelAt: 1 });
  await expect(ending()).rejects.toBe(answer);
});

test('a cancel that came too late keeps the picture', async () => {
  const { ending } = scene([RUNNING, RUNNING, COMPLETED], { cancelAt: 1 });
  expect(await ending()).toEqual({ kind: 'completed', error: null });
});

test('a running request is waited for although it was to be cancelled: it is paid', async () => {
  const looks = [...Array<QueueState>(20).fill(RUNNING), COMPLETED];
  const { ending, troubles } = scene(looks, { cancelAt: 1 });
  expect((await ending()).kind).toBe('completed');
  expect(troubles).toContain('cancel-late');
});

test('where the proxy cannot pass a cancel on, the request goes on being watched', async () => {
  const options = { cancelAt: 1, cancel: () => new HttpError(405, '') };
  const { ending, troubles, cancels } = scene([RUNNING, RUNNING, RUNNING, COMPLETED], options);
  expect((await ending()).kind).toBe('completed');
  expect(cancels()).toBe(1);
  expect(troubles).toEqual(['cancelling', 'cancel-impossible']);
});

test('a cancel while the connection is lost is passed on when it is back, and until then the request is watched', async () => {
  const looks = [RUNNING, LOST, LOST, LOST, LOST, RUNNING, { state: 'completed', error: GONE }] as const;
  const options = { cancelAt: 3, cancel: (turn: number) => (turn === 1 ? LOST : null) };
  const { ending, troubles, cancels } = scene(looks, options);
  expect((await ending()).kind).toBe('cancelled');
  expect(cancels()).toBe(2);
  expect(troubles).toEqual([
    'connection-lost',
    'cancelling',
    'cancel-unheard',
    'cancel-unheard',
    null,
    'cancelling',
  ]);
});

test.each([
  ['refused', () => new HttpError(405, '')],
  ['that came too late', () => null],
])('after a cancel %s a network that is lost is waited for as before', async (_, cancel) => {
  const looks = [RUNNING, ...Array<Error>(20).fill(LOST), COMPLETED];
  expect((await scene(looks, { cancelAt: 1, cancel }).ending()).kind).toBe('completed');
});

test('what is made is fetched however long the network is away, and who cancels is told that it is too late', async () => {
  const { world, abort, troubles } = scene([]);
  let reads = 0;
  const read = async () => {
    if (++reads === 2) abort();
    if (reads < 20) throw LOST;
    return 'picture';
  };
  expect(await unhurried(world, (patience) => persist(read, patience))).toBe('picture');
  expect(troubles).toContain('cancel-late');
});

test.each([
  ['our own proxy', { detail: 'queue.fal.run could not be reached.', error_type: 'upstream_unreachable' }],
  ['a gateway', '<h1>Bad gateway</h1>'],
])('%s that does not reach fal is waited for like a lost network', async (_, body) => {
  const lost = Array<Error>(20).fill(new HttpError(502, body));
  expect((await scene([RUNNING, ...lost, COMPLETED]).ending()).kind).toBe('completed');
});

test('a connection that comes back does not hide that the cancel was impossible', () => {
  const told: Trouble[] = [];
  const tell = keepingTrouble((trouble) => told.push(trouble));
  for (const trouble of ['connection-lost', null, 'cancel-impossible', 'connection-lost', null] as const) {
    tell(trouble);
  }
  expect(told).toEqual([
    'connection-lost',
    null,
    'cancel-impossible',
    'connection-lost',
    'cancel-impossible',
  ]);
});

test('what nobody can read is asked for three times: it may be a proxy’s hiccup', async () => {
  const riddle = new Failure('answer-unreadable');
  const passing = scene([RUNNING, riddle, riddle, COMPLETED]);
  expect((await passing.ending()).kind).toBe('completed');
  const lasting = scene([riddle]);
  await expect(lasting.ending()).rejects.toBe(riddle);
  expect(lasting.looks()).toBe(3);
});

test('an error that lost its status and its type is asked for again', async () => {
  const flattened = new HttpError(200, { detail: 'Something went wrong' });
  const { ending } = scene([RUNNING, flattened, flattened, COMPLETED]);
  expect((await ending()).kind).toBe('completed');
});

test('an error with a type is the last word on a result', async () => {
  const { world } = scene([]);
  let reads = 0;
  const read = async () => {
    reads++;
    throw new HttpError(503, { detail: 'x', error_type: 'runner_disconnected' });
  };
  await expect(persist(read, world)).rejects.toBeInstanceOf(HttpError);
  expect(reads).toBe(1);
});
