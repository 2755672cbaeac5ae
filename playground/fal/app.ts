// fal's hosts as one web app: queue.fal.run, fal.run, rest.fal.ai and the media hosts, each under its own name.
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono, type Next } from 'hono';
import { type Answer, plainError } from './answers.ts';
import type { ActiveFault, Effect, Stage } from './faults.ts';
import { collectFiles, type Files } from './images.ts';
import { Job, type JobWorld, NOT_READY, type Outcome, type Submission } from './jobs.ts';
import { ENDPOINTS, type Input } from './schemas.ts';

type Env = { Bindings: Partial<HttpBindings>; Variables: { effect: Effect } };
type FalContext = Context<Env>;

/** A generation request as it arrived, refused or not. */
export interface Arrival {
  endpoint: string;
  method: string;
  input: Input;
  /** The image files themselves, keyed by field path. */
  images: Files;
}

export interface FalWorld extends JobWorld {
  fault: ActiveFault;
  arrivals: Arrival[];
  jobs: Map<string, Job>;
  sleep: (milliseconds: number) => Promise<void>;
}

/** The path under which fal's hosts are mounted. */
const MOUNT = '/fal';

export function createFalApp(world: FalWorld): Hono<Env> {
  const app = new Hono<Env>().basePath(MOUNT);
  const fault = (stage: Stage) => (context: FalContext, next: Next) =>
    strike(context, next, world.fault.take(stage));
  app.use('/queue.fal.run/*', authenticate);
  app.use('/fal.run/*', authenticate);
  app.use('/rest.fal.ai/*', authenticate);
  app.use('/:host{[a-z0-9.-]*fal\\.media}/*', mediaCors);
  addQueue(app, world, fault);
  addDirectRun(app, world, fault);
  addStorage(app, world, fault);
  app.notFound(() => reply(plainError(404, 'Not found')));
  return app;
}

type Faulty = (stage: Stage) => (context: FalContext, next: Next) => Promise<Response | undefined>;

function addQueue(app: Hono<Env>, world: FalWorld, fault: Faulty): void {
  const request = '/queue.fal.run/:owner/:alias/requests/:id';
  app.get(`${request}/status`, fault('status'), (context) => withJob(context, world, tellStatus));
  app.get(request, fault('result'), (context) => withJob(context, world, tellResult));
  app.get(`${request}/response`, fault('result'), (context) => withJob(context, world, tellResult));
  app.put(`${request}/cancel`, fault('cancel'), (context) => withJob(context, world, cancel));
  // Paths with the endpoint's third segment look natural, but fal answers 405 there.
  app.all('/queue.fal.run/:owner/:alias/:rest{.+}/requests/*', () =>
    reply(plainError(405, 'Method Not Allowed')),
  );
  const queue = '/queue.fal.run/:endpoint{.+}';
  app.post(queue, record(world), fault('submit'), (context) => submit(context, world));
}

function addDirectRun(app: Hono<Env>, world: FalWorld, fault: Faulty): void {
  app.post('/fal.run/:endpoint{.+}', record(world), fault('submit'), async (context) => {
    const job = new Job(await submissionFrom(context, world), world);
    await world.sleep(job.seconds * 1000);
    return reply(job.outcome(), job);
  });
}

function addStorage(app: Hono<Env>, world: FalWorld, fault: Faulty): void {
  app.post('/rest.fal.ai/storage/upload/initiate', fault('initiate'), async (context) => {
    const { file_name: name } = (await readJson(context)) as Input;
    const { uploadUrl, fileUrl } = world.media.initiate(baseOf(context), String(name ?? ''));
    return context.json({ upload_url: uploadUrl, file_url: fileUrl });
  });
  const media = '/:host{[a-z0-9.-]*fal\\.media}/:path{files/.+}';
  app.put(media, fault('put'), async (context) => {
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    const type = context.req.header('content-type') ?? 'application/octet-stream';
    const isStored = world.media.put(pathOf(context), context.req.query('signature') ?? '', { bytes, type });
    return isStored ? context.json({}) : reply(plainError(403, 'Invalid signature'));
  });
  app.get(media, fault('media'), (context) => {
    const file = world.media.get(pathOf(context));
    if (!file) return reply(plainError(404, 'Not found'));
    const headers = { 'content-type': file.type, 'cache-control': 'public, max-age=31536000' };
    return new Response(Uint8Array.from(file.bytes), { headers });
  });
}

const pathOf = (context: FalContext) => context.req.param('path') ?? '';

const baseOf = (context: FalContext) => `${new URL(context.req.url).origin}${MOUNT}`;

async function authenticate(context: FalContext, next: Next): Promise<Response | undefined> {
  const [scheme, key] = (context.req.header('authorization') ?? '').split(' ');
  if (!scheme) return reply(plainError(401, 'Authorization header is required'));
  if (scheme !== 'Key' || !key || key === 'undefined')
    return reply(plainError(401, 'invalid key credentials'));
  await next();
  return undefined;
}

