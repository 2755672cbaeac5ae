// What fal has billed, in client storage: it stays counted on this machine, whatever becomes of the pictures.
import type { Charge, Spent } from '../core/billed.ts';
import { joined, type Ledger, NO_LEDGER, readLedger, spentIn } from '../core/ledger.ts';
import { newId, type World } from './scratch.ts';
import { idsUnder } from './storage.ts';

const CHARGES_PREFIX = 'charges ';

export class Charges {
  /** Of this start alone: two windows that shared a ledger would overwrite each other's entries. */
  private readonly key: string;
  /** What is stored under it; null before anything is. */
  private own: Ledger | null = null;
  /** One after the other. */
  private keeping: Promise<null> = Promise.resolve(null);

  constructor(private readonly world: World) {
    this.key = CHARGES_PREFIX + newId(world);
  }

  keep(charge: Charge): Promise<null> {
    this.keeping = this.keeping.catch(() => null).then(() => this.add(charge));
    return this.keeping;
  }

  async spent(): Promise<Spent> {
    return spentIn(joined(await stored(await keys())));
  }

  private async add(charge: Charge): Promise<null> {
    const earlier = this.own ? [] : await this.earlier();
    const known = joined([this.own ?? NO_LEDGER, ...(await stored(earlier))]);
    // A clock that has been set back would put it among what is summed already.
    const at = Math.max(this.world.now(), known.until + 1);
    this.own = joined([known, { ...NO_LEDGER, latest: [{ ...charge, at }] }]);
    await figma.clientStorage.setAsync(this.key, this.own);
    for (const key of earlier) await figma.clientStorage.deleteAsync(key);
    return null;
  }

  /** What other starts have stored: what is taken over from one that still runs, it stores again with its next. */
  private async earlier(): Promise<string[]> {
    return (await keys()).filter((key) => key !== this.key);
  }
}

async function keys(): Promise<string[]> {
  return (await idsUnder(CHARGES_PREFIX)).map((id) => CHARGES_PREFIX + id);
}

async function stored(keys: readonly string[]): Promise<Ledger[]> {
  const found: unknown[] = await Promise.all(keys.map((key) => figma.clientStorage.getAsync(key)));
  return found.map(readLedger);
}
