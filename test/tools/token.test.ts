// The stored token: made once, and readable by nobody else.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { storedToken } from '../../tools/token.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'changemap-'));
});

afterEach(() => rm(directory, { recursive: true }));

it('makes a token once, in the user’s own configuration, for nobody else to read', async () => {
  const env = { XDG_CONFIG_HOME: directory, APPDATA: directory };
  const first = await storedToken(env);
  expect(first.token).toMatch(/^[\w-]{32}$/);
  expect(first.path).toBe(join(directory, 'changemap', 'proxy-token'));
  expect(await storedToken(env)).toEqual(first);
  // Windows keeps access lists instead of modes.
  if (process.platform !== 'win32') expect((await stat(first.path)).mode & 0o777).toBe(0o600);
});
