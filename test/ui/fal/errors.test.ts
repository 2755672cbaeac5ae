// The catalogue: each answer that is no picture, and the kind of failure it becomes.
import { expect, test } from 'vitest';
import { Failure } from '../../../core/failure.ts';
import { falFailure, HttpError, NetworkError } from '../../../ui/fal/errors.ts';

const context = { proxyUrl: 'http://localhost:3333/api/fal/proxy', token: 's3cret', modelLabel: 'FLUX' };
const detail = (text: string, type?: string) => ({ detail: text, ...(type && { error_type: type }) });
const entry = (type: string, field = 'prompt') => ({ detail: [{ loc: ['body', field], msg: 'no', type }] });

test.each([
  [400, detail('Bad request', 'bad_request'), 'input-refused'],
  [400, 'Invalid request', 'model-refused'],
  [401, detail('invalid key credentials'), 'key-refused'],
  [401, detail('Authorization header is required'), 'key-refused'],
  [401, 'Unauthorized', 'token-wrong'],
  [401, detail('The proxy token is wrong', 'wrong_token'), 'token-wrong'],
  [401, detail('The proxy has no fal key', 'missing_key'), 'key-missing'],
  [402, detail('Payment required'), 'balance-empty'],
  [403, detail('User is locked. Reason: Exhausted balance.'), 'balance-empty'],
  [403, detail('Exhausted balance. Top up your account.'), 'balance-empty'],
  [403, detail('Forbidden'), 'key-refused'],
  [403, '<h1>Sorry, you have been blocked</h1>', 'network-blocked'],
  [403, 'Forbidden', 'token-wrong'],
  [400, detail('Prompt was blocked by the content filter'), 'input-refused'],
  [422, detail('unbalanced parentheses'), 'input-refused'],
  [500, detail('The billing service is locked'), 'fal-failed'],
  [404, detail('Application not found'), 'model-gone'],
  [404, detail("Application 'fal-ai/x' not found"), 'model-gone'],
  [404, detail('Application "fal-ai/x" not found'), 'model-gone'],
  [404, { message: 'Application not found' }, 'proxy-not-fal'],
  [404, detail('The web app was not found'), 'fal-failed'],
  [404, detail('Request not found'), 'request-unknown'],
  [404, { status: 'NOT_FOUND' }, 'request-unknown'],
  [404, '<html>Not found</html>', 'proxy-not-fal'],
  [404, detail('The proxy answers elsewhere', 'unknown_path'), 'proxy-not-fal'],
  [405, '', 'proxy-not-fal'],
  [408, detail('late', 'request_timeout'), 'fal-timeout'],
  [412, detail('no', 'endpoint_not_allowed'), 'model-refused'],
  [413, detail('too large'), 'too-large'],
  [415, '', 'proxy-not-fal'],
  [422, entry('content_policy_violation'), 'content-refused'],
  [422, entry('image_load_error', 'image_url'), 'picture-refused'],
  [422, entry('less_than_equal', 'strength'), 'input-refused'],
  [422, detail('plain'), 'input-refused'],
  [429, detail('slow down', 'concurrent_requests_limit'), 'rate-limited'],
  [499, detail('cancelled', 'client_cancelled'), 'cancelled'],
  [500, detail('oops', 'internal_error'), 'fal-failed'],
  [500, 'oops', 'fal-failed'],
  [502, detail('incomplete', 'runner_incomplete_response'), 'fal-failed'],
  [503, detail('none free', 'runner_scheduling_failure'), 'fal-failed'],
  [504, detail('late', 'request_timeout'), 'fal-timeout'],
  [504, '', 'fal-timeout'],
  [200, detail('flattened by a proxy'), 'input-refused'],
  [200, entry('content_policy_violation'), 'content-refused'],
] as const)('%i %j is %s', (status, body, kind) => {
  expect(falFailure(new HttpError(status, body), context).kind).toBe(kind);
});

test('without a token of our own, a refusal asks for one', () => {
  const without = { ...context, token: '' };
  expect(falFailure(new HttpError(401, 'Unauthorized'), without).kind).toBe('token-missing');
  expect(falFailure(new HttpError(401, detail('x', 'wrong_token')), without).kind).toBe('token-missing');
});

test('a lost connection names the proxy, or what its caller says it means', () => {
  const lost = new NetworkError('TypeError: Failed to fetch');
  expect(falFailure(lost, context)).toMatchObject({
    kind: 'proxy-unreachable',
    message: expect.stringContaining('localhost:3333'),
  });
  expect(falFailure(lost, context, 'network-lost').kind).toBe('network-lost');
});

test('what is no JSON did not come from fal', () => {
  expect(falFailure(new SyntaxError('Unexpected token <'), context).kind).toBe('answer-unreadable');
});

test('a failure stays the one it is', () => {
  const failure = new Failure('media-unreachable');
  expect(falFailure(failure, context)).toBe(failure);
});

test('a failure that repeats the token is told without it', () => {
  const failure = falFailure(
    new Failure('submit-unknown', { model: 'FLUX' }, 'x-proxy-token: s3cret'),
    context,
  );
  expect(failure).toMatchObject({ kind: 'submit-unknown', facts: { model: 'FLUX' } });
  expect(failure.detail).toBe('x-proxy-token: •••');
  expect(String(failure.cause)).not.toContain('s3cret');
});

test('the refused field is named, the echoed input and the token are not', () => {
  const body = { detail: [{ loc: ['body', 'guidance_scale'], msg: 's3cret', type: 'ge', input: 'data:…' }] };
  const failure = falFailure(new HttpError(422, body), context);
  expect(failure.message).toContain('guidance scale');
  expect(failure.detail).not.toMatch(/s3cret|data:/);
  expect(String(failure.cause)).not.toContain('s3cret');
});
