// The catalogue: whatever fal, a proxy or Figma says, a designer is told what happened, what it cost and what to do.
import { describe, expect, test } from 'vitest';
import { Failure, fromWire, inPhase, toWire } from '../../core/failure.ts';
import { explain, FAILURES, type FailureKind } from '../../core/failures.ts';
import { FAL_ERRORS } from '../../core/fal-errors.ts';
import { PLATFORM_ERRORS } from '../../core/platform-errors.ts';
import { falFailure, HttpError, statusFrom } from '../../ui/fal/errors.ts';
import { MODEL_ERROR_TYPES, REQUEST_ERROR_TYPES } from './fal-error-types.ts';

const context = { proxyUrl: 'http://localhost:3333/api/fal/proxy', token: 's3cret', modelLabel: 'FLUX' };

const modelError = (type: string, ctx?: object) => ({
  detail: [{ loc: ['body', 'some_field'], msg: 'Refused for a reason', type, ...(ctx && { ctx }) }],
});
const requestError = (type: string) => ({ detail: 'Refused for a reason', error_type: type });

/** What happened, what it cost, what to do: each a sentence of its own, and the raw text one click away. */
function expectToldInFull(failure: Failure): void {
  const { what, cost, fix } = explain(failure.kind);
  for (const part of [what, cost, fix]) expect(part).toMatch(/^\p{L}.*[.?]$/u);
  expect(failure.message).toContain(cost);
  expect(failure.message).not.toMatch(/undefined|null|\[object|[{}]/);
  expect(failure.detail).toContain('Refused for a reason');
}

describe('every error type that fal documents', () => {
  test.each(MODEL_ERROR_TYPES)('$type', ({ type, status, ctx }) => {
    const body = modelError(type, ctx);
    expect(FAL_ERRORS).toHaveProperty(type);
    expectToldInFull(falFailure(new HttpError(status, body), context));
    expect(statusFrom(body)).toBe(status);
  });

  test.each(REQUEST_ERROR_TYPES)('$type', ({ type, status }) => {
    const body = requestError(type);
    expect(FAL_ERRORS).toHaveProperty(type);
    expectToldInFull(falFailure(new HttpError(status, body), context));
    expect(statusFrom(body)).toBe(status);
  });

  test.each([
    ['image_too_small', 'at least 640 × 512 px'],
    ['image_too_large', 'at most 2048 × 1024 px'],
    ['file_too_large', 'at most 10.5 MB'],
    ['greater_than', 'more than 0'],
    ['greater_than_equal', 'at least 0'],
    ['less_than', 'less than 1'],
    ['less_than_equal', 'at most 20'],
    ['multiple_of', 'a multiple of 8'],
    ['one_of', 'one of jpeg, png'],
    ['unsupported_image_format', 'one of jpg, png'],
    ['missing', 'filled in'],
  ])('%s says what the value has to be: %s', (name, expected) => {
    const { type, status, ctx } = MODEL_ERROR_TYPES.find((known) => known.type === name)!;
    const { message } = falFailure(new HttpError(status, modelError(type, ctx)), context);
    expect(message).toContain(`“some field”: it has to be ${expected}.`);
  });
});

test.each([400, 401, 402, 403, 404, 405, 408, 409, 410, 412, 413, 415, 418, 422, 425, 429, 451, 499])(
  'a status without a type: %i',
  (status) => {
    expectToldInFull(falFailure(new HttpError(status, { detail: 'Refused for a reason' }), context));
    expectToldInFull(falFailure(new HttpError(status, 'Refused for a reason'), context));
  },
);

test.each([500, 501, 502, 503, 504, 507, 520, 521, 522, 524, 530, 599])(
  'a status of a server in trouble: %i',
  (status) => {
    expectToldInFull(falFailure(new HttpError(status, '<html><p>Refused for a reason</p></html>'), context));
  },
);

test('a type that fal adds one day is judged by its status, and keeps its text', () => {
  const { kind, detail } = falFailure(new HttpError(422, modelError('brand_new_type')), context);
  expect(kind).toBe('input-refused');
  expect(detail).toContain('brand_new_type');
  expect(falFailure(new HttpError(503, requestError('brand_new_type')), context).kind).toBe('fal-failed');
});

/** In Figma's words, or its stand-in's; the last are field reports. */
test.each([
  ['in appendChild: Cannot move node. New parent is an instance or is inside of an instance', 'instance'],
  ['in set_fills: Cannot write to node with unloaded font "Inter Bold"', 'font'],
  ['in loadFontAsync: The font "Foo Bar" could not be loaded', 'font'],
  ['in createImage: Image is too large', '4096'],
  ['in createImage: Image is too small', 'format'],
  ['in createImage: Image type is unsupported', 'format'],
  ['in clientStorage.setAsync: the quota of 5 MB is exceeded (5300000 bytes)', '5 MB'],
  ['in setPluginData: the entry "recipe" exceeds the limit of 100 kB (120000 bytes)', 'longer'],
  ['in createRectangle: This file is in read-only mode', 'viewed'],
  ['Cannot edit in Dev Mode', 'viewed'],
  ['in resize: The node with id "1:2" does not exist', 'deleted'],
  ['RuntimeError: memory access out of bounds', 'memory'],
  ['getNodeByIdAsync timed out', 'in time'],
])('Figma’s “%s” is explained wherever it strikes', (text, word) => {
  const kinds = ['export-failed', 'insert-failed', 'update-failed', 'unexpected'] as const;
  for (const kind of kinds) {
    const failure = new Failure(kind, { target: 'Page' }, new Error(text));
    expect(failure.message).toContain(word);
    expect(failure.detail).toContain(text);
  }
  expect(PLATFORM_ERRORS.some((known) => known.text.test(text))).toBe(true);
});

test('what Figma says that nobody knows keeps its text', () => {
  const failure = new Failure('insert-failed', { target: 'Page' }, new Error('Cannot unwrap symbol'));
  expect(failure.message).toBe(
    'The result arrived but could not be placed on “Page”. The picture is paid for, and it is not lost. It is still in the panel: press Insert again.',
  );
  expect(failure.detail).toBe('Error: Cannot unwrap symbol');
});

test('every kind is a text to show, and a failure without anything named has no holes', () => {
  for (const kind of Object.keys(FAILURES) as FailureKind[]) {
    const { message } = new Failure(kind);
    expect(message).toMatch(/^(fal|\p{Lu}).*[.?]$/u);
    expect(message).not.toMatch(/undefined|(?<!“)null| {2}|\.\./);
    expect(Object.values(explain(kind)).join('')).not.toBe('');
  }
});

describe('what it cost follows from the phase too', () => {
  const kinds = Object.keys(FAILURES) as FailureKind[];

  test('once fal has taken the request, nothing says that it is not charged, or perhaps', () => {
    for (const kind of kinds) {
      const { message } = inPhase(new Failure(kind, { target: 'Page' }, 'in proxy: no'), 'taken');
      expect(message, kind).not.toMatch(/Nothing was charged\.|may have been charged/);
    }
  });

  test('what is stored nowhere is never said to be safe', () => {
    for (const kind of kinds) {
      const { message } = inPhase(new Failure(kind, { target: 'Page' }), 'taken-unkept');
      expect(message, kind).not.toMatch(/not lost|Nothing was charged\.|may have been charged/);
    }
    expect(inPhase(new Failure('place-gone'), 'taken-unkept').message).toContain('in this panel alone');
  });

  test('before it goes out, nothing says that it may be', () => {
    for (const kind of kinds) {
      const { message } = inPhase(new Failure(kind), 'unsent');
      expect(message, kind).not.toMatch(/may have been|may charge|unless fal/);
    }
  });

  test('all else stays as it was, across the threads too', () => {
    const failure = new Failure('insert-failed', { target: 'Page' }, new Error('in resize: read-only mode'));
    const told = inPhase(fromWire(structuredClone(toWire(failure))), 'taken');
    expect(told).toMatchObject({ kind: 'insert-failed', message: failure.message, detail: failure.detail });
    const refused = inPhase(fromWire(toWire(new Failure('token-wrong'))), 'taken');
    expect(refused.message).toBe(
      'The proxy refused the token. The picture is paid for, and it is not lost. Copy it again from where the proxy was started.',
    );
  });
});
