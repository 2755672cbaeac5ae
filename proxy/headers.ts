// Which headers pass the proxy, in which direction, and the CORS headers that let a null origin read every answer.
import { TARGET_URL_HEADER } from '@fal-ai/server-proxy';

export const TOKEN_HEADER = 'x-proxy-token';

/** A plugin's iframe has the origin `null`; only `*` (or that very word) admits it. */
export const CORS_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': [
    'x-fal-request-id',
    'x-fal-request-timeout-type',
    'x-fal-error-type',
    'x-fal-retryable',
    'x-fal-needs-retry',
    'x-fal-billable-units',
  ].join(', '),
};

export const PREFLIGHT_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, POST, PUT, OPTIONS',
  'access-control-allow-headers': [
    'accept',
    'content-type',
    TOKEN_HEADER,
    TARGET_URL_HEADER,
    'x-fal-queue-priority',
    'x-fal-request-timeout',
    'x-fal-object-lifecycle',
    'x-fal-object-lifecycle-preference',
    'x-fal-store-io',
    'x-fal-no-retry',
    'x-fal-runner-hint',
  ].join(', '),
  'access-control-max-age': '600',
};

const isFalHeader = (name: string) => name.startsWith('x-fal-') && name !== TARGET_URL_HEADER;

/** What fal's API gets to see. The client's own `authorization` and our token are never among it. */
export function apiRequestHeaders(from: Headers, authorization: string): Headers {
  const headers = pick(from, (name) => isFalHeader(name) || API_REQUEST_HEADERS.has(name));
  headers.set('authorization', authorization);
  headers.set('x-fal-client-proxy', 'changemap-proxy');
  return headers;
}

// The length goes along, so that a streamed body is not sent in chunks of unknown total.
const API_REQUEST_HEADERS = new Set(['accept', 'content-type', 'content-length', 'user-agent']);

export function mediaRequestHeaders(from: Headers): Headers {
  return pick(from, (name) => name === 'accept' || name === 'range');
}

const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
const ABOUT_THE_OTHER_HOST = ['alt-svc', 'set-cookie', 'strict-transport-security'];
const DROPPED = new Set([...HOP_BY_HOP, ...ABOUT_THE_OTHER_HOST]);

/** `fetch` has already decoded a compressed body, so its encoding and length would both be lies. */
export function responseHeaders(from: Headers): Headers {
  const isDecoded = from.has('content-encoding');
  return pick(from, (name) => {
    if (isDecoded && (name === 'content-encoding' || name === 'content-length')) return false;
    return !DROPPED.has(name) && !name.startsWith('access-control-');
  });
}

function pick(from: Headers, isKept: (name: string) => boolean): Headers {
  return new Headers([...from].filter(([name]) => isKept(name)));
}
