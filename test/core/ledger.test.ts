// The running total of a machine: it forgets nothing, however much there is, and counts nothing twice.
import { describe, expect, it } from 'vitest';
import { joined, type Ledger, NO_LEDGER, readLedger, spentIn } from '../../core/ledger.ts';

const one = (id: number, simulated = false): Ledger => ({
  ...NO_LEDGER,
  latest: [{ requestId: `r${id}`, billed: { units: 1, dollars: 0.5 }, simulated, at: id }],
});
const many = (count: number, from = 1) => Array.from({ length: count }, (_, i) => one(i + from));

describe('the ledger', () => {
  it('counts a request once, whichever windows have noted it', () => {
    const [a, b] = [joined(many(3)), joined(many(3, 2))];
    expect(spentIn(joined([a, b, one(9, true)]))).toEqual({
      paid: { requests: 4, dollars: 2, unpricedUnits: 0 },
      simulated: { requests: 1, dollars: 0.5, unpricedUnits: 0 },
    });
  });

  it('stays small, and its sum whole, also beside a window that still lists what is summed', () => {
    const other = joined(many(900));
    const summed = joined([other, ...many(200, 901)]);
    expect(summed.latest.length).toBeLessThanOrEqual(1000);
    expect(summed.until).toBeGreaterThan(0);
    for (const ledgers of [[summed], [summed, other], [other, summed, one(1100)]]) {
      expect(spentIn(joined(ledgers)).paid).toMatchObject({ requests: 1100, dollars: 550 });
    }
    const further = joined([summed, ...many(2000, 1101)]);
    expect(spentIn(further).paid).toMatchObject({ requests: 3100, dollars: 1550 });
  });

  it('comes back from storage, and from a damaged one with what can be read', () => {
    const ledger = joined(many(1500));
    expect(readLedger(structuredClone(ledger))).toEqual(ledger);
    expect(readLedger({ latest: [{ requestId: 'a' }, ...ledger.latest.slice(0, 1), 7], until: 'x' })).toEqual(
      {
        ...NO_LEDGER,
        latest: ledger.latest.slice(0, 1),
      },
    );
    for (const stored of [undefined, 'x', []]) expect(readLedger(stored)).toEqual(NO_LEDGER);
  });
});
