// The wait for a request that has been paid for: our own poll loop, which survives a lost network and a cancel.
import { isFailure } from '../../core/failure.ts';
import { asRecord } from '../../core/record.ts';
import type { Clock } from '../clock.ts';
import type { QueueState } from './answer.ts';
import {
  errorType,
  HttpError,
  isFalsWord,
  isGatewaysLoss,
  isUnknownRequest,
  NetworkError,
} from './errors.ts';

export interface QueuedRequest {
  status(): Promise<QueueState>;
  /** Resolves when fal has taken the wish; rejects when it could not be passed on. */
  cancel(): Promise<void>;
}

/** Something the user should know while the wait goes on. */
export type Trouble =
  | 'connection-lost'
  | 'cancelling'
  | 'cancel-unheard'
  | 'cancel-impossible'
  | 'cancel-late'
  | null;

export interface Watch {
  readonly clock: Clock;
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
  onState(state: QueueState): void;
  onTrouble(trouble: Trouble): void;
}

/** What it takes to wait for a network that comes back. */
export type Patience = Pick<Watch, 'clock' | 'signal' | 'onTrouble'>;

export interface Ending {
  readonly kind: 'completed' | 'cancelled';
  /** Why there is no picture, as far as the queue knows. */
  readonly error: HttpError | null;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 2_000;
const GROWTH = 1.25;
/** Looks that are taken after a cancel before a request that still queues counts as gone. */
const LOOKS_AFTER_CANCEL = 6;

/** What has become of the user's wish to cancel; `unheard` while the network is lost. */
type Wish = 'none' | 'unheard' | 'accepted' | 'impossible';

export async function watch(request: QueuedRequest, options: Watch): Promise<Ending> {
  const { clock, signal, onState } = options;
  let wish: Wish = 'none';
  let looksLeft = LOOKS_AFTER_CANCEL;
  let wait = FIRST_WAIT;
  // Who has cancelled still wants to know what became of it, however long the network is away.
  const afterwards: Watch = {
    ...options,
    signal: new AbortController().signal,
    onTrouble: (trouble) =>
      options.onTrouble(trouble === 'connection-lost' && wish === 'unheard' ? 'cancel-unheard' : trouble),
  };
  for (;;) {
    if (wish === 'unheard' || (signal.aborted && wish === 'none')) {
      wish = await passOn(request, options, wish);
      wait = FIRST_WAIT;
    }
    const state = await look(request, wish === 'none' ? options : afterwards, wish === 'accepted');
    if (!state) continue;
    if (state.state === 'completed') return ending(state.error, wish === 'accepted');
    if (wish === 'accepted' && --looksLeft <= 0) {
      if (state.state === 'queued') return { kind: 'cancelled', error: null };
      options.onTrouble('cancel-late');
    }
    onState(state);
    await clock.sleep(wait, wish === 'none' ? signal : undefined);
    wait = Math.min(wait * GROWTH, LONGEST_WAIT);
  }
}

async function passOn(request: QueuedRequest, { onTrouble }: Watch, before: Wish): Promise<Wish> {
  onTrouble('cancelling');
  try {
    await request.cancel();
    return 'accepted';
  } catch (error) {
    // It is said once more when fal answers again. Where a proxy lets no cancel through, that looks the same.
    if (before === 'none' && isLoss(error)) return 'unheard';
    // Too late, or a proxy that cannot pass it on. Either way the picture is being made and paid for.
    onTrouble('cancel-impossible');
    return 'impossible';
  }
}

function ending(error: HttpError | null, isCancelled: boolean): Ending {
  return isCancelled && error ? { kind: 'cancelled', error: null } : { kind: 'completed', error };
}

/** Null where a cancel came meanwhile: that is passed on before a failure is believed. */
async function look(
  request: QueuedRequest,
  options: Watch,
  isCancelled: boolean,
): Promise<QueueState | null> {
  try {
    return await persist(() => request.status(), options, isServerTrouble);
  } catch (error) {
    if (options.signal.aborted) return null;
    // How a request ended its status tells, whatever the type of an error on the way to it.
    if (error instanceof HttpError && isServerTrouble(error)) throw new NetworkError(error.message);
    // fal forgets a request that was taken out of its queue; whatever else is said may be somebody else's word.
    if (isCancelled && error instanceof HttpError && isGone(error)) return { state: 'completed', error };
    if (error instanceof HttpError && isFalsWord(error.body)) throw new NetworkError(error.message);
    throw error;
  }
}

function isGone(error: HttpError): boolean {
  return isUnknownRequest(error) || errorType(error.body) === 'client_cancelled';
}

/** Tells of troubles so that the end of one does not wipe out another that still stands. */
export function keepingTrouble(tell: (trouble: Trouble) => void): (trouble: Trouble) => void {
  let standing: Trouble = null;
  return (trouble) => {
    if (trouble !== null && trouble !== 'connection-lost') standing = trouble;
    tell(trouble ?? standing);
  };
}

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;
const PATIENCE = 10 * 60_000;
const MOST_ANSWERS = 5;
/** What no one can read is a proxy's hiccup, or will stay as it is. */
const MOST_RIDDLES = 3;

/**
 * Reads again after a passing failure, ever more slowly, and says so. A lost network is waited for up to
 * ten minutes, and so is a proxy or gateway that does not get through to fal; a server that keeps answering with
 * errors is believed sooner.
 */
export async function persist<T>(
  read: () => Promise<T>,
  { clock, signal, onTrouble }: Patience,
  mayPass: (error: unknown) => boolean = isPassing,
): Promise<T> {
  const since = clock.now();
  let [answers, riddles] = [0, 0];
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      const value = await read();
      if (pause > FIRST_PAUSE) onTrouble(null);
      return value;
    } catch (error) {
      if (error instanceof HttpError && !isLoss(error)) answers++;
      if (isRiddle(error)) riddles++;
      // A cancel is not kept waiting for the network.
      const isPatient = !signal.aborted && clock.now() - since < PATIENCE;
      const isEnough = answers >= MOST_ANSWERS || riddles >= MOST_RIDDLES;
      if (!mayPass(error) || isEnough || !isPatient) throw error;
    }
    onTrouble('connection-lost');
    await clock.sleep(pause, signal);
  }
}

