// The wait for a request that has been paid for: our own poll loop, which survives a lost network and a cancel.
import { isFailure } from '../../core/failure.ts';
import { asRecord } from '../../core/record.ts';
import type { Clock } from '../clock.ts';
import type { QueueState } from './answer.ts';
import { errorType, HttpError, isFalsWord, isUnknownRequest, NetworkError } from './errors.ts';

export interface QueuedRequest {
  status(): Promise<QueueState>;
  /** Resolves when fal has taken the wish; rejects when it could not be passed on. */
  cancel(): Promise<void>;
}

/** Something the user should know while the wait goes on. */
export type Trouble = 'connection-lost' | 'cancelling' | 'cancel-impossible' | 'cancel-late' | null;

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

export async function watch(request: QueuedRequest, options: Watch): Promise<Ending> {
  const { clock, signal, onState } = options;
  let wish: 'none' | 'accepted' | 'impossible' = 'none';
  let looksLeft = LOOKS_AFTER_CANCEL;
  let wait = FIRST_WAIT;
  for (;;) {
    if (signal.aborted && wish === 'none') {
      wish = await passOn(request, options);
      wait = FIRST_WAIT;
    }
    const state = await look(request, options, wish === 'accepted');
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

async function passOn(request: QueuedRequest, options: Watch): Promise<'accepted' | 'impossible'> {
  options.onTrouble('cancelling');
  try {
    await request.cancel();
    return 'accepted';
  } catch {
    // Too late, or a proxy that cannot pass it on. Either way the picture is being made and paid for.
    options.onTrouble('cancel-impossible');
    return 'impossible';
  }
}

function ending(error: HttpError | null, isCancelled: boolean): Ending {
  return isCancelled && error ? { kind: 'cancelled', error: null } : { kind: 'completed', error };
}

async function look(request: QueuedRequest, options: Watch, isCancelled: boolean): Promise<QueueState> {
  try {
    return await persist(() => request.status(), options, isServerTrouble);
  } catch (error) {
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
 * ten minutes; a server that keeps answering with errors is believed sooner.
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
      if (error instanceof HttpError) answers++;
      if (isRiddle(error)) riddles++;
      // Who cancels does not want to wait for the network; the request can be taken up again later.
      const isPatient = !signal.aborted && clock.now() - since < PATIENCE;
      const isEnough = answers >= MOST_ANSWERS || riddles >= MOST_RIDDLES;
      if (!mayPass(error) || isEnough || !isPatient) throw error;
    }
    onTrouble('connection-lost');
    await clock.sleep(pause, signal);
  }
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
