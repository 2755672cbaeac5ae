// Notes what fal billed as soon as it says so: the picture may never come to be a layer.
import { billedFor } from '../core/billed.ts';
import type { Model } from '../core/models/index.ts';
import type { Plugin } from './channel.ts';

interface Answered {
  readonly requestId: string;
  /** In fal's own units; null where nobody told. */
  readonly billedUnits: number | null;
  readonly model: Model;
  readonly simulated: boolean;
}

/** Quietly: a sum that lacks something is no reason to hold a picture back. */
export function noteCharge({ requestId, billedUnits, model, simulated }: Answered, plugin: Plugin): void {
  const billed = billedFor(billedUnits, model.price);
  if (billed) plugin.call('keepCharge', { charge: { requestId, billed, simulated } }).catch(() => null);
}
