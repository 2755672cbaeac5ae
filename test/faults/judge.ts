// What has to be true of every row, wherever it ran, and the table of them.
import { expect } from 'vitest';
import type { Case } from './cases.ts';
import type { Outcome } from './scene.ts';

const HEAD = ['phase', 'fault', 'charged', 'result', 'document', 'leftovers', 'said'];
const rows: string[][] = [];

export function judge(each: Case, outcome: Outcome): void {
  const { says, charged, where } = each;
  rows.push(rowOf(each, outcome));
  expect(outcome).toEqual({
    hasStruck: true,
    said: says,
    charged,
    where,
    isIntact: true,
    leftovers: 0,
    strays: [],
    isUsable: true,
  });
}

/** What became of every row judged so far. */
export function table(): string {
  const lines = [HEAD, ...rows];
  const widths = HEAD.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  return lines.map((line) => line.map((cell, i) => cell.padEnd(widths[i]!)).join('  ')).join('\n');
}

function rowOf({ phase, fault }: Case, { said, charged, where, isIntact, leftovers }: Outcome): string[] {
  const text = said.length > 90 ? `${said.slice(0, 89)}…` : said;
  return [phase, fault, String(charged), where, isIntact ? 'intact' : 'CHANGED', String(leftovers), text];
}
