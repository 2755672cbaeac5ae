// One bad picture of several: the others are inserted, and it can be had later, by hand or at the next start.
import { afterEach, expect, test, vi } from 'vitest';
import { listedUnfinished } from '../../ui/state.ts';
import { unfinishedText } from '../../ui/unfinished-text.ts';
import { statusText } from '../../ui/wording.ts';
import { closeWindows, openDesk, type Session } from '../support/desk.ts';
import { generated } from '../support/sessions.ts';
import { SETTINGS } from './world.ts';

afterEach(closeWindows);

// Three pictures are cut in each run, which takes a while on a crowded machine.
const WAIT = { timeout: 25_000 };
const MEDIA = /fal\.media/;

type Spoil = (send: () => Promise<Response>) => Promise<Response>;

const lost: Spoil = async () => {
  throw new TypeError('Failed to fetch');
};
const gone: Spoil = async () => new Response('', { status: 404 });
const halved: Spoil = async (send) => {
  const bytes = await (await send()).arrayBuffer();
  return new Response(bytes.slice(0, bytes.byteLength / 2));
};

/** A run of three pictures, the second of which comes to grief on its way for as long as it is spoilt. */
async function spoiltRun(how: Spoil) {
  const media: string[] = [];
  const spoilt = { how: how as Spoil | null };
  const desk = await openDesk({ edit: { ...SETTINGS, variations: 3 } }, (fetcher) => (input, init) => {
    const request = new Request(input, init);
    const address = request.headers.get('x-fal-target-url') ?? request.url;
    const send = () => fetcher(input, init);
    if (!MEDIA.test(address)) return send();
    if (!media.includes(address)) media.push(address);
    return spoilt.how && media.indexOf(address) === 1 ? spoilt.how(send) : send();
  });
  const window = await desk.openWindow();
  const session = await desk.openSession(window);
  await generated(session);
  await vi.waitFor(() => expect(session.state.run.value?.outcome).toBeTruthy(), WAIT);
  return { desk, window, spoilt, ...session };
}

const SECOND = 'Simulated · a red door 2';
const OTHERS = ['Simulated · a red door 1', 'Simulated · a red door 3'];

const restOf = ({ state }: Pick<Session, 'state'>) =>
  state.runs.value.find(({ parts }) => parts[0].checkpoint?.stage === 'submitted')!;

test.each([
  ['cannot be read', halved, 'picture-unreadable'],
  ['is gone', gone, 'media-missing'],
  ['cannot be fetched', lost, 'network-lost'],
] as const)('one that %s holds back no other, and Try again brings it', async (_, how, failure) => {
  const { desk, window, spoilt, state, panel } = await spoiltRun(how);
  expect(window.results().sort()).toEqual(OTHERS);
  expect(statusText(state.run.value)).toContain('1 more could not be had yet');
  const rest = restOf({ state });
  expect(rest).toMatchObject({ name: 'a red door 2', job: { failure: { failure } } });
  expect(desk.keptJobs()).toHaveLength(1);
  expect(listedUnfinished(state)).toEqual([]);

  spoilt.how = null;
  panel.tryAgain(rest.id);
  await vi.waitFor(() => expect(window.results()).toContain(SECOND), WAIT);
  await vi.waitFor(() => expect(desk.keptJobs()).toEqual([]), WAIT);
  expect(window.results()).toHaveLength(3);
  expect(desk.submits()).toHaveLength(1);
});

test('given up, nothing of it is left; what is inserted stays', async () => {
  const { desk, window, state, panel } = await spoiltRun(halved);
  panel.discard(restOf({ state }).id);
  await vi.waitFor(() => expect(desk.keptJobs()).toEqual([]), WAIT);
  expect(state.runs.value.map(({ job }) => job.state)).toEqual(['done']);
  expect(window.results().sort()).toEqual(OTHERS);
});

test('closed before it was had: told of, and inserted by itself at a start that finds it', async () => {
  const { desk, window, spoilt, state, kill } = await spoiltRun(halved);
  await vi.waitFor(() => expect(state.unfinished.value).toHaveLength(1), WAIT);
  const [job] = state.unfinished.value;
  expect(unfinishedText(job!, true, Date.now())).toBe(
    'A picture for “Product page” could not be fetched or read so far. It is paid for.',
  );
  kill();
  spoilt.how = null;
  await desk.openSession(window);
  await vi.waitFor(() => expect(window.results()).toContain(SECOND), WAIT);
  await vi.waitFor(() => expect(desk.keptJobs()).toEqual([]), WAIT);
  expect(desk.submits()).toHaveLength(1);
});
