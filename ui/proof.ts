// The outside proof, taken quietly: it costs one look before the insert and one after it, and fails without a word.
import { type Proof, prove } from '../core/proof.ts';
import type { RenderReply } from '../core/protocol.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import type { Composited } from './cut-out.ts';
import type { EditOutcome } from './outcome.ts';

/** The target without the run's layers, and how often it had been edited by then. */
export type Before = RenderReply;

interface ProofWorld {
  readonly plugin: Plugin;
  readonly codec: Codec;
  readonly clock: Clock;
}

type LookedAt = Pick<Composited, 'plan' | 'jobId'>;

export function lookBefore(at: LookedAt, { plugin }: Pick<ProofWorld, 'plugin'>): Promise<Before | null> {
  return look(at, [], plugin);
}

/** Null when nothing could be proven, one way or the other. */
export async function proveOutside(
  { allowed, ...at }: LookedAt & Pick<Composited, 'allowed'>,
  { before, layerIds }: Pick<EditOutcome, 'before' | 'layerIds'>,
  { plugin, codec, clock }: ProofWorld,
): Promise<Proof | null> {
  const after = before && (await look(at, layerIds, plugin));
  // Somebody's edit in between would pass for the run's.
  if (!after || after.edits !== before.edits) return null;
  try {
    const pictures = [];
    for (const { png } of [before, after]) {
      pictures.push(await codec.decode(png));
      // Somebody may be typing: one picture at a time.
      await clock.sleep(0);
    }
    const [then, now] = pictures;
    return then && now ? prove(then, now, allowed) : null;
  } catch {
    return null;
  }
}

async function look(
  { plan, jobId }: LookedAt,
  layerIds: readonly string[],
  plugin: Plugin,
): Promise<Before | null> {
  const masks = plan.regions.filter(({ use }) => use === 'mask').map(({ id }) => id);
  const maskIds = [...masks, ...plan.replacedIds];
  // Who went on without room to keep the job has no more for its temporary frames.
  const goesUnkept = jobId === null;
  const request = { targetId: plan.target.id, maskIds, layerIds, framing: plan.framing, goesUnkept };
  return plugin.call('render', request).catch(() => null);
}
