// What has to be true of every row, wherever it ran; the table at the end is printed of what is noted here.
import { expect, type TestContext } from 'vitest';
import type { Case } from './cases.ts';
import type { Outcome } from './scene.ts';

/** A row of the table. */
export interface Noted extends Pick<Outcome, 'said' | 'charged' | 'where'> {
  readonly phase: string;
  readonly fault: string;
  readonly world: World;
}

export type World = 'host' | 'Chromium';

declare module 'vitest' {
  interface TaskMeta {
    noted?: Noted;
  }
}

export function judge(each: Case, outcome: Outcome, world: World, { task }: TestContext): void {
  const { phase, fault, says, charged, where } = each;
  task.meta.noted = {
    phase,
    fault,
    world,
    said: outcome.said,
    charged: outcome.charged,
    where: outcome.where,
  };
  expect(outcome).toEqual({
    hasStruck: true,
    said: says,
    charged,
    where,
    isIntact: true,
    leftovers: 0,
    isUsable: true,
  });
}
