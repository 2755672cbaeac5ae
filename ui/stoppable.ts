// Work in Figma that stops when the run is cancelled.
import { Failure } from '../core/failure.ts';
import type { Plugin } from './channel.ts';

/** @throws Failure cancelled */
export async function stoppable<T>(plugin: Plugin, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  stopIfCancelled(signal);
  // Where it cannot be stopped, it is waited for.
  const stop = () => void plugin.call('cancelRaster').catch(() => null);
  signal.addEventListener('abort', stop);
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

export function stopIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new Failure('cancelled');
}

/** Gives up waiting as soon as the user cancels: not for work that is paid for. @throws Failure cancelled */
export async function unlessCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const cancelled = new Promise<never>((_, reject) => {
    stop = () => reject(new Failure('cancelled'));
  });
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return await Promise.race([work, cancelled]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
