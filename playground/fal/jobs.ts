// Queued requests: what stands where at a given time, and what came of each.
import { type Answer, modelError, plainError, requestError } from './answers.ts';
import { generate, outputTypeOf } from './endpoints.ts';
import type { Effect } from './faults.ts';
import { type Files, loadPictures } from './images.ts';
import type { Media } from './media.ts';
import { blank, encodePicture, type Picture, type PictureType } from './picture.ts';
import { hashNumbers } from './random.ts';
import { type Input, validateInput } from './schemas.ts';

/** How long a request waits and works at speed 1. */
const QUEUE_SECONDS = 0.5;
const RUN_SECONDS = 1.2;
const SECONDS_PER_PLACE = 0.25;

export interface Submission {
  endpoint: string;
  body: unknown;
  files: Files;
  /** Where the files of the result will be reachable. */
  base: string;
  effect: Effect | undefined;
}

export type Phase =
  | { status: 'IN_QUEUE'; position: number }
  | { status: 'IN_PROGRESS'; share: number }
  | { status: 'COMPLETED' };

export interface Log {
  message: string;
  timestamp: string;
  level: string;
  source: string;
}

export interface Outcome extends Answer {
  error?: { error: string; error_type: string };
}

export interface JobWorld {
  media: Media;
  now: () => number;
  /** A factor on the simulated waiting; Infinity answers at once. */
  speed: number;
  randomSeed: () => number;
}

export class Job {
  readonly id = crypto.randomUUID();
  readonly #submission: Submission;
  readonly #world: JobWorld;
  readonly #submittedAt: number;
  readonly #queueSeconds: number;
  readonly #runSeconds: number;
  #isCancelled = false;
  #outcome: Outcome | undefined;

  constructor(submission: Submission, world: JobWorld) {
    this.#submission = submission;
    this.#world = world;
    this.#submittedAt = world.now();
    const { effect } = submission;
    // A fault's waiting is meant, whatever the speed.
    this.#queueSeconds = effect?.kind === 'wait' ? effect.queueSeconds : QUEUE_SECONDS / world.speed;
    this.#runSeconds = effect?.kind === 'endless' ? Number.POSITIVE_INFINITY : RUN_SECONDS / world.speed;
  }

  /** A queued request is addressed by the first two segments of its endpoint. */
  get app(): string {
    return this.#submission.endpoint.split('/').slice(0, 2).join('/');
  }

