// `npm start`: builds, starts the proxy and the playground, prints where they are and keeps running.
import { build } from '../build.ts';
import { type RunningPlayground, servePlayground } from '../playground/server.ts';
import { configFromEnv, portFrom } from '../proxy/env.ts';
import { type RunningProxy, serveProxy } from '../proxy/node.ts';
import { storedToken } from './token.ts';

interface Token {
  token: string;
  /** Where it comes from, for the reader. */
  origin: string;
}

interface Ports {
  proxy: number;
  playground: number;
}

/** With a key, the proxy always asks for a token; without one, nothing secret is behind it. */
async function chooseToken(): Promise<Token | undefined> {
  const { PROXY_TOKEN, FAL_KEY } = process.env;
  if (PROXY_TOKEN) return { token: PROXY_TOKEN, origin: 'from PROXY_TOKEN' };
  if (!FAL_KEY) return undefined;
  const { token, path } = await storedToken();
  return { token, origin: `kept in ${path}` };
}

function startProxy({ proxy, playground }: Ports, token: string | undefined): Promise<RunningProxy> {
  const config = {
    ...configFromEnv(process.env),
    ...(token ? { token } : {}),
    standIn: `http://localhost:${playground}/fal`,
    fetch,
    log: (line: string) => console.log(line),
  };
  return explainBusyPort(serveProxy(config, proxy), proxy, 'PROXY_PORT');
}

/** The panel in the playground finds these settings in its client storage, so that it is already connected. */
function startPlayground(
  port: number,
  proxyUrl: string,
  token: string | undefined,
): Promise<RunningPlayground> {
  const settings = { version: 1, proxyUrl, proxyToken: token ?? '' };
  const config = { clientStorage: { settings }, simulated: !process.env.FAL_KEY };
  return explainBusyPort(servePlayground({ port, config }), port, 'PORT');
}

async function explainBusyPort<T>(starting: Promise<T>, port: number, variable: string): Promise<T> {
  return starting.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(
      `Port ${port} is already in use. Stop what runs there, or choose another: ${variable}=${port + 10} npm start`,
    );
  });
}

function announce(playground: RunningPlayground, proxy: RunningProxy, token: Token | undefined): void {
  const mode = process.env.FAL_KEY
    ? 'Pictures: real. They are made by fal with your FAL_KEY, and cost money.'
    : 'Pictures: simulated. Set FAL_KEY to get real ones.';
  const lines = ['', `Playground   ${playground.url}`, `Proxy        ${proxy.url}`];
  if (token) lines.push(`Proxy token  ${token.token}  (${token.origin})`);
  console.log([...lines, mode, 'Ctrl-C stops both.', ''].join('\n'));
}

function stopOnSignal(stop: () => Promise<unknown>): void {
  const onSignal = () => void stop().finally(() => process.exit(0));
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
}

async function main(): Promise<void> {
  const ports = {
    proxy: portFrom(process.env, 'PROXY_PORT', 3333),
    playground: portFrom(process.env, 'PORT', 3334),
  };
  const token = await chooseToken();
  await build();
  const proxy = await startProxy(ports, token?.token);
  const playground = await startPlayground(ports.playground, proxy.url, token?.token);
  stopOnSignal(() => Promise.all([proxy.close(), playground.close()]));
  announce(playground, proxy, token);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
