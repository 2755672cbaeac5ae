// A cancel while the request is on its way: what fal answers is heard however late it comes, noted, and cancelled there.
import { expect, test, vi } from 'vitest';
import { NEW_JOB, step } from '../../core/job.ts';
import { DEFAULT_MODEL } from '../../core/models/index.ts';
import { openFal } from '../../ui/fal/fal.ts';
import { WAIT } from '../support/sessions.ts';
import { scene } from './scene.ts';
import { fakeNetwork, isSubmit, PROXY_URL } from './world.ts';

/**
 * An edit that is cancelled once its request is out; fal's answer comes when it is let through.
 * @param stranger answers in fal's place once the cancel has been passed on
 */
function cancelledOnTheWay(stranger?: () => Response) {
  const network = fakeNetwork();
  let answer = () => {};
  const edit = scene({
    network: {
      ...network,
      fetch: async (input, init) => {
        const isAfterCancel = cancels(network.sent).length > 0;
        const response = await network.fetch(input, init);
        if (stranger && isAfterCancel) return stranger();
        if (isSubmit(new Request(input, init))) {
          edit.abort.abort();
          await new Promise<void>((resolve) => {
            answer = resolve;
          });
        }
        return response;
      },
    },
  });
  return { ...edit, answer: () => answer() };
}

const cancels = (sent: readonly Request[]) => sent.filter(({ method }) => method === 'PUT');

test('an id that comes late is noted, cancelled at fal, and the stored job is done with', async () => {
  const edit = cancelledOnTheWay();
  edit.standIn.fault('never-finishes');
  await expect(edit.run()).rejects.toMatchObject({ kind: 'submit-unknown' });
  expect(cancels(edit.sent)).toEqual([]);
  edit.answer();
  await vi.waitFor(() => expect(edit.events.at(-1)).toEqual({ type: 'cancelled' }), WAIT);
  expect(cancels(edit.sent)).toHaveLength(1);
  const ids = (wanted: string) =>
    edit.calls.flatMap(({ call, args }) => (call === wanted ? [(args as { id: string }).id] : []));
  expect(ids('identifyJob')).toHaveLength(1);
  expect(ids('forgetJob')).toEqual(ids('identifyJob'));
  expect(edit.inserted()).toEqual([]);
});

test('one that can no longer be cancelled is told of, and fetched by trying again', async () => {
  const edit = cancelledOnTheWay();
  edit.standIn.fault('cancel-405');
  await expect(edit.run()).rejects.toMatchObject({ kind: 'submit-unknown' });
  edit.answer();
  await vi.waitFor(() => expect(edit.events.at(-1)).toMatchObject({ type: 'failed' }), WAIT);
  expect(edit.events.at(-1)).toMatchObject({ failure: { failure: 'cancel-late' } });
  await expect(edit.resume()).resolves.toMatchObject({ pictures: 1 });
  expect(edit.submits()).toHaveLength(1);
});

test('one of which only a stranger says that it is gone is kept', async () => {
  const edit = cancelledOnTheWay(() => new Response('<h1>Not found</h1>', { status: 404 }));
  await expect(edit.run()).rejects.toMatchObject({ kind: 'submit-unknown' });
  edit.answer();
  await vi.waitFor(() => expect(edit.events.at(-1)).toMatchObject({ type: 'failed' }), WAIT);
  expect(edit.events.at(-1)).toMatchObject({ failure: { failure: 'cancel-late' } });
  expect(edit.calls.map(({ call }) => call)).not.toContain('forgetJob');
});

test('a request that fal refuses late was not charged, and is told of as that', async () => {
  const edit = cancelledOnTheWay();
  edit.standIn.fault('402');
  await expect(edit.run()).rejects.toMatchObject({ kind: 'submit-unknown' });
  edit.answer();
  const refused = { failure: { failure: 'balance-empty' } };
  await vi.waitFor(() => expect(edit.events.at(-1)).toMatchObject(refused), WAIT);
  expect(edit.calls.map(({ call }) => call)).toContain('forgetJob');
});

test('what is cancelled before it goes out is not sent', async () => {
  const network = fakeNetwork();
  const fal = openFal({ proxyUrl: PROXY_URL, token: '' }, network.fetch);
  const sent = fal.submit(
    DEFAULT_MODEL,
    {},
    { isMediaBlocked: Promise.resolve(false), signal: AbortSignal.abort() },
  );
  await expect(sent).rejects.toMatchObject({ kind: 'cancelled' });
  expect(network.submits()).toEqual([]);
});

test('a run of which nobody knows what became of it learns it late; any other end is final', () => {
  const failed = (failure: 'submit-unknown' | 'fal-failed') =>
    ({ type: 'failed', failure: { failure, message: '', detail: null } }) as const;
  const unknown = step(NEW_JOB, failed('submit-unknown'));
  expect(step(unknown, { type: 'cancelled' })).toEqual({ state: 'cancelled', cost: 'perhaps-begun' });
  expect(step(unknown, failed('fal-failed'))).toMatchObject({ failure: { failure: 'fal-failed' } });
  expect(step(unknown, { type: 'completed' })).toBe(unknown);
  const known = step(NEW_JOB, failed('fal-failed'));
  expect(step(known, { type: 'cancelled' })).toBe(known);
});
