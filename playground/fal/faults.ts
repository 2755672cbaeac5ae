// Everything that can go wrong with fal, by name, so that tests and people can see what the plugin makes of it.
import { type Answer, detail, modelError, plainError, requestError } from './answers.ts';
import { blank, type Picture, type PictureType, resize } from './picture.ts';

/** Where a fault strikes: one exchange of the protocol, or (`job`) the work itself, fixed when it is submitted. */
export type Stage = 'submit' | 'status' | 'result' | 'cancel' | 'initiate' | 'put' | 'media' | 'job';

type Channels = readonly [number, number, number];

export interface FaultOptions {
  /** How often it strikes before all is well again; without it, until cleared. */
  times?: number;
  /** Another stage than the usual one, for faults that are a plain answer. */
  at?: Exclude<Stage, 'job'>;
  /** slow-queue: how long the request waits. */
  seconds?: number;
  /** size-mismatch: the factor on both sides. */
  scale?: number;
  /** wrong-aspect: its sides in px. */
  width?: number;
  height?: number;
  /** drift: `value · gain + offset`, per channel. */
  gain?: Channels;
  offset?: Channels;
  /** nsfw: the places of the pictures that are flagged, from 0; all of them unless told. */
  flagged?: readonly number[];
  /** nsfw: leaves the flagged pictures as they are, instead of black. */
  isShown?: boolean;
  /** shift: in px of the result. */
  dx?: number;
  dy?: number;
}

export type Effect =
  | { kind: 'answer'; answer: Answer }
  | { kind: 'hang' }
  | { kind: 'drop' }
  | { kind: 'no-cors' }
  | { kind: 'wait'; queueSeconds: number }
  | { kind: 'endless' }
  | { kind: 'outcome'; answer: Answer; error: string; errorType: string }
  | { kind: 'late-error'; answer: Answer }
  | { kind: 'raw-result'; body: string }
  | { kind: 'no-result' }
  | { kind: 'ignores-cancel' }
  | { kind: 'nsfw'; isFlagged: (index: number) => boolean; isBlack: boolean }
  | { kind: 'type'; type: PictureType }
  | { kind: 'picture'; change: (picture: Picture) => Picture }
  | { kind: 'file'; change: (file: Uint8Array) => Uint8Array };

interface Fault {
  stage: Stage;
  effect: (options: FaultOptions) => Effect;
  times?: number;
}

const answers = (stage: Stage, answer: Answer, times?: number): Fault => ({
  stage,
  effect: () => ({ kind: 'answer', answer }),
  ...(times === undefined ? {} : { times }),
});

const job = (effect: Effect): Fault => ({ stage: 'job', effect: () => effect });

const fails = (answer: Answer, error: string, errorType: string): Fault =>
  job({ kind: 'outcome', answer, error, errorType });

const unavailable = requestError(503, 'Runner could not be scheduled', 'runner_scheduling_failure');

const contentPolicy = detail(
  'content_policy_violation',
  'The content could not be processed because it was flagged by a content checker.',
  ['prompt'],
);
const invalidStrength = detail('less_than_equal', 'Input should be less than or equal to 1', ['strength'], {
  ctx: { le: 1 },
  input: 1.5,
});

const FAULTS: Readonly<Record<string, Fault>> = {
  'slow-queue': {
    stage: 'job',
    effect: ({ seconds = 15 }) => ({ kind: 'wait', queueSeconds: seconds }),
  },
  'never-finishes': job({ kind: 'endless' }),
  'completed-with-error': fails(
    requestError(500, 'Runner returned an error', 'runner_server_error'),
    'Runner returned an error',
    'runner_server_error',
  ),
  // The queue says that it is done, and the result that it failed.
  'result-error': job({
    kind: 'late-error',
    answer: requestError(500, 'Runner returned an error', 'runner_server_error'),
  }),
  '400': answers('submit', requestError(400, 'Bad request', 'bad_request')),
  '401-key': answers('submit', plainError(401, 'invalid key credentials')),
  '402': answers('submit', plainError(402, 'Payment required')),
  '403-balance': answers(
    'submit',
    plainError(
      403,
      'User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing',
    ),
  ),
  '404-model': answers('submit', plainError(404, 'Application not found')),
  '408': answers('submit', requestError(408, 'Request timed out', 'request_timeout')),
  '413': answers('submit', plainError(413, 'Request entity too large')),
  '422-content-policy': fails(
    modelError(422, [contentPolicy]),
    'Content policy violation',
    'content_policy_violation',
  ),
  '422-validation': fails(modelError(422, [invalidStrength]), 'Validation error', 'less_than_equal'),
  '429': answers('submit', {
    ...requestError(429, 'Too many concurrent requests', 'concurrent_requests_limit'),
    headers: { 'x-fal-error-type': 'concurrent_requests_limit', 'x-fal-needs-retry': '1' },
  }),
  '500': answers('submit', requestError(500, 'Internal server error', 'internal_error')),
  '502': answers(
    'submit',
    requestError(502, 'Runner sent an incomplete response', 'runner_incomplete_response'),
  ),
  // From whatever stands before fal, and in no form of fal's.
  'gateway-page': answers('status', {
    status: 502,
    body: '<html><h1>502 Bad Gateway</h1></html>',
    headers: { 'content-type': 'text/html' },
  }),
  '503': answers('submit', unavailable),
  '503-once': answers('submit', unavailable, 1),
  '504': answers('submit', requestError(504, 'Request timed out', 'request_timeout')),
  'empty-data': job({ kind: 'no-result' }),
  'malformed-json': job({ kind: 'raw-result', body: '{"images": [{"url": "https' }),
  'media-blocked': { stage: 'media', effect: () => ({ kind: 'no-cors' }) },
  'media-404': answers('media', plainError(404, 'Not found')),
  'truncated-image': job({ kind: 'file', change: (file) => file.slice(0, Math.floor(file.length / 2)) }),
  'size-mismatch': {
    stage: 'job',
    effect: ({ scale = 0.75 }) => ({ kind: 'picture', change: (picture) => scaled(picture, scale) }),
  },
  'wrong-aspect': {
    stage: 'job',
    effect: ({ width = 512, height = 64 }) => ({
      kind: 'picture',
      change: (picture) => resize(picture, width, height),
    }),
  },
  'upload-fails': answers('initiate', requestError(500, 'Internal server error', 'internal_error')),
  'submit-hangs': { stage: 'submit', effect: () => ({ kind: 'hang' }) },
  'drop-connection': { stage: 'submit', effect: () => ({ kind: 'drop' }) },
  'cancel-405': answers('cancel', plainError(405, 'Method Not Allowed')),
  'cancel-ignored': job({ kind: 'ignores-cancel' }),
  nsfw: {
    stage: 'job',
    effect: ({ flagged, isShown = false }) => ({
      kind: 'nsfw',
      isFlagged: (index) => flagged?.includes(index) ?? true,
      isBlack: !isShown,
    }),
  },
  webp: job({ kind: 'type', type: 'image/webp' }),
  drift: {
    stage: 'job',
    effect: ({ gain = [1.06, 0.98, 0.94], offset = [4, -3, 2] }) => ({
      kind: 'picture',
      change: (picture) => drifted(picture, gain, offset),
    }),
  },
  shift: {
    stage: 'job',
    effect: ({ dx = 3, dy = 2 }) => ({ kind: 'picture', change: (picture) => shifted(picture, dx, dy) }),
  },
};

