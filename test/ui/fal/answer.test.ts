// What counts as an answer of fal's, and what does not.
import { expect, test } from 'vitest';
import { isCancelled, readResult, readStatus, readSubmitted } from '../../../ui/fal/answer.ts';
import { HttpError } from '../../../ui/fal/errors.ts';

const image = { url: 'https://v3.fal.media/files/a/b.png', width: 8, height: 8, content_type: 'image/png' };

test('a result yields its pictures, which of them are flagged, and the seed', () => {
  const answer = readResult({ images: [image, image], has_nsfw_concepts: [false, true], seed: 7 });
  expect(answer).toEqual({
    images: [
      { url: image.url, isFlagged: false },
      { url: image.url, isFlagged: true },
    ],
    seed: 7,
  });
});

test.each([
  {},
  { images: [] },
  { images: [{}] },
  { images: [{ url: 'javascript:alert(1)' }] },
  '<html>',
  null,
  [],
])('%j is no result', (payload) => {
  expect(() => readResult(payload)).toThrowError(expect.objectContaining({ kind: 'answer-unreadable' }));
});

test('a cancel is taken when fal says so, and a success alone says nothing', () => {
  expect(isCancelled({ status: 'CANCELLATION_REQUESTED' })).toBe(true);
  expect(isCancelled({ success: true })).toBe(true);
  for (const other of [{ status: 'ALREADY_COMPLETED' }, { status: 'NOT_FOUND' }, {}, '', '<html>', null]) {
    expect(isCancelled(other)).toBe(false);
  }
});

test('a submission needs an id that can stand in a path', () => {
  expect(readSubmitted({ request_id: 'abc-123' })).toBe('abc-123');
  expect(() => readSubmitted({ request_id: '../..' })).toThrow();
  expect(() => readSubmitted({})).toThrow();
});

test('the three states of the queue, with what may be missing missing', () => {
  expect(readStatus({ status: 'IN_QUEUE', queue_position: 2 })).toEqual({ state: 'queued', position: 2 });
  expect(readStatus({ status: 'IN_QUEUE' })).toEqual({ state: 'queued', position: null });
  expect(readStatus({ status: 'IN_PROGRESS', logs: null })).toEqual({ state: 'running', logs: [] });
  expect(readStatus({ status: 'IN_PROGRESS', logs: [{ message: ' a ' }, {}] })).toEqual({
    state: 'running',
    logs: ['a'],
  });
  expect(readStatus({ status: 'COMPLETED' })).toEqual({ state: 'completed', error: null });
  expect(readStatus({ status: 'COMPLETED', error: 'x', error_type: 'runner_server_error' })).toMatchObject({
    state: 'completed',
    error: { body: { error_type: 'runner_server_error' } },
  });
  expect(() => readStatus({ status: 'NOT_FOUND' })).toThrowError(HttpError);
  expect(() => readStatus({ status: 'DREAMING' })).toThrow();
});
