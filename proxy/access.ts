// Who may use the proxy: the token, compared in constant time, and the Host check against DNS rebinding.

export type TokenState = 'missing' | 'wrong' | 'ok' | 'not required';

export async function tokenState(
  given: string | undefined,
  expected: string | undefined,
): Promise<TokenState> {
  if (!expected) return 'not required';
  if (!given) return 'missing';
  return (await isSame(given, expected)) ? 'ok' : 'wrong';
}

/** Digests have equal length, so neither the time nor the length tells how much of a guess was right. */
async function isSame(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([digest(a), digest(b)]);
  return left.reduce((difference, byte, i) => difference | (byte ^ right[i]!), 0) === 0;
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/**
 * A page on the web can point its own name at 127.0.0.1 and then talk to us as its own origin;
 * its name still stands in `Host`. `any` is for public deployments, where that is no danger.
 */
export function isKnownHost(request: Request, hosts: readonly string[] | 'any'): boolean {
  if (hosts === 'any') return true;
  const name = hostName(request.headers.get('host') ?? new URL(request.url).host);
  return LOOPBACK_HOSTS.includes(name) || hosts.includes(name);
}

/** Without the port, as browsers compare it. */
export const hostName = (host: string) => host.toLowerCase().replace(/:\d+$/, '');
