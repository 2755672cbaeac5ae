// Regions from the panel: what is set for each is shown at once and kept on its layer a moment later.
import { toWire } from '../core/failure.ts';
import type { Region, RegionSettings, Selection } from '../core/selection.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import { settling } from './settle.ts';
import type { Draft, State } from './state.ts';

export interface RegionActions {
  /** Draws a region to start from, over the target. */
  addRegion(): void;
  changeRegion(regionId: string, changes: Partial<RegionSettings>): void;
  /** Keeps a layer above results, as text is kept, or no longer. */
  protect(layerId: string, isProtected: boolean): void;
}

export interface Regions extends RegionActions {
  /** A selection as told, under what has been set since but not yet kept. */
  asSet(selection: Selection): Selection;
  /** Keeps now what is otherwise kept soon. */
  keep(): void;
}

/** A slider's moves become one change of the document, and so one undo step. */
const KEEP_AFTER = 200;

export function createRegions(state: State, world: { plugin: Plugin; clock: Clock }): Regions {
  const { plugin, clock } = world;
  /** By region, until the main thread has them. */
  const unkept = new Map<string, Partial<RegionSettings>>();
  const sent = new WeakSet<Partial<RegionSettings>>();
  const keeping = settling(clock, KEEP_AFTER);
  const fail = (error: unknown) => {
    state.notice.value = toWire(error);
  };

  function asSet(selection: Selection): Selection {
    return [...unkept].reduce((changed, [id, changes]) => withRegion(changed, id, changes), selection);
  }

  async function send(regionId: string, changes: Partial<RegionSettings>): Promise<void> {
    sent.add(changes);
    await plugin.call('setRegion', { regionId, changes }).catch(fail);
    // What was set meanwhile is still to be kept.
    if (unkept.get(regionId) === changes) unkept.delete(regionId);
  }

  function keep(): void {
    keeping.drop();
    for (const [id, changes] of unkept) if (!sent.has(changes)) void send(id, changes);
  }

  return {
    asSet,
    keep,
    changeRegion(regionId, changes) {
      unkept.set(regionId, { ...unkept.get(regionId), ...changes });
      state.selection.value = asSet(state.selection.value);
      keeping.later(keep);
    },
    protect: (layerId, isProtected) => void plugin.call('protect', { layerId, isProtected }).catch(fail),
    addRegion() {
      const selection = state.selection.value;
      if (selection.kind === 'none') return;
      plugin.call('addRegion', { targetId: selection.target.id }).catch(fail);
    },
  };
}

function withRegion(selection: Selection, id: string, changes: Partial<RegionSettings>): Selection {
  if (selection.kind !== 'ready') return selection;
  const regions = selection.regions.map((region) => (region.id === id ? changed(region, changes) : region));
  return { ...selection, regions };
}

function changed(region: Region, { amount, readFrom, use }: Partial<RegionSettings>): Region {
  const useSetting = use ?? region.useSetting;
  return {
    ...region,
    amount: amount ?? region.amount,
    readFrom: readFrom ?? region.readFrom,
    useSetting,
    // What follows from how the region was chosen is the main thread's to say.
    use: useSetting === 'automatic' ? region.use : useSetting,
  };
}

const AMOUNT_DRAFT = 'amount:';

/** Under which an amount that cannot be kept stands in its field. */
export function amountDraft(regionId: string): string {
  return `${AMOUNT_DRAFT}${regionId}`;
}

/** What stands in the field of a region that is no longer selected must hold nothing back. */
export function draftsFor(
  selection: Selection,
  drafts: Readonly<Record<string, Draft>>,
): Readonly<Record<string, Draft>> {
  const fields = selection.kind === 'ready' ? selection.regions.map(({ id }) => amountDraft(id)) : [];
  const isShown = (name: string) => !name.startsWith(AMOUNT_DRAFT) || fields.includes(name);
  return Object.fromEntries(Object.entries(drafts).filter(([name]) => isShown(name)));
}
