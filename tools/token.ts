// The token that guards a proxy with a key: made once, kept in the user's own configuration, never in the repository.
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface StoredToken {
  token: string;
  path: string;
}

export async function storedToken(env: NodeJS.ProcessEnv = process.env): Promise<StoredToken> {
  const directory = join(configDirectory(env), 'changemap');
  const path = join(directory, 'proxy-token');
  const existing = (await readFile(path, 'utf8').catch(ignoreMissing)).trim();
  const token = existing || randomBytes(24).toString('base64url');
  if (!existing) {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(path, `${token}\n`, { mode: 0o600 });
  }
  await chmod(path, 0o600);
  return { token, path };
}

function configDirectory(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return env.APPDATA || join(homedir(), 'AppData', 'Roaming');
  return env.XDG_CONFIG_HOME || join(homedir(), '.config');
}

function ignoreMissing(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}
