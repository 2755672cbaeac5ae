// The change map as the model will see it: drawn while it is wanted, and sent nowhere.
import { computed, effect, signal } from '@preact/signals';
import { changeMap } from '../core/change-map.ts';
import { toWire, type WireFailure } from '../core/failure.ts';
import type { Framing } from '../core/framing.ts';
import { asModelSees, MODEL_CELL } from '../core/levels.ts';
import { levelsOf, modelOf } from '../core/model-settings.ts';
import type { Plane } from '../core/pixels.ts';
import { type Layout, layoutOf } from '../core/plan.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import { placeRequest } from './place-request.ts';
import { readRegions, shapeOf } from './prepare.ts';
import { repaintsOf } from './repaints.ts';
import { settling } from './settle.ts';
import type { State } from './state.ts';

export interface SeenMap {
  /** One value for each of the model's cells, white = change. */
  readonly cells: Plane;
  readonly framing: Framing;
  /** Amounts of change that the model can tell apart. */
  readonly levels: number;
}

export type Seen =
  | { readonly kind: 'hidden' }
  /** With the map of a moment ago, where there is one. */
  | { readonly kind: 'drawing'; readonly map: SeenMap | null }
  | { readonly kind: 'shown'; readonly map: SeenMap }
  | { readonly kind: 'failed'; readonly failure: WireFailure };

interface DrawWorld {
  readonly plugin: Plugin;
  readonly codec: Codec;
  readonly clock: Clock;
}

/** Longer than a slider rests between two steps: Figma draws every region anew. */
const DRAW_AFTER = 250;

interface Asked {
  readonly layout: Layout;
  readonly levels: number;
}

/** Draws anew whenever something changes that the map is made of; the function shows or hides it. */
export function watchSeen(state: State, world: DrawWorld): (isWanted: boolean) => void {
  const isWanted = signal(false);
  const repaints = repaintsOf(world.plugin);
  // As text: most of what is set or told anew changes nothing of the map.
  const asked = computed(() => JSON.stringify(isWanted.value ? askedOf(state) : null));
  const isFree = computed(() => state.runs.value.every(({ job }) => job.state !== 'preparing'));
  const drawing = settling(world.clock, DRAW_AFTER);
  effect(() => {
    void repaints.value;
    const wanted: Asked | null = JSON.parse(asked.value);
    drawing.drop();
    if (!wanted) state.seen.value = { kind: 'hidden' };
    // A run that is being prepared needs Figma for itself.
    else if (isFree.value) {
      tellDrawing(state);
      drawing.later((signal) => draw(wanted, state, world, signal));
    }
  });
  return (wanted) => {
    isWanted.value = wanted;
  };
}

/** Whether a map would be sent, as things stand. */
export function sendsMap({ selection, settings, geometry }: State): boolean {
  const isKnown = selection.value.kind === 'ready' && geometry.value.kind === 'known';
  return isKnown && modelOf(settings.value.edit).polarity !== null;
}

function askedOf(state: State): Asked | null {
  const { value: selection } = state.selection;
  const { edit } = state.settings.value;
  if (selection.kind !== 'ready' || !sendsMap(state)) return null;
  return { layout: layoutOf(selection, edit), levels: levelsOf(edit) };
}

function tellDrawing({ seen }: State): void {
  const last = seen.peek();
  seen.value = { kind: 'drawing', map: 'map' in last ? last.map : null };
}

async function draw(
  asked: Asked,
  { seen }: State,
  { plugin, codec }: DrawWorld,
  abort: AbortSignal,
): Promise<void> {
  const found = await drawn(asked, plugin, codec).catch(
    (error: unknown): Seen => ({ kind: 'failed', failure: toWire(error) }),
  );
  if (!abort.aborted) seen.value = found;
}

async function drawn({ layout, levels }: Asked, plugin: Plugin, codec: Codec): Promise<Seen> {
  const { framing } = layout;
  const raster = await plugin.call('raster', { ...placeRequest(layout), framing });
  const { sent } = changeMap(await readRegions(layout, raster, codec), shapeOf(layout, layout.edge));
  return { kind: 'shown', map: { cells: asModelSees(sent, levels), framing, levels } };
}

/** What the panel says of it. */
export function seenText(seen: Seen): string {
  switch (seen.kind) {
    case 'hidden':
      return '';
    case 'failed':
      return seen.failure.message;
    case 'drawing':
      return 'Drawing it…';
    case 'shown':
      return mapText(seen.map);
    default:
      return seen satisfies never;
  }
}

function mapText({ cells, levels }: SeenMap): string {
  const inCells = `${MODEL_CELL} px cells, ${levels === 1 ? '1 level' : `${levels} levels`}`;
  const isAllWhite = cells.data.every((value) => value === 1);
  return `${inCells}. ${isAllWhite ? 'All white: everything may change.' : 'White may change, black stays.'}`;
}
