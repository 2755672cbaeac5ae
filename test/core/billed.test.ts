// What fal billed: in money where a unit's price is known, once for each request, and nothing for simulated pictures.
import { describe, expect, it } from 'vitest';
import { type Billed, billedFor, billedText, readBilled, spentOn, totalText } from '../../core/billed.ts';
import { findModel } from '../../core/models/index.ts';

const known = findModel('fal-ai/flux-differential-diffusion')!.price;
const unknown = findModel('fal-ai/flux-general/differential-diffusion')!.price;

const charge = (requestId: string, billed: Billed | null, simulated = false) => ({
  requestId,
  billed,
  simulated,
});

describe('one run', () => {
  it('is told in money where the table knows the price, else in fal’s units', () => {
    expect(billedText(billedFor(2, known)!, false)).toBe('Billed $0.10.');
    expect(billedText(billedFor(1.2, unknown)!, false)).toBe('Billed 1.2 units (price unknown).');
    expect(billedText(billedFor(1, unknown)!, false)).toBe('Billed 1 unit (price unknown).');
    expect(billedText(billedFor(1, known)!, true)).toBe('fal would bill $0.05.');
    expect(billedText(billedFor(0.001, known)!, false)).toBe('Billed less than $0.001.');
    expect(billedFor(null, known)).toBeNull();
  });

  it('comes back from a recipe, and from a damaged one as nothing', () => {
    expect(readBilled({ units: 2, dollars: 0.1 })).toEqual({ units: 2, dollars: 0.1 });
    expect(readBilled({ units: 2, dollars: 'much' })).toEqual({ units: 2, dollars: null });
    for (const stored of [null, 3, {}, { units: -1 }, { units: Number.NaN }])
      expect(readBilled(stored)).toBeNull();
  });
});

describe('the running total', () => {
  const charges = [
    charge('a', billedFor(2, known)),
    charge('a', billedFor(2, known)),
    charge('b', billedFor(1.5, unknown)),
    charge('c', billedFor(4, known), true),
    charge('d', null),
  ];

  it('counts a request once, whatever it left, and apart from it what was simulated', () => {
    expect(spentOn(charges)).toEqual({
      paid: { requests: 2, dollars: 0.1, unpricedUnits: 1.5 },
      simulated: { requests: 1, dollars: 0.2, unpricedUnits: 0 },
    });
  });

  it('says what is missing from it', () => {
    const paid = (some: typeof charges) => totalText(spentOn(some).paid);
    expect(paid(charges)).toBe('$0.10 and 1.5 units (price unknown)');
    expect(paid(charges.slice(0, 2))).toBe('$0.10');
    expect(paid(charges.slice(2, 3))).toBe('1.5 units (price unknown)');
    expect(paid([])).toBe('');
  });
});
