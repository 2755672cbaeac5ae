// The fault matrix in Chromium: every row once more, on the real panel in a real browser, with the same judge as in the host.
import { afterAll, afterEach, beforeAll, test } from 'vitest';
import { openBrowserBench } from './browser-bench.ts';
import { CASES } from './cases.ts';
import { judge, table } from './judge.ts';

let bench: Awaited<ReturnType<typeof openBrowserBench>>;

beforeAll(async () => {
  bench = await openBrowserBench();
});

afterEach(() => bench.tidy());
afterAll(async () => {
  await bench?.dispose();
  console.log(table());
});

test.each(CASES)('$phase: $fault', async (each) => judge(each, await bench.carryOut(each)));
