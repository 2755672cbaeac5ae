// What fal's errors mean, by their type and by their status: https://docs.fal.ai/model-apis/errors and …/request-errors.
import type { FailureKind } from './failures.ts';

type Context = Readonly<Record<string, unknown>>;

export interface FalError {
  /** As fal sends it: some proxies turn every status into 200. */
  readonly status: number;
  readonly kind: FailureKind;
  /** What the refused value has to be; null when the error does not say. */
  readonly expected?: (context: Context) => string | null;
}

const given =
  (name: string, text: (value: string) => string) =>
  (context: Context): string | null => {
    const value = context[name];
    return typeof value === 'number' || typeof value === 'string' ? text(String(value)) : null;
  };

const sides =
  (bound: 'min' | 'max', word: string) =>
  (context: Context): string | null => {
    const [width, height] = [context[`${bound}_width`], context[`${bound}_height`]];
    return typeof width === 'number' && typeof height === 'number' ? `${word} ${width} × ${height} px` : null;
  };

const oneOf =
  (name: string) =>
  (context: Context): string | null => {
    const value = context[name];
    return Array.isArray(value) && value.length > 0 ? `one of ${value.join(', ')}` : null;
  };

const megabytes = (bytes: string) => `at most ${Number((Number(bytes) / 1e6).toFixed(1))} MB`;

/** Of a setting; those of files that no model here takes are told as one too. */
const refusesValue = (expected?: FalError['expected']): FalError => ({
  status: 422,
  kind: 'input-refused',
  ...(expected && { expected }),
});

const refusesPicture = (expected?: FalError['expected']): FalError => ({
  ...refusesValue(expected),
  kind: 'picture-refused',
});

const ownFault = (status: number, kind: FailureKind = 'fal-failed'): FalError => ({ status, kind });

const MODEL_ERRORS: Readonly<Record<string, FalError>> = {
  internal_server_error: ownFault(500),
  generation_timeout: ownFault(504, 'fal-timeout'),
  downstream_service_error: ownFault(400),
  downstream_service_unavailable: ownFault(500),
  content_policy_violation: ownFault(422, 'content-refused'),
  no_media_generated: ownFault(422, 'nothing-made'),
  image_too_small: refusesPicture(sides('min', 'at least')),
  image_too_large: refusesPicture(sides('max', 'at most')),
  image_load_error: refusesPicture(),
  file_download_error: refusesPicture(),
  face_detection_error: refusesPicture(() => 'a picture with a face in it'),
  file_too_large: refusesPicture(given('max_size', megabytes)),
  unsupported_image_format: refusesPicture(oneOf('supported_formats')),
  greater_than: refusesValue(given('gt', (value) => `more than ${value}`)),
  greater_than_equal: refusesValue(given('ge', (value) => `at least ${value}`)),
  less_than: refusesValue(given('lt', (value) => `less than ${value}`)),
  less_than_equal: refusesValue(given('le', (value) => `at most ${value}`)),
  multiple_of: refusesValue(given('multiple_of', (value) => `a multiple of ${value}`)),
  sequence_too_short: refusesValue(given('min_length', (value) => `at least ${value} long`)),
  sequence_too_long: refusesValue(given('max_length', (value) => `at most ${value} long`)),
  one_of: refusesValue(oneOf('expected')),
  feature_not_supported: ownFault(422, 'settings-clash'),
  invalid_archive: refusesValue(),
  archive_file_count_below_minimum: refusesValue(),
  archive_file_count_exceeds_maximum: refusesValue(),
  audio_duration_too_long: refusesValue(),
  audio_duration_too_short: refusesValue(),
  unsupported_audio_format: refusesValue(),
  unsupported_video_format: refusesValue(),
  video_duration_too_long: refusesValue(),
  video_duration_too_short: refusesValue(),
  // pydantic's own, which some endpoints still send.
  missing: refusesValue(() => 'filled in'),
  value_error: refusesValue(),
};

const REQUEST_ERRORS: Readonly<Record<string, FalError>> = {
  request_timeout: ownFault(504, 'fal-timeout'),
  startup_timeout: ownFault(504, 'fal-timeout'),
  runner_scheduling_failure: ownFault(503),
  runner_connection_timeout: ownFault(503),
  runner_disconnected: ownFault(503),
  runner_connection_refused: ownFault(503),
  runner_connection_error: ownFault(503),
  runner_incomplete_response: ownFault(502),
  runner_server_error: ownFault(500),
  client_disconnected: ownFault(499, 'cancelled'),
  client_cancelled: ownFault(499, 'cancelled'),
  bad_request: ownFault(400, 'input-refused'),
  internal_error: ownFault(500),
  concurrent_requests_limit: ownFault(429, 'rate-limited'),
};

/** Of Changemap's own proxy. */
export const PROXY_ERRORS: Readonly<Record<string, FalError>> = {
  wrong_token: ownFault(401, 'token-wrong'),
  missing_key: ownFault(401, 'key-missing'),
  token_unset: ownFault(503, 'token-unset'),
  endpoint_not_allowed: ownFault(412, 'model-refused'),
  target_not_allowed: ownFault(412, 'proxy-not-fal'),
  missing_target: ownFault(400, 'proxy-not-fal'),
  bad_target: ownFault(400, 'proxy-not-fal'),
  unknown_path: ownFault(404, 'proxy-not-fal'),
  unknown_host: ownFault(403, 'proxy-not-fal'),
  method_not_allowed: ownFault(405, 'proxy-not-fal'),
  proxy_error: ownFault(500),
  upstream_unreachable: ownFault(502),
  upstream_redirect: ownFault(502),
};

export const FAL_ERRORS: Readonly<Record<string, FalError>> = {
  ...MODEL_ERRORS,
  ...REQUEST_ERRORS,
  ...PROXY_ERRORS,
};

/** For answers without a type. What 400, 401, 403 and 404 mean depends on who says it, and in which words. */
export const STATUSES: Readonly<Record<number, FailureKind>> = {
  402: 'balance-empty',
  405: 'proxy-not-fal',
  408: 'fal-timeout',
  410: 'model-gone',
  412: 'model-refused',
  413: 'too-large',
  415: 'proxy-not-fal',
  429: 'rate-limited',
  499: 'cancelled',
  504: 'fal-timeout',
  // Gateways of content networks: no answer in time.
  522: 'fal-timeout',
  524: 'fal-timeout',
};
