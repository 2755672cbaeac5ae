// Nothing paid for is ever lost: every fault in every phase, with what was said, what it cost, and where the picture is.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Outcome, openBench } from './bench.ts';
import { CASES, type Case } from './cases.ts';

let bench: Awaited<ReturnType<typeof openBench>>;
const rows: string[][] = [];

beforeAll(async () => {
  bench = await openBench();
});

afterEach(() => bench.tidy());

afterAll(() => {
  bench.close();
  const head = ['phase', 'fault', 'charged', 'result', 'document', 'leftovers', 'said'];
  console.log(table([head, ...rows]));
});

function rowOf({ phase, fault }: Case, { said, charged, where, isIntact, leftovers }: Outcome): string[] {
  const text = said.length > 90 ? `${said.slice(0, 89)}…` : said;
  return [phase, fault, String(charged), where, isIntact ? 'intact' : 'CHANGED', String(leftovers), text];
}

function table(lines: readonly string[][]): string {
  const widths = lines[0]!.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  return lines.map((line) => line.map((cell, i) => cell.padEnd(widths[i]!)).join('  ')).join('\n');
}

test.each(CASES.map((each) => [each.phase, each.fault, each] as const))(
  '%s: %s',
  async (_, __, each) => {
    const outcome = await bench.carryOut(each);
    rows.push(rowOf(each, outcome));
    const { charged, where } = each;
    expect(outcome).toEqual({
      said: expect.stringMatching(each.says),
      charged,
      where,
      isIntact: true,
      leftovers: 0,
      isUsable: true,
    });
  },
  10_000,
);

test('it is sixty combinations and more', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(60);
});
