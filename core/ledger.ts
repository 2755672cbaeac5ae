// What fal has billed on one machine: the latest requests one by one, so that none counts twice, and a sum before them.
import { type BilledTotal, type Charge, isAmount, readCharge, type Spent, spentOn } from './billed.ts';
import { asRecord } from './record.ts';

export interface NotedCharge extends Charge {
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Ledger {
  /** Everything up to this moment is in the sum. */
  readonly until: number;
  readonly before: Spent;
  /** Oldest first. */
  readonly latest: readonly NotedCharge[];
}

export const NO_LEDGER: Ledger = { until: 0, before: spentOn([]), latest: [] };

/** Client storage is small: about 150 kB of it. What is looked at again after so many others would count twice. */
const MOST = 1000;

/** Those of several windows as one: each may have noted what the others have not. */
export function joined(ledgers: readonly Ledger[]): Ledger {
  const { until, before } = ledgers.reduce((a, b) => (b.until > a.until ? b : a), NO_LEDGER);
  const latest = ledgers.flatMap((ledger) => ledger.latest).filter(({ at }) => at > until);
  const known = new Map<string, NotedCharge>();
  for (const charge of latest.sort((a, b) => a.at - b.at)) {
    if (!known.has(charge.requestId)) known.set(charge.requestId, charge);
  }
  return summed({ until, before, latest: [...known.values()] });
}

/** With the older half in the sum, where there are too many. */
function summed(ledger: Ledger): Ledger {
  const { before, latest } = ledger;
  if (latest.length <= MOST) return ledger;
  const until = latest.at(-MOST / 2)!.at;
  const isOld = ({ at }: NotedCharge) => at <= until;
  return {
    until,
    before: sumOf(before, spentOn(latest.filter(isOld))),
    latest: latest.filter((charge) => !isOld(charge)),
  };
}

export function spentIn({ before, latest }: Ledger): Spent {
  return sumOf(before, spentOn(latest));
}

function sumOf(a: Spent, b: Spent): Spent {
  return { paid: totalOf(a.paid, b.paid), simulated: totalOf(a.simulated, b.simulated) };
}

function totalOf(a: BilledTotal, b: BilledTotal): BilledTotal {
  return {
    requests: a.requests + b.requests,
    dollars: a.dollars + b.dollars,
    unpricedUnits: a.unpricedUnits + b.unpricedUnits,
  };
}

/** From storage: what cannot be read is left out. */
export function readLedger(stored: unknown): Ledger {
  const { until, before, latest } = asRecord(stored);
  const { paid, simulated } = asRecord(before);
  return {
    until: isAmount(until) ? until : 0,
    before: { paid: readTotal(paid), simulated: readTotal(simulated) },
    latest: Array.isArray(latest) ? latest.flatMap((charge: unknown) => readNoted(charge) ?? []) : [],
  };
}

function readTotal(stored: unknown): BilledTotal {
  const { requests, dollars, unpricedUnits } = asRecord(stored);
  const amount = (value: unknown) => (isAmount(value) ? value : 0);
  return { requests: amount(requests), dollars: amount(dollars), unpricedUnits: amount(unpricedUnits) };
}

function readNoted(stored: unknown): NotedCharge | null {
  const charge = readCharge(stored);
  const { at } = asRecord(stored);
  return charge && isAmount(at) ? { ...charge, at } : null;
}
