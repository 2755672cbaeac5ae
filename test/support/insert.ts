// One request's pictures as layers, asked of the plugin itself.
import { fromWire } from '../../core/failure.ts';
import { layerIdsOf } from '../../core/placed.ts';
import type { Inserted, InsertRequest } from '../../core/protocol.ts';
import type { Plugin } from '../../ui/channel.ts';

/** @throws Failure also where it was refused by itself */
export async function insertOne(
  plugin: Plugin,
  request: Omit<InsertRequest, 'joins'> & Partial<Pick<InsertRequest, 'joins'>>,
): Promise<Inserted & { readonly layerIds: readonly string[] }> {
  const [reply] = await plugin.call('insert', { parts: [{ joins: [], ...request }] });
  if (reply?.kind !== 'inserted') throw fromWire(reply!.failure);
  return { ...reply, layerIds: layerIdsOf(reply.placed) };
}