/** Media are public to every origin, uploads by signed address too; the API itself sends no CORS headers. */
async function mediaCors(context: FalContext, next: Next): Promise<Response | undefined> {
  if (context.req.method === 'OPTIONS') return new Response(null, { status: 204, headers: MEDIA_CORS });
  await next();
  if (context.get('effect')?.kind === 'no-cors') return undefined;
  for (const [name, value] of Object.entries(MEDIA_CORS)) context.header(name, value);
  return undefined;
}

const MEDIA_CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD, PUT, OPTIONS',
  'access-control-allow-headers': 'content-type, range',
};

function record(world: FalWorld) {
  return async (context: FalContext, next: Next): Promise<void> => {
    const input = (await readJson(context)) as Input;
    const { method } = context.req;
    world.arrivals.push({
      endpoint: endpointOf(context),
      method,
      input,
      images: collectFiles(input, world.media),
    });
    await next();
  };
}

/** Hono keeps the body, so that several handlers may read it. */
async function readJson(context: FalContext): Promise<unknown> {
  return context.req.json().catch(() => ({}));
}

const endpointOf = (context: FalContext) => context.req.param('endpoint') ?? '';

async function strike(
  context: FalContext,
  next: Next,
  effect: Effect | undefined,
): Promise<Response | undefined> {
  switch (effect?.kind) {
    case 'answer':
      return reply(effect.answer);
    case 'hang':
      // The request has arrived and costs money; only the answer never comes.
      await next();
      return new Promise(() => {});
    case 'drop':
      await next();
      context.env.incoming?.socket.destroy();
      return reply(plainError(500, 'Connection lost'));
    default:
      if (effect) context.set('effect', effect);
      await next();
      return undefined;
  }
}

async function submissionFrom(context: FalContext, world: FalWorld): Promise<Submission> {
  const body = await readJson(context);
  const files = collectFiles(body as Input, world.media);
  return {
    endpoint: endpointOf(context),
    body,
    files,
    base: baseOf(context),
    effect: world.fault.take('job'),
  };
}

async function submit(context: FalContext, world: FalWorld): Promise<Response> {
  const endpoint = endpointOf(context);
  if (!ENDPOINTS.includes(endpoint)) return reply(plainError(404, `Application '${endpoint}' not found`));
  const job = new Job(await submissionFrom(context, world), world);
  world.jobs.set(job.id, job);
  return reply({ status: 200, body: { status: 'IN_QUEUE', queue_position: 0, ...addressesOf(job) } }, job);
}

/** Addresses on fal's own hosts: a client behind a proxy must send them through it. */
function addressesOf(job: Job): Record<string, string> {
  const url = `https://queue.fal.run/${job.app}/requests/${job.id}`;
  return {
    request_id: job.id,
    response_url: url,
    status_url: `${url}/status`,
    cancel_url: `${url}/cancel`,
  };
}

type JobHandler = (job: Job, context: FalContext) => Response;

function withJob(context: FalContext, world: FalWorld, handle: JobHandler): Response {
  const { owner, alias, id } = context.req.param() as Record<string, string>;
  const job = world.jobs.get(id ?? '');
  if (job && job.app === `${owner}/${alias}`) return handle(job, context);
  const isResult = context.req.method === 'GET' && !context.req.path.endsWith('/status');
  return reply({ status: 404, body: isResult ? { detail: 'Request not found' } : { status: 'NOT_FOUND' } });
}

function tellStatus(job: Job, context: FalContext): Response {
  const phase = job.phase();
  const logs = context.req.query('logs') === '1' ? job.logs() : null;
  const common = { status: phase.status, ...addressesOf(job) };
  switch (phase.status) {
    case 'IN_QUEUE':
      return reply({ status: 202, body: { ...common, queue_position: phase.position } }, job);
    case 'IN_PROGRESS':
      return reply({ status: 202, body: { ...common, logs } }, job);
    case 'COMPLETED': {
      const metrics = { inference_time: job.seconds };
      return reply({ status: 200, body: { ...common, logs, metrics, ...job.outcome().error } }, job);
    }
    default:
      return phase satisfies never;
  }
}

function tellResult(job: Job): Response {
  return job.phase().status === 'COMPLETED' ? reply(job.outcome(), job) : reply(NOT_READY, job);
}

function cancel(job: Job): Response {
  return job.cancel()
    ? reply({ status: 202, body: { status: 'CANCELLATION_REQUESTED' } }, job)
    : reply({ status: 400, body: { status: 'ALREADY_COMPLETED' } }, job);
}

function reply({ status, body, headers }: Answer | Outcome, job?: Job): Response {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json',
      ...(job ? { 'x-fal-request-id': job.id } : {}),
      ...headers,
    },
  });
}
