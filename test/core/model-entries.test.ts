// Adding an endpoint is adding an entry: what else names endpoints is held against the table, and redux is measured.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ENDPOINT_IDS } from '../../core/models/index.ts';
import { SIMULATED } from '../../playground/fal/endpoints.ts';

const linesOf = async (path: string) => (await readFile(path, 'utf8')).split('\n');
const FOLDERS = ['core', 'plugin', 'proxy', 'ui'];

async function sourcesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /\.(tsx?|css)$/.test(name)).map((name) => join(folder, name));
}

const PRODUCT = (await Promise.all(FOLDERS.map(sourcesIn))).flat().sort();

/** Everything in the product that speaks of it, by file. */
async function linesNaming(pattern: RegExp): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const path of PRODUCT) {
    const lines = (await linesOf(path)).filter((line) => pattern.test(line));
    if (lines.length > 0) found[path] = lines.map((line) => line.trim());
  }
  return found;
}

const ENTRY = 'core/models/flux-redux.ts';

it('redux is a file of its own and two lines of the table, as the README says', async () => {
  const { [ENTRY]: own, ...others } = await linesNaming(/redux/i);
  expect(own).not.toEqual([]);
  expect(others).toEqual({
    'core/models/index.ts': ["import { FLUX_REDUX } from './flux-redux.ts';", 'FLUX_REDUX,'],
  });
  const lines = (await linesOf(ENTRY)).length - 1;
  const readme = (await readFile('README.md', 'utf8')).replace(/\s+/g, ' ');
  expect(readme).toContain(`Redux is ${lines} lines in a file of its own, and two in the table`);
});

it('no endpoint is named beside its entry, but where one is chosen for what it does', async () => {
  const files = Object.keys(await linesNaming(/'fal-ai\/flux/)).filter(
    (path) => !path.startsWith('core/models/flux-'),
  );
  expect(files).toEqual(['core/again.ts']);
});

it('the README lists the table, and the stand-in simulates it', async () => {
  const rows = (await linesOf('README.md')).flatMap(
    (line) => /^\| `(fal-ai\/[^`]+)` +\|/.exec(line)?.[1] ?? [],
  );
  expect(rows).toEqual(ENDPOINT_IDS);
  expect(Object.keys(SIMULATED).sort()).toEqual([...ENDPOINT_IDS].sort());
});
