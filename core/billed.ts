// What fal says it billed for a request, after it: in its own units, and in money where the table knows a unit's price.
import type { Price } from './models/index.ts';
import { priceText } from './price.ts';
import { asRecord } from './record.ts';

export interface Billed {
  /** fal's billable units: megapixels where the price is one per megapixel. */
  readonly units: number;
  /** Null where fal names no usable price for a unit. */
  readonly dollars: number | null;
}

/** What of a recipe or a job says what it cost. */
export interface Charge {
  readonly requestId: string;
  readonly billed: Billed | null;
  /** Made by the stand-in: nobody pays for it. */
  readonly simulated: boolean;
}

export interface BilledTotal {
  readonly requests: number;
  readonly dollars: number;
  /** Of the requests whose units have no known price, which `dollars` therefore lacks. */
  readonly unpricedUnits: number;
}

export function billedFor(units: number | null, price: Price): Billed | null {
  if (units === null) return null;
  return { units, dollars: price.known ? units * price.dollarsPerMegapixel : null };
}

/** The running totals. */
export interface Spent {
  readonly paid: BilledTotal;
  /** What fal would have billed for what the stand-in made. */
  readonly simulated: BilledTotal;
}

export function spentOn(charges: readonly Charge[]): Spent {
  const total = (isSimulated: boolean) =>
    totalBilled(charges.filter(({ simulated }) => simulated === isSimulated));
  return { paid: total(false), simulated: total(true) };
}

/** A request is counted once, however many pictures, copies and recipes it left. */
function totalBilled(charges: readonly Charge[]): BilledTotal {
  const known = charges.flatMap(({ requestId, billed }) => (billed ? [[requestId, billed] as const] : []));
  const all = [...new Map(known).values()];
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    requests: all.length,
    dollars: sum(all.map(({ dollars }) => dollars ?? 0)),
    unpricedUnits: sum(all.map(({ units, dollars }) => (dollars === null ? units : 0))),
  };
}

/** “Billed $0.05.”, “Billed 1.2 units (price unknown).”, or what fal would have billed for a simulated picture. */
export function billedText({ units, dollars }: Billed, isSimulated: boolean): string {
  const amount = dollars === null ? unpricedText(units) : priceText(dollars);
  return isSimulated ? `fal would bill ${amount}.` : `Billed ${amount}.`;
}

/** “$0.30 and 2.4 units (price unknown)”; empty when nothing was billed. */
export function totalText({ requests, dollars, unpricedUnits }: BilledTotal): string {
  if (requests === 0) return '';
  const unpriced = unpricedUnits > 0 ? unpricedText(unpricedUnits) : '';
  const priced = dollars > 0 || unpriced === '' ? priceText(dollars) : '';
  return [priced, unpriced].filter((part) => part !== '').join(' and ');
}

/** As the line before the click has it: fal says how many units, but not what one costs. */
function unpricedText(units: number): string {
  const amount = Number(units.toFixed(3));
  return `${amount} ${amount === 1 ? 'unit' : 'units'} (price unknown)`;
}

/** As stored in a recipe; null when it is nothing of the kind. */
export function readBilled(stored: unknown): Billed | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { units, dollars } = stored as Partial<Record<keyof Billed, unknown>>;
  if (!isAmount(units)) return null;
  return { units, dollars: isAmount(dollars) ? dollars : null };
}

/** As kept on this machine; null when it is nothing of the kind. */
export function readCharge(stored: unknown): Charge | null {
  const { requestId, billed, simulated } = asRecord(stored);
  if (typeof requestId !== 'string') return null;
  return { requestId, billed: readBilled(billed), simulated: simulated === true };
}

export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
