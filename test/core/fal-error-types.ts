// fal's error types as its documentation lists them, with their statuses and an example of their context.
// Model errors: https://docs.fal.ai/model-apis/errors; request errors: https://fal.ai/docs/documentation/model-apis/request-errors.

interface ErrorType {
  readonly type: string;
  readonly status: number;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

export const MODEL_ERROR_TYPES: readonly ErrorType[] = [
  { type: 'internal_server_error', status: 500 },
  { type: 'generation_timeout', status: 504 },
  { type: 'downstream_service_error', status: 400 },
  { type: 'downstream_service_unavailable', status: 500 },
  { type: 'content_policy_violation', status: 422 },
  { type: 'no_media_generated', status: 422 },
  { type: 'image_too_small', status: 422, ctx: { min_height: 512, min_width: 640 } },
  { type: 'image_too_large', status: 422, ctx: { max_height: 1024, max_width: 2048 } },
  { type: 'image_load_error', status: 422 },
  { type: 'file_download_error', status: 422 },
  { type: 'face_detection_error', status: 422 },
  { type: 'file_too_large', status: 422, ctx: { max_size: 10485760 } },
  { type: 'greater_than', status: 422, ctx: { gt: 0 } },
  { type: 'greater_than_equal', status: 422, ctx: { ge: 0 } },
  { type: 'less_than', status: 422, ctx: { lt: 1 } },
  { type: 'less_than_equal', status: 422, ctx: { le: 20 } },
  { type: 'multiple_of', status: 422, ctx: { multiple_of: 8 } },
  { type: 'sequence_too_short', status: 422, ctx: { min_length: 2 } },
  { type: 'sequence_too_long', status: 422, ctx: { max_length: 5 } },
  { type: 'one_of', status: 422, ctx: { expected: ['jpeg', 'png'] } },
  { type: 'feature_not_supported', status: 422 },
  { type: 'unsupported_image_format', status: 422, ctx: { supported_formats: ['jpg', 'png'] } },
  { type: 'invalid_archive', status: 422 },
  { type: 'archive_file_count_below_minimum', status: 422, ctx: { min_count: 10 } },
  { type: 'archive_file_count_exceeds_maximum', status: 422, ctx: { max_count: 100 } },
  { type: 'audio_duration_too_long', status: 422, ctx: { max_duration: 180 } },
  { type: 'audio_duration_too_short', status: 422, ctx: { min_duration: 5 } },
  { type: 'unsupported_audio_format', status: 422 },
  { type: 'unsupported_video_format', status: 422 },
  { type: 'video_duration_too_long', status: 422, ctx: { max_duration: 60 } },
  { type: 'video_duration_too_short', status: 422, ctx: { min_duration: 2 } },
  { type: 'missing', status: 422 },
  { type: 'value_error', status: 422 },
];

export const REQUEST_ERROR_TYPES: readonly ErrorType[] = [
  { type: 'request_timeout', status: 504 },
  { type: 'startup_timeout', status: 504 },
  { type: 'runner_scheduling_failure', status: 503 },
  { type: 'runner_connection_timeout', status: 503 },
  { type: 'runner_disconnected', status: 503 },
  { type: 'runner_connection_refused', status: 503 },
  { type: 'runner_connection_error', status: 503 },
  { type: 'runner_incomplete_response', status: 502 },
  { type: 'runner_server_error', status: 500 },
  { type: 'client_disconnected', status: 499 },
  { type: 'client_cancelled', status: 499 },
  { type: 'bad_request', status: 400 },
  { type: 'internal_error', status: 500 },
  { type: 'concurrent_requests_limit', status: 429 },
];
