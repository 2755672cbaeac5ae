// The proxy that holds the key: a web-standard app, so that one file per runtime is all it takes to run it.
//
// It speaks the protocol of fal's own proxies. Of `@fal-ai/server-proxy` it uses the constants and the
// allow-list matchers, but not `handleRequest`: that one calls the global `fetch` (so it cannot be pointed
// at the stand-in), cannot stream a request body, accepts http targets, throws on malformed ones, checks
// endpoints for POST only and follows redirects with the key in hand.
import { DEFAULT_PROXY_ROUTE, TARGET_URL_HEADER } from '@fal-ai/server-proxy';
import { type Context, Hono, type Next } from 'hono';
import packageJson from '../package.json' with { type: 'json' };
import { isKnownHost, tokenState } from './access.ts';
import {
  apiRequestHeaders,
  CORS_HEADERS,
  mediaRequestHeaders,
  PREFLIGHT_HEADERS,
  responseHeaders,
  TOKEN_HEADER,
} from './headers.ts';
import { resolveTarget, type Target } from './target.ts';

export interface ProxyConfig {
  /** fal's key. With a key, `token` is required. */
  key?: string;
  /** What a client must send in `x-proxy-token`. */
  token?: string;
  /** Where the local stand-in for fal answers, e.g. `http://localhost:3334/fal`; used only without a key. */
  standIn?: string;
  allowedEndpoints: readonly string[];
  extraEndpoints?: readonly string[];
  /** Host names besides the loopback ones; `any` for a public deployment. */
  hosts?: readonly string[] | 'any';
  fetch: typeof fetch;
  /** One line per forwarded request: method, target, status, time. Never a header, a query or a body. */
  log?: (line: string) => void;
}

type Status = 400 | 401 | 403 | 404 | 405 | 412 | 500 | 502 | 503;
type Upstream = { url: string; init: RequestInit };

export function createProxy(config: ProxyConfig): Hono {
  assertSafe(config);
  const app = new Hono();
  app.use(cors);
  app.use((context, next) => checkHost(context, next, config));
  app.get('/health', (context) => health(context, config));
  app.on(['GET', 'POST', 'PUT'], DEFAULT_PROXY_ROUTE, (context) => forward(context, config));
  app.all(DEFAULT_PROXY_ROUTE, (context) => {
    context.header('allow', 'GET, POST, PUT, OPTIONS');
    return fail(context, 405, 'method_not_allowed', `This proxy does not forward ${context.req.method}.`);
  });
  app.notFound((context) =>
    fail(context, 404, 'unknown_path', `The proxy answers at ${DEFAULT_PROXY_ROUTE} and /health.`),
  );
  app.onError((_error, context) => fail(context, 500, 'proxy_error', 'The proxy failed on this request.'));
  return app;
}

const NEEDS_TOKEN = 'A proxy that holds a key needs a token too: set PROXY_TOKEN.';

function assertSafe(config: ProxyConfig): void {
  if (!isSafe(config)) throw new Error(NEEDS_TOKEN);
}

/** Any web page can reach a proxy on the loopback address, so a key alone would be anybody's to spend. */
export function isSafe({ key, token }: Pick<ProxyConfig, 'key' | 'token'>): boolean {
  return !key || Boolean(token);
}

/** Where nobody sees a proxy that does not start, it has to tell the panel why: one that forwards nothing. */
export function createRefusal(): Hono {
  const app = new Hono();
  app.use(cors);
  app.notFound((context) => fail(context, 503, 'token_unset', NEEDS_TOKEN));
  return app;
}

async function cors(context: Context, next: Next): Promise<Response | undefined> {
  if (context.req.method === 'OPTIONS') return preflight(context);
  await next();
  for (const [name, value] of Object.entries(CORS_HEADERS)) context.header(name, value);
  return undefined;
}

function preflight(context: Context): Response {
  const headers = new Headers({ ...CORS_HEADERS, ...PREFLIGHT_HEADERS });
  if (context.req.header('access-control-request-private-network')) {
    headers.set('access-control-allow-private-network', 'true');
  }
  return new Response(null, { status: 204, headers });
}