/**
 * What fal has made is paid for: it is waited for however long the network is away, and who cancels is told that it
 * is too late.
 */
export async function unhurried<T>(
  { clock, signal, onTrouble }: Patience,
  work: (patience: Patience) => Promise<T>,
): Promise<T> {
  const late = () => onTrouble('cancel-late');
  if (signal.aborted) late();
  signal.addEventListener('abort', late);
  try {
    return await work({ clock, onTrouble, signal: new AbortController().signal });
  } finally {
    signal.removeEventListener('abort', late);
  }
}

/** Nobody that knows of the request has been reached. */
function isLoss(error: unknown): boolean {
  return error instanceof NetworkError || (error instanceof HttpError && isGatewaysLoss(error));
}

/** An error that fal has given a type is its last word on the request, except these two. */
const PASSING_TYPES: readonly unknown[] = [undefined, 'upstream_unreachable', 'concurrent_requests_limit'];

function isPassing(error: unknown): boolean {
  if (!isServerTrouble(error)) return false;
  return !(error instanceof HttpError) || PASSING_TYPES.includes(asRecord(error.body).error_type);
}

function isServerTrouble(error: unknown): boolean {
  if (!(error instanceof HttpError)) return error instanceof NetworkError || isRiddle(error);
  // One that has lost its status may be of any kind.
  return error.status >= 500 || [200, 408, 429].includes(error.status);
}

function isRiddle(error: unknown): boolean {
  return error instanceof SyntaxError || (isFailure(error) && error.kind === 'answer-unreadable');
}
