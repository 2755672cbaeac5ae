// Work in Figma that stops when the run is cancelled.
import { Failure } from '../core/failure.ts';
import type { Plugin } from './channel.ts';

/** @throws Failure cancelled */
export async function stoppable<T>(plugin: Plugin, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  stopIfCancelled(signal);
  const stop = () => void plugin.call('cancelRaster');
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
