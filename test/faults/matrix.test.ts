// Nothing paid for is ever lost: every fault in every phase, with what was said, what it cost, and where the picture is.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBench } from './bench.ts';
import { CASES } from './cases.ts';
import { judge, table } from './judge.ts';

let bench: Awaited<ReturnType<typeof openBench>>;

beforeAll(async () => {
  bench = await openBench();
});

afterEach(() => bench.tidy());
afterAll(() => {
  bench.dispose();
  console.log(table());
});

test.each(CASES)('$phase: $fault', async (each) => judge(each, await bench.carryOut(each)));

test('it is sixty combinations and more, no two of one name', () => {
  expect(new Set(CASES.map(({ phase, fault }) => `${phase}: ${fault}`)).size).toBe(CASES.length);
  expect(CASES.length).toBeGreaterThanOrEqual(60);
});
