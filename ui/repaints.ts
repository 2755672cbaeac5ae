// Tells whoever shows something of the page when it looks different.
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Plugin } from './channel.ts';

/** Counts up each time; an effect that reads it runs anew. */
export function repaintsOf(plugin: Plugin): ReadonlySignal<number> {
  const repaints = signal(0);
  plugin.on('repainted', () => {
    repaints.value++;
  });
  return repaints;
}
