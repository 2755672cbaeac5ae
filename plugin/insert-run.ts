// The pictures of a run become layers: in one undo step, each once, and what cannot be placed holds back nothing else.
import { Failure, isFailure, toWire } from '../core/failure.ts';
import { layerIdsOf, type Placed } from '../core/placed.ts';
import type { InsertReply, InsertRequest } from '../core/protocol.ts';
import type { EditCounts } from './edit-count.ts';
import { insert, type Made, type ToInsert } from './insert.ts';
import type { Jobs } from './jobs.ts';
import { isLayer, layersOf, pageOf } from './layers.ts';
import { namesBeneath } from './place.ts';

/** What was found before anything is written. */
type Found =
  | { readonly kind: 'new'; readonly asked: ToInsert }
  | {
      readonly kind: 'there';
      readonly placed: readonly (Placed | null)[];
      readonly used: null;
      readonly isAsDrawn: true;
    };

/** @throws Failure picture-too-large, picture-unreadable, insert-failed, when nothing could be placed; the document is then as before. */
export async function insertRun(
  parts: readonly InsertRequest[],
  jobs: Jobs,
  counts: EditCounts,
): Promise<InsertReply[]> {
  const found: (Found | Failure)[] = [];
  for (const part of parts) found.push(await find(part, jobs));
  const edits = parts.map(({ targetId }) => counts.of(targetId).edits);
  const asked = found.flatMap((each) => (isFailure(each) || each.kind === 'there' ? [] : [each.asked]));
  const made: Made = asked.length > 0 ? await insert(asked, counts) : new Map();
  const replies: InsertReply[] = [];
  for (const [i, part] of parts.entries()) {
    const each = found[i]!;
    const come = isFailure(each) ? each : whatCame(each, made);
    if (isFailure(come)) {
      replies.push({ kind: 'refused', failure: toWire(come) });
      continue;
    }
    await jobs.inserted(part);
    const { placed, used, isAsDrawn } = come;
    const layerIds = layerIdsOf(placed);
    const above = await namesBeneath(part, layerIds);
    const otherPage = await otherPageOf(layerIds);
    replies.push({ kind: 'inserted', placed, above, otherPage, edits: isAsDrawn ? edits[i]! : null, used });
  }
  return replies;
}

async function otherPageOf(layerIds: readonly string[]): Promise<string | null> {
  const [layer] = await layersOf(layerIds);
  const page = layer && pageOf(layer);
  return page && page.id !== figma.currentPage.id ? page.name : null;
}

function whatCame(found: Found, made: Made) {
  if (found.kind === 'there') return found;
  const placed = made.get(found.asked.request);
  if (!placed) throw new Error('what is asked for is placed, or told why not');
  return placed;
}

/** What concerns one part alone is its own failure; all else is everybody's. */
async function find(request: InsertRequest, jobs: Jobs): Promise<Found | Failure> {
  try {
    const placed = await jobs.earlier(request);
    if (placed) return { kind: 'there', placed, used: null, isAsDrawn: true };
  } catch (error) {
    if (isFailure(error) && (error.kind === 'job-taken' || error.kind === 'job-settled')) return error;
    throw error;
  }
  const target = await figma.getNodeByIdAsync(request.targetId);
  return isLayer(target) ? { kind: 'new', asked: { request, target } } : new Failure('target-gone');
}