export const FAULT_NAMES: readonly string[] = Object.keys(FAULTS);

/** The fault in force, at most one, and how often it will still strike. */
export class ActiveFault {
  #active: { stage: Stage; effect: Effect; left: number } | undefined;
  #strikes = 0;

  set(name: string | null, options: FaultOptions = {}): void {
    this.#active = name === null ? undefined : prepare(name, options);
    this.#strikes = 0;
  }

  /** How often the fault in force has struck, so that nobody takes for survived what never happened. */
  get strikes(): number {
    return this.#strikes;
  }

  /** The effect, when one strikes at this stage now. */
  take(stage: Stage): Effect | undefined {
    const active = this.#active;
    if (!active || active.stage !== stage || active.left <= 0) return undefined;
    active.left -= 1;
    this.#strikes += 1;
    return active.effect;
  }
}

export function isFault(name: string): boolean {
  return name.split('+').every((part) => FAULT_NAMES.includes(part));
}

/** A fault by its name, or several that change the picture, as `shift+size-mismatch`: one after the other. */
function faultNamed(name: string): Fault {
  if (!isFault(name)) throw new Error(`Unknown fault "${name}". Known: ${FAULT_NAMES.join(', ')}`);
  const [first, ...others] = name.split('+').map((part) => FAULTS[part]!);
  return others.length === 0
    ? first!
    : { stage: 'job', effect: (options) => together([first!, ...others], options) };
}

function together(faults: readonly Fault[], options: FaultOptions): Effect {
  const changes = faults.map(({ effect }) => {
    const made = effect(options);
    if (made.kind !== 'picture') throw new Error('Only faults that change the picture can be combined');
    return made.change;
  });
  return {
    kind: 'picture',
    change: (picture) => changes.reduce((changed, change) => change(changed), picture),
  };
}

function prepare(name: string, options: FaultOptions): { stage: Stage; effect: Effect; left: number } {
  const fault = faultNamed(name);
  const stage = fault.stage === 'job' ? 'job' : (options.at ?? fault.stage);
  const left = options.times ?? fault.times ?? Number.POSITIVE_INFINITY;
  return { stage, effect: fault.effect(options), left };
}

function scaled(picture: Picture, scale: number): Picture {
  return resize(picture, Math.round(picture.width * scale), Math.round(picture.height * scale));
}

function drifted(picture: Picture, gain: Channels, offset: Channels): Picture {
  const drift = (value: number, at: number) => Math.round(value * gain[at % 3]! + offset[at % 3]!);
  return {
    ...picture,
    data: picture.data.map((value, at) => Math.min(Math.max(drift(value, at), 0), 255)),
  };
}

/** Moves the picture; the strip that becomes free repeats the border. */
function shifted(picture: Picture, dx: number, dy: number): Picture {
  const { width, height, data } = picture;
  const out = blank(width, height);
  const within = (value: number, length: number) => Math.min(Math.max(value, 0), length - 1);
  for (let i = 0; i < width * height; i++) {
    const x = within((i % width) - dx, width);
    const y = within(Math.floor(i / width) - dy, height);
    const from = (y * width + x) * 3;
    out.data.set(data.subarray(from, from + 3), i * 3);
  }
  return out;
}
