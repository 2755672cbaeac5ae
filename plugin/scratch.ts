// Temporary frames: made for one export, removed whatever happens, and swept up after a crash.
import { Failure } from '../core/failure.ts';
import { around, type Size } from '../core/geometry.ts';
import { ancestors } from './layers.ts';
import { makingRoom } from './room.ts';
import { dropLease, loadLeases, saveLease } from './storage.ts';

const TEMPORARY_KEY = 'temporary';
/** Longer than any raster takes, and short enough for a frame that a crash has left to be gone before anybody looks for it. */
export const LEASE_MS = 2 * 60 * 1000;

/** Passed in, so that a test can say what time it is. */
export interface World {
  now(): number;
  random(): number;
}

/** Begins with the time. */
export function newId({ now, random }: World): string {
  return `${now()}-${random().toString(36).slice(2)}`;
}

const open = new Set<Scratch>();
/** Ids of frames that have gone: a redo can bring one back that an undo took away while it stood. */
const gone = new Set<string>();

/**
 * Marks the frames of one raster, so that only they are swept, and only when their time has run out.
 * @param goesUnkept without room for a lease they are marked all the same, and a clean-up finds what a crash leaves
 * @throws Failure storage-full
 */
export async function takeLease(page: PageNode, world: World, goesUnkept = false): Promise<string> {
  const now = world.now();
  const id = newId(world);
  try {
    await makingRoom(id, now, () => saveLease({ id, pageId: page.id, until: now + LEASE_MS }));
  } catch (error) {
    if (!goesUnkept) throw new Failure('storage-full', {}, error);
  }
  return id;
}

/** A lease that could not be ended runs out by itself; the pictures it was for are not lost over it. */
export async function endLease(id: string): Promise<void> {
  await dropLease(id).catch(() => undefined);
}

export function isTemporary(node: SceneNode): boolean {
  return node.getPluginData(TEMPORARY_KEY) !== '';
}

/** Whether it is part of a copy that is there for one export alone. */
export function isInTemporary(node: BaseNode): boolean {
  return ancestors(node).some((holder) => holder.getPluginData(TEMPORARY_KEY) !== '');
}

/** A place to draw in for one export: a temporary frame, and every other layer made on the way. */
export class Scratch {
  private readonly layers: SceneNode[] = [];
  private frameId = '';
  private wasTaken = false;
  private end: () => void = () => {};
  readonly closed = new Promise<void>((resolve) => {
    this.end = resolve;
  });

  constructor() {
    open.add(this);
  }

  /** Removes the layer with the rest. To be called at once for every layer that is made. */
  keep<T extends SceneNode>(layer: T): T {
    this.layers.push(layer);
    return layer;
  }

  /** A clipped, unpainted frame on whole page px, clear of everything else on the page. */
  frameOn(page: PageNode, { x, y }: Spot, size: Size<'frame'>, leaseId: string): FrameNode {
    const frame = this.keep(figma.createFrame());
    this.frameId = frame.id;
    frame.setPluginData(TEMPORARY_KEY, leaseId);
    page.appendChild(frame);
    frame.name = 'Changemap (temporary)';
    frame.fills = [];
    frame.clipsContent = true;
    frame.resize(size.width, size.height);
    frame.x = x;
    frame.y = y;
    return frame;
  }

  /** Whether somebody else took the frame away: an undo met it in the place of the step it was meant for. */
  get isTaken(): boolean {
    return this.wasTaken;
  }

  close(): void {
    if (!open.delete(this)) return;
    gone.add(this.frameId);
    this.wasTaken = this.layers[0]?.removed ?? false;
    for (const layer of this.layers) removeSurely(layer);
    this.end();
  }
}

// Once more when it fails: a layer of ours left in somebody's design is worse than a second try.
function removeSurely(layer: SceneNode): void {
  try {
    if (!layer.removed) layer.remove();
  } catch {
    try {
      if (!layer.removed) layer.remove();
    } catch {
      // Swept at the next start, once its lease has run out; the other layers must still go now.
    }
  }
}

export function isScratchOpen(): boolean {
  return open.size > 0;
}

/** Once no temporary frame stands. */
export async function scratchClosed(): Promise<void> {
  while (open.size > 0) await Promise.all([...open].map((scratch) => scratch.closed));
}

/** A frame of ours that a redo has brought back goes again. */
export function removeReturned(changes: readonly NodeChange[]): void {
  for (const { id, node } of changes) if (gone.has(id) && !node.removed) node.remove();
}

/** For the moment the plugin is closed: synchronous, since nothing asynchronous would still run. */
export function closeAllScratch(): void {
  for (const scratch of open) scratch.close();
}

/** Removes what a crash left behind: frames of this machine's leases whose time has run out. */
export async function sweepLeftovers(now: number): Promise<void> {
  const leases = await loadLeases();
  const expired = leases.filter((lease) => lease.until < now);
  if (expired.length === 0) return;
  for (const pageId of new Set(expired.map((lease) => lease.pageId))) {
    const page = await figma.getNodeByIdAsync(pageId);
    if (page?.type === 'PAGE') await sweepPage(page, new Set(expired.map((lease) => lease.id)));
  }
  await Promise.all(expired.map((lease) => dropLease(lease.id)));
}

async function sweepPage(page: PageNode, expired: ReadonlySet<string>): Promise<void> {
  await page.loadAsync();
  for (const frame of temporaryOn(page)) {
    if (expired.has(frame.getPluginData(TEMPORARY_KEY))) frame.remove();
  }
}

function temporaryOn(page: PageNode): FrameNode[] {
  return page.findAllWithCriteria({ types: ['FRAME'], pluginData: { keys: [TEMPORARY_KEY] } });
}

/** No export takes nearly as long, and no two computers' clocks are as far apart. */
const ABANDONED_MS = 60 * 60 * 1000;

/** Temporary frames that nobody is at work on, whoever made them: a crash on another computer has left them. */
export function abandonedOn(page: PageNode, now: number): FrameNode[] {
  return temporaryOn(page).filter(
    (frame) => now - begunAt(frame.getPluginData(TEMPORARY_KEY)) > ABANDONED_MS,
  );
}

/** As `takeLease` has written it. */
function begunAt(leaseId: string): number {
  return Number.parseInt(leaseId, 10);
}

const CLEARANCE = 1000;

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Asks every layer of the page how far it is painted, so once for all the frames of a raster. */
export function clearSpot(page: PageNode): Spot {
  const boxes = paintedOn(page);
  const right = Math.max(0, ...boxes.map((box) => box.x + box.width));
  const top = Math.min(0, ...boxes.map((box) => box.y));
  return { x: Math.ceil(right) + CLEARANCE, y: Math.floor(top) };
}

/** How far each layer of the page is painted, or would be if it were seen. */
export function paintedOn(page: PageNode): globalThis.Rect[] {
  return page.children.flatMap((child) => {
    // A frame without a fill is still there, where nothing of it is painted.
    const painted = 'absoluteRenderBounds' in child ? child.absoluteRenderBounds : null;
    const boxes = [child.absoluteBoundingBox, painted].filter((box) => box !== null);
    return boxes.length > 0 ? [around<'page'>(boxes)] : [];
  });
}
