// The playground's server: the page and its files, the built plugin, and the stand-in for fal.
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Context, Hono, type Next } from 'hono';
import { createStandIn, type StandIn, type StandInOptions, standInRoutes } from './fal/index.ts';
import { listenOnLoopback } from './listen.ts';

/** What the page is told at its start. It may hold a proxy token, so no other origin may ever read it. */
export interface PlaygroundConfig {
  /** What the plugin finds in its client storage. */
  clientStorage: Record<string, unknown>;
  /** Whether pictures come from the stand-in. */
  simulated: boolean;
}

export interface PlaygroundOptions {
  port: number;
  config: PlaygroundConfig;
  standIn?: StandInOptions;
}

export interface RunningPlayground {
  url: string;
  close(): Promise<void>;
  standIn: StandIn;
}

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PAGE = join(ROOT, 'dist', 'playground');

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.ttf': 'font/ttf',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
};

export async function servePlayground(options: PlaygroundOptions): Promise<RunningPlayground> {
  const standIn = createStandIn(options.standIn);
  const app = createApp(options.config, standIn);
  const { port, close } = await listenOnLoopback((request, env) => app.fetch(request, env), options.port);
  return { url: `http://localhost:${port}`, close, standIn };
}

function createApp(config: PlaygroundConfig, standIn: StandIn): Hono {
  const app = new Hono();
  app.use(refuseOtherHosts);
  app.use(neverStore);
  app.use('/assets/*', openToPanels);
  app.get('/config.json', (context) => context.json(config));
  app.get('/manifest.json', (context) => sendFile(context, ROOT, 'manifest.json'));
  app.get('/dist/main.js', (context) => sendFile(context, ROOT, 'dist/main.js'));
  app.get('/dist/ui.html', (context) => sendFile(context, ROOT, 'dist/ui.html'));
  app.route('/', standInRoutes(standIn));
  app.get('/', (context) => sendFile(context, PAGE, 'index.html'));
  app.get('/*', (context) => sendFile(context, PAGE, context.req.path));
  return app;
}

/** A page whose own name was made to point here (DNS rebinding) still names itself in `Host`. */
async function refuseOtherHosts(context: Context, next: Next): Promise<Response | undefined> {
  const host = (context.req.header('host') ?? '').replace(/:\d+$/, '');
  if (!['localhost', '127.0.0.1', '[::1]'].includes(host)) return context.text('Unknown host', 403);
  await next();
  return undefined;
}

/** A rebuilt plugin must be the one that runs. */
async function neverStore(context: Context, next: Next): Promise<void> {
  await next();
  if (!context.req.path.startsWith('/fal/')) context.header('cache-control', 'no-store');
}

/** The panel's origin is opaque, and browsers load fonts across origins only with leave. */
async function openToPanels(context: Context, next: Next): Promise<void> {
  await next();
  context.header('access-control-allow-origin', '*');
}

async function sendFile(context: Context, directory: string, path: string): Promise<Response> {
  const file = normalize(join(directory, path));
  const type = CONTENT_TYPES[extname(file)];
  if (!file.startsWith(directory + sep) || !type) return context.notFound();
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'EISDIR') return null;
    throw error;
  });
  return bytes ? context.body(Uint8Array.from(bytes), 200, { 'content-type': type }) : context.notFound();
}
