// What Next.js does with a route file, as far as a request can tell: each method goes to the function of its name.
import { serve } from '@hono/node-server';

const route = await import(process.env.ROUTE);
const fetch = (request) => route[request.method]?.(request) ?? new Response(null, { status: 405 });
serve({ fetch, port: Number(process.env.PORT) });
