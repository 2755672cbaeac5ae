// What a designer set on a layer, kept there: of a region how much it may change, how it is read, what it counts as; of others, that they are protected.
import { parsedRecord } from '../core/record.ts';
import { READ_FROM, type ReadFrom } from '../core/region-reading.ts';
import type { Region, RegionSettings } from '../core/selection.ts';
import { keepOn, keptOn, nodesThatKeep } from './kept-data.ts';
import type { Holder } from './layers.ts';

const KEY = 'region';
const USES: readonly RegionSettings['use'][] = ['automatic', 'mask', 'content'];

interface Stored extends RegionSettings {
  /** Changemap drew this layer to be a region. */
  readonly isMade: boolean;
  /** The request whose region was gone and drawn again by it; empty for any other. */
  readonly standsFor: string;
  /** Frame px to one px of the map that it was drawn by then; 0 for any other. */
  readonly grain: number;
}

export function regionData(node: BaseNode): Stored {
  const found: Partial<Record<keyof Stored, unknown>> = parsedRecord(keptOn(node, KEY)) ?? {};
  return {
    amount: typeof found.amount === 'number' ? Math.max(0, Math.min(1, found.amount)) : 1,
    readFrom: READ_FROM.find((option: ReadFrom) => option === found.readFrom) ?? 'automatic',
    use: USES.find((option) => option === found.use) ?? 'automatic',
    isMade: found.isMade === true,
    standsFor: typeof found.standsFor === 'string' ? found.standsFor : '',
    grain: typeof found.grain === 'number' ? found.grain : 0,
  };
}

/** What a designer has said that it is goes before what follows from how it was selected. */
export function usedAs(region: BaseNode, use: Region['use']): Region['use'] {
  const { use: setting } = regionData(region);
  return setting === 'automatic' ? use : setting;
}

/** Layers that may have been made as regions: those on which anything is kept. */
export function layersWithRegionData(parent: Holder): readonly BaseNode[] {
  return nodesThatKeep(parent, KEY);
}

export function setRegionData(node: BaseNode, changes: Partial<Stored>): void {
  keepOn(node, KEY, JSON.stringify({ ...regionData(node), ...changes }));
}

const PROTECTED_KEY = 'protected';

/** Marked by hand to stay above results, as text does. */
export function isProtected(node: BaseNode): boolean {
  return keptOn(node, PROTECTED_KEY) !== '';
}

export function setProtected(node: BaseNode, isOn: boolean): void {
  keepOn(node, PROTECTED_KEY, isOn ? 'yes' : '');
}
