// The outside proof of a whole run: each target by itself, told together.
import type { Proof } from '../core/proof.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import { proveOutside } from './proof.ts';
import { lastLook, type Shown } from './run.ts';

interface ProofWorld {
  readonly plugin: Plugin;
  readonly codec: Codec;
  readonly clock: Clock;
}

/** Null when nothing could be proven of one of the targets. */
export async function proveRun(shown: readonly Shown[], world: ProofWorld): Promise<Proof | null> {
  const targets = new Set(shown.map(({ composited }) => composited.plan.target.id));
  const proofs: Proof[] = [];
  for (const id of targets) {
    const proof = await proveTarget(
      shown.filter(({ composited }) => composited.plan.target.id === id),
      world,
    );
    if (!proof) return null;
    proofs.push(proof);
  }
  return together(proofs);
}

/** What came last is what is compared with; all that has come by then is in the picture. */
async function proveTarget(shown: readonly Shown[], world: ProofWorld): Promise<Proof | null> {
  const [first] = shown;
  if (!first) return null;
  const proofs: Proof[] = [];
  for (const layerIds of seenTogether(shown)) {
    const { composited, cut } = first;
    const at = { ...composited, allowed: cut.allowed };
    const proof = await proveOutside(at, { before: lastLook(shown), layerIds }, world);
    if (!proof) return null;
    proofs.push(proof);
  }
  return together(proofs);
}

/** What one look shows: all that has come into the target, but each copy of it by itself. */
function seenTogether(shown: readonly Shown[]): string[][] {
  const layerIds = shown.flatMap(({ outcome }) => outcome.layerIds);
  const areCopies = shown.some(({ composited }) => composited.plan.insertAs === 'copies');
  return areCopies ? layerIds.map((id) => [id]) : [layerIds];
}

function together(proofs: readonly Proof[]): Proof | null {
  const changed = proofs.filter((proof) => proof.kind === 'changed');
  if (changed.length === 0) return proofs[0] ?? null;
  return {
    kind: 'changed',
    pixels: changed.reduce((total, { pixels }) => total + pixels, 0),
    most: Math.max(...changed.map(({ most }) => most)),
  };
}