  phase(): Phase {
    const elapsed = (this.#world.now() - this.#submittedAt) / 1000;
    if (this.#isCancelled || elapsed >= this.#queueSeconds + this.#runSeconds) return { status: 'COMPLETED' };
    const waiting = this.#queueSeconds - elapsed;
    if (waiting > 0) return { status: 'IN_QUEUE', position: placeFor(waiting) };
    return { status: 'IN_PROGRESS', share: -waiting / this.#runSeconds };
  }

  logs(): Log[] {
    const phase = this.phase();
    if (phase.status === 'IN_QUEUE' || this.#isCancelled) return [];
    const total = stepCount(this.#submission.body);
    const done = phase.status === 'COMPLETED' ? total : Math.floor(phase.share * total);
    const share = Math.floor((done / total) * 100);
    const started = this.#submittedAt + this.#queueSeconds * 1000;
    return [
      logLine('Simulated: no model is running', started),
      logLine(`${share}%| ${done}/${total}`, Math.min(this.#world.now(), started + this.#runSeconds * 1000)),
    ];
  }

  get seconds(): number {
    return this.#runSeconds;
  }

  /** False when it is too late. */
  cancel(): boolean {
    if (this.phase().status === 'COMPLETED') return false;
    if (this.#submission.effect?.kind !== 'ignores-cancel') this.#isCancelled = true;
    return true;
  }

  /** Taken and not taken back; what failed on fal's own side is free. */
  get isCharged(): boolean {
    return !this.#isCancelled && (this.#outcome?.status ?? 200) < 500;
  }

  /** The work is done when somebody first asks for it, and only once. */
  outcome(): Outcome {
    this.#outcome ??= this.#isCancelled
      ? CANCELLED
      : perform(this.#submission, this.#world, this.#runSeconds);
    return this.#outcome;
  }
}

const placeFor = (seconds: number) => Math.ceil(seconds / SECONDS_PER_PLACE) - 1;

function logLine(message: string, time: number): Log {
  return { message, timestamp: new Date(time).toISOString(), level: 'INFO', source: 'USER' };
}

function stepCount(body: unknown): number {
  const { num_inference_steps: steps } = Object(body) as Input;
  return typeof steps === 'number' && steps >= 1 ? steps : 28;
}

const CANCELLED: Outcome = {
  ...requestError(499, 'Request was cancelled', 'client_cancelled'),
  error: { error: 'Request was cancelled', error_type: 'client_cancelled' },
};

/** Validation belongs to the work: fal accepts any submission and lets the model refuse it. */
export function perform(submission: Submission, world: JobWorld, seconds: number): Outcome {
  const { effect, endpoint } = submission;
  if (effect?.kind === 'outcome') {
    return { ...effect.answer, error: { error: effect.error, error_type: effect.errorType } };
  }
  if (effect?.kind === 'late-error') return effect.answer;
  if (effect?.kind === 'raw-result') return { status: 200, body: effect.body };
  if (effect?.kind === 'no-result') return { status: 200, body: {} };
  const validation = validateInput(endpoint, submission.body);
  if (!validation.ok) return refused(modelError(422, validation.details));
  const loaded = loadPictures(endpoint, validation.input, submission.files);
  if (!loaded.ok) return refused(modelError(422, loaded.details));
  const pictures = makePictures(submission, validation.input, loaded.pictures, world);
  return answerWith(pictures, submission, validation.input, world, seconds);
}

const refused = (answer: Answer): Outcome => ({
  ...answer,
  error: { error: 'Request validation failed', error_type: 'validation_error' },
});

/**
 * Several images of one request are drawn on from one random generator: the first is what its seed makes alone, the
 * others are those of no other seed that anybody would ask for.
 */
function nthSeed(seed: number, index: number): number {
  return index === 0 ? seed : hashNumbers(seed, index);
}

interface Made {
  seed: number;
  type: PictureType;
  pictures: Picture[];
}

function makePictures(
  { endpoint, effect }: Submission,
  input: Input,
  sources: Record<string, Picture>,
  world: JobWorld,
): Made {
  const seed = typeof input.seed === 'number' ? input.seed : world.randomSeed();
  const pictures = Array.from({ length: Number(input.num_images) }, (_, i) => {
    const picture = generate(endpoint, input, sources, nthSeed(seed, i));
    if (effect?.kind === 'nsfw' && effect.isBlack && effect.isFlagged(i)) {
      return blank(picture.width, picture.height);
    }
    return effect?.kind === 'picture' ? effect.change(picture) : picture;
  });
  const type = effect?.kind === 'type' ? effect.type : outputTypeOf(endpoint, input);
  return { seed, type, pictures };
}

function answerWith(
  { seed, type, pictures }: Made,
  { base, effect }: Submission,
  input: Input,
  world: JobWorld,
  seconds: number,
): Outcome {
  const images = pictures.map((picture) => {
    const encoded = encodePicture(picture, type);
    const file = effect?.kind === 'file' ? effect.change(encoded) : encoded;
    const url = input.sync_mode ? dataUri(file, type) : world.media.store(base, file, type);
    return { url, width: picture.width, height: picture.height, content_type: type };
  });
  const body = {
    images,
    timings: { inference: seconds },
    seed,
    has_nsfw_concepts: pictures.map((_, i) => effect?.kind === 'nsfw' && effect.isFlagged(i)),
    prompt: String(input.prompt ?? ''),
  };
  return { status: 200, body, headers: { 'x-fal-billable-units': String(billableUnits(pictures)) } };
}

const dataUri = (file: Uint8Array, type: string) =>
  `data:${type};base64,${Buffer.from(file).toString('base64')}`;

/** fal bills each image by the megapixel, rounded up. */
function billableUnits(pictures: Picture[]): number {
  return pictures.reduce((sum, { width, height }) => sum + Math.ceil((width * height) / 1e6), 0);
}

export const NOT_READY = plainError(400, 'Request is still in progress');