async function checkHost(context: Context, next: Next, config: ProxyConfig): Promise<Response | undefined> {
  if (!isKnownHost(context.req.raw, config.hosts ?? [])) {
    return fail(context, 403, 'unknown_host', 'This proxy does not answer under that host name.');
  }
  await next();
  return undefined;
}

async function health(context: Context, config: ProxyConfig): Promise<Response> {
  return context.json({
    ok: true,
    version: packageJson.version,
    simulated: isSimulated(config),
    key: Boolean(config.key),
    token: await tokenState(context.req.header(TOKEN_HEADER), config.token),
    endpoints: endpointsOf(config),
  });
}

const endpointsOf = ({ allowedEndpoints, extraEndpoints = [] }: ProxyConfig) => [
  ...allowedEndpoints,
  ...extraEndpoints,
];

const isSimulated = (config: ProxyConfig) => !config.key && Boolean(config.standIn);

async function forward(context: Context, config: ProxyConfig): Promise<Response> {
  const token = await tokenState(context.req.header(TOKEN_HEADER), config.token);
  if (token === 'missing' || token === 'wrong') {
    return fail(context, 401, 'wrong_token', `The proxy token is ${token}: send it in ${TOKEN_HEADER}.`);
  }
  if (!config.key && !config.standIn) {
    return fail(context, 401, 'missing_key', 'The proxy has no fal key: set FAL_KEY where it runs.');
  }
  const target = resolveTarget(context.req.header(TARGET_URL_HEADER), context.req.method, {
    endpoints: endpointsOf(config),
    standIn: isSimulated(config) ? config.standIn : undefined,
  });
  if ('errorType' in target) return fail(context, target.status, target.errorType, target.detail);
  return send(context, config, target);
}

async function send(context: Context, config: ProxyConfig, target: Target): Promise<Response> {
  const started = Date.now();
  const { url, init } = upstreamOf(context.req.raw, config, target);
  const response = await config.fetch(url, init).catch(faultOf);
  const line = `${context.req.method} ${target.url.host}${target.url.pathname}`;
  const end = 'fault' in response ? `unreachable${response.fault}` : response.status;
  config.log?.(`${line} ${end} ${Date.now() - started} ms`);
  if ('fault' in response)
    return fail(context, 502, 'upstream_unreachable', `${target.url.host} could not be reached.`);
  if (isRedirect(response)) {
    return fail(context, 502, 'upstream_redirect', `${target.url.host} answered with a redirect.`);
  }
  return new Response(response.body, { status: response.status, headers: responseHeaders(response.headers) });
}

/** The system's own name of the fault (“ ECONNREFUSED”), never its text: that may quote what was sent. */
function faultOf(error: unknown): { fault: string } {
  const { code } = (error instanceof Error ? (error.cause ?? error) : {}) as { code?: unknown };
  return { fault: typeof code === 'string' && /^[A-Z_]+$/.test(code) ? ` (${code})` : '' };
}

/** Followed here, a redirect could leave the allow-list; handed on, it could take the token elsewhere. */
function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304);
}

function upstreamOf(request: Request, config: ProxyConfig, target: Target): Upstream {
  const headers =
    target.kind === 'api'
      ? apiRequestHeaders(request.headers, `Key ${config.key ?? 'stand-in'}`)
      : mediaRequestHeaders(request.headers);
  const init: RequestInit = { method: request.method, headers, redirect: 'manual' };
  return { url: addressOf(target.url, config), init: { ...init, ...bodyOf(request) } };
}

function addressOf(url: URL, config: ProxyConfig): string {
  if (!isSimulated(config) || url.href.startsWith(`${config.standIn}/`)) return url.href;
  return `${config.standIn}/${url.host}${url.pathname}${url.search}`;
}

/** A read is given up together with its client; a paid submit, once begun, is carried through. */
function bodyOf(request: Request): RequestInit {
  if (request.method === 'GET') return { signal: request.signal };
  return hasBody(request) ? { body: request.body, duplex: 'half' } : {};
}

/** Some servers give every PUT a body, an empty one included; fal's cancel has none. */
function hasBody({ headers, body }: Request): boolean {
  const length = headers.get('content-length');
  return body !== null && (length === null ? headers.has('transfer-encoding') : length !== '0');
}

function fail(context: Context, status: Status, errorType: string, detail: string): Response {
  return context.json({ detail, error_type: errorType }, status);
}
