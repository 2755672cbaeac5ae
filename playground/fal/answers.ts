// fal's error bodies: request errors carry a sentence and a type, model errors a list in pydantic's manner.

export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** One entry of a model error's `detail`. */
export interface Detail {
  loc: (string | number)[];
  msg: string;
  type: string;
  url: string;
  ctx?: Record<string, unknown>;
  input?: unknown;
}

export function requestError(status: number, detail: string, errorType: string): Answer {
  return { status, body: { detail, error_type: errorType }, headers: { 'x-fal-error-type': errorType } };
}

export function modelError(status: number, details: Detail[], isRetryable = false): Answer {
  return { status, body: { detail: details }, headers: { 'x-fal-retryable': String(isRetryable) } };
}

export function detail(
  type: string,
  msg: string,
  loc: (string | number)[],
  more: { ctx?: Record<string, unknown>; input?: unknown } = {},
): Detail {
  return { loc: ['body', ...loc], msg, type, url: `https://docs.fal.ai/errors/#${type}`, ...more };
}

/** What fal sends without a type of its own. */
export const plainError = (status: number, text: string): Answer => ({ status, body: { detail: text } });
