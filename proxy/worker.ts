// The proxy for runtimes that call `fetch(request, env)` on a default export: Cloudflare Workers (with
// `nodejs_compat`, because fal's package reads `process.env`), and Deno through `deno serve`.
import { createProxy, createRefusal, isSafe } from './app.ts';
import { configFromEnv, type Environment } from './env.ts';

export default {
  fetch(request: Request, env?: Environment): Response | Promise<Response> {
    // A public address has no DNS to rebind; the token is what protects it.
    const config = { ...configFromEnv(environmentOf(env)), hosts: 'any' as const, fetch: plainFetch };
    return (isSafe(config) ? createProxy(config) : createRefusal()).fetch(request);
  },
};

/** Workers hand the environment over; `deno serve` hands over connection facts instead. */
function environmentOf(env: Environment | undefined): Environment {
  return typeof env?.FAL_KEY === 'string' ? env : process.env;
}

// Workers refuse a global `fetch` that is called as a method of another object.
const plainFetch: typeof fetch = (input, init) => fetch(input, init);
