// fal's own handlers, each a server of its own as docs/fal-handlers.md says to write it, in front of the stand-in.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, connect as dial } from 'node:net';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const HERE = import.meta.dirname;

export type HandlerName = 'express' | 'hono' | 'next';

export const HANDLER_TOKEN = 'handler-token-1f3c';

/** The title of its code in the page. */
const TITLES: Readonly<Record<HandlerName, string>> = {
  express: 'server.mjs (express)',
  hono: 'server.mjs (hono)',
  next: 'app/api/fal/proxy/route.js',
};

export interface HandlerServer {
  readonly url: string;
  /** As when its process is killed. */
  stop(): Promise<void>;
  /** At the same address as before. */
  start(): Promise<void>;
}

interface HandlerOptions {
  readonly name: HandlerName;
  /** Where the stand-in for fal answers. */
  readonly standIn: string;
  /** Changes the page's code, for what it warns of. */
  readonly rewrite?: (code: string) => string;
}

export async function serveHandler(options: HandlerOptions): Promise<HandlerServer> {
  const port = await freePort();
  const file = await written(options, port);
  let child = await launch(options, file, port);
  return {
    url: `http://localhost:${port}/api/fal/proxy`,
    stop: () => ended(child),
    start: async () => {
      child = await launch(options, file, port);
    },
  };
}

/** Inside the project, so that the packages are found. */
async function written({ name, rewrite = (code) => code }: HandlerOptions, port: number): Promise<string> {
  const page = await readFile(join(ROOT, 'docs/fal-handlers.md'), 'utf8');
  const code = page.split(`\`\`\`js ${TITLES[name]}\n`)[1]?.split('```')[0];
  if (!code) throw new Error(`docs/fal-handlers.md has no “${TITLES[name]}”`);
  const folder = join(ROOT, '.cache/handlers');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name}-${port}.mjs`);
  await writeFile(file, rewrite(code));
  return file;
}

async function launch({ name, standIn }: HandlerOptions, file: string, port: number): Promise<ChildProcess> {
  const main = name === 'next' ? join(HERE, 'next-route.mjs') : file;
  const child = spawn(process.execPath, ['--import', join(HERE, 'to-stand-in.mjs'), main], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PORT: String(port),
      ROUTE: file,
      STAND_IN: standIn,
      FAL_KEY: 'key-id:key-secret',
      PROXY_TOKEN: HANDLER_TOKEN,
    },
  });
  let said = '';
  child.stderr?.on('data', (text) => {
    said += text;
  });
  while (!(await answersAt(port))) {
    if (child.exitCode !== null) throw new Error(`${name} ended at once: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return child;
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

function answersAt(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dial(port, 'localhost');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
