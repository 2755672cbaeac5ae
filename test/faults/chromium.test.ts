// The fault matrix in Chromium: every row that a real browser can be put to, on the real panel, with the same judge as in the host.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowserBench } from './browser-bench.ts';
import { CASES } from './cases.ts';
import { judge, table } from './judge.ts';

let bench: Awaited<ReturnType<typeof openBrowserBench>>;

const ROWS = CASES.filter(({ hostOnly }) => !hostOnly);

beforeAll(async () => {
  bench = await openBrowserBench();
});

afterEach(() => bench.tidy());
afterAll(async () => {
  await bench?.dispose();
  console.log(table());
});

test.each(ROWS)('$phase: $fault', async (each) => judge(each, await bench.carryOut(each)));

test('it goes through every phase', () => {
  expect(new Set(ROWS.map(({ phase }) => phase))).toEqual(new Set(CASES.map(({ phase }) => phase)));
});
