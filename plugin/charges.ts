// What fal has billed, in client storage: it stays counted on this machine, whatever becomes of the pictures.
import { type Charge, readCharge, type Spent, spentOn } from '../core/billed.ts';
import { newId, type World } from './scratch.ts';
import { idsUnder } from './storage.ts';

const CHARGES_PREFIX = 'charges ';
/** Client storage is small, and this is about a twentieth of it. */
const MOST_CHARGES = 2000;

export class Charges {
  /** Of this start alone: two windows that shared a list would overwrite each other's entries. */
  private readonly key: string;
  /** What is stored under it, by the request; null before anything is. */
  private own: Map<string, Charge> | null = null;
  /** One after the other. */
  private keeping: Promise<null> = Promise.resolve(null);

  constructor(world: World) {
    this.key = CHARGES_PREFIX + newId(world);
  }

  keep(charge: Charge): Promise<null> {
    this.keeping = this.keeping.catch(() => null).then(() => this.add(charge));
    return this.keeping;
  }

  private async add(charge: Charge): Promise<null> {
    const earlier = this.own ? [] : await this.earlier();
    this.own ??= byRequest(await stored(earlier));
    this.own.set(charge.requestId, charge);
    await figma.clientStorage.setAsync(this.key, [...this.own.values()].slice(-MOST_CHARGES));
    for (const key of earlier) await figma.clientStorage.deleteAsync(key);
    return null;
  }

  async spent(): Promise<Spent> {
    return spentOn(await stored(await keys()));
  }

  /** What other starts have stored: what is taken over from one that still runs, it stores again with its next. */
  private async earlier(): Promise<string[]> {
    return (await keys()).filter((key) => key !== this.key);
  }
}

function byRequest(charges: readonly Charge[]): Map<string, Charge> {
  return new Map(charges.map((charge) => [charge.requestId, charge]));
}

/** Each start begins its key with the time: the oldest comes first. */
async function keys(): Promise<string[]> {
  return (await idsUnder(CHARGES_PREFIX)).sort().map((id) => CHARGES_PREFIX + id);
}

async function stored(keys: readonly string[]): Promise<Charge[]> {
  const lists: unknown[] = await Promise.all(keys.map((key) => figma.clientStorage.getAsync(key)));
  return lists
    .filter(Array.isArray)
    .flatMap((list: unknown[]) => list.flatMap((each) => readCharge(each) ?? []));
}
