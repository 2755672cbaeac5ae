// A browser's rules around Node's fetch: the null origin of a plugin, preflights, and answers withheld where CORS says so.

const SAFE_METHODS = ['GET', 'HEAD', 'POST'];
const SAFE_HEADERS = ['accept', 'accept-language', 'content-language', 'range'];
const SAFE_TYPES = /^(text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)\b/;
const READABLE = ['cache-control', 'content-language', 'content-length', 'content-type', 'expires'];

/** All that a page hears of a request that failed, whatever the reason. */
const failed = () => new TypeError('Failed to fetch');

/** `network` is what lies beyond the browser; it may lose, delay or redirect what it is given. */
export function browserFetch(network: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    // fal's client names itself outside browsers alone.
    request.headers.delete('user-agent');
    const send = (sent: Request) =>
      network(sent).catch((error: unknown) => {
        throw request.signal.aborted ? error : failed();
      });
    if (init?.mode === 'no-cors') return send(request);
    if (needsPreflight(request)) await preflight(request, send);
    request.headers.set('origin', 'null');
    const response = await send(request);
    if (!admits(response)) throw failed();
    return onlyReadable(response);
  };
}

type Send = (request: Request) => Promise<Response>;

function needsPreflight(request: Request): boolean {
  return !SAFE_METHODS.includes(request.method) || unsafeHeaders(request).length > 0;
}

function unsafeHeaders({ headers }: Request): string[] {
  return [...headers]
    .filter(([name, value]) =>
      name === 'content-type' ? !SAFE_TYPES.test(value) : !SAFE_HEADERS.includes(name),
    )
    .map(([name]) => name);
}

async function preflight(request: Request, send: Send): Promise<void> {
  const asked = unsafeHeaders(request);
  const headers = {
    origin: 'null',
    'access-control-request-method': request.method,
    'access-control-request-headers': asked.join(','),
  };
  const answer = await send(new Request(request.url, { method: 'OPTIONS', headers }));
  const methods = listed(answer, 'access-control-allow-methods');
  const allowed = listed(answer, 'access-control-allow-headers');
  const isMethodAllowed =
    SAFE_METHODS.includes(request.method) || methods.includes(request.method.toLowerCase());
  const areHeadersAllowed = asked.every((name) => allowed.includes(name));
  if (!answer.ok || !admits(answer) || !isMethodAllowed || !areHeadersAllowed) throw failed();
}

function listed({ headers }: Response, name: string): string[] {
  return (headers.get(name) ?? '').toLowerCase().split(/\s*,\s*/);
}

function admits({ headers }: Response): boolean {
  return ['*', 'null'].includes(headers.get('access-control-allow-origin') ?? '');
}

function onlyReadable(response: Response): Response {
  const exposed = [...READABLE, ...listed(response, 'access-control-expose-headers')];
  const headers = new Headers([...response.headers].filter(([name]) => exposed.includes(name)));
  const { status, statusText } = response;
  return new Response(status === 204 ? null : response.body, { status, statusText, headers });
}
