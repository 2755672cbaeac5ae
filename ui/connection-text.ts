// What the panel says about the steps of Test connection, and the report that can be copied for whoever runs the network.
import type { Connection } from './fal/client.ts';
import type { StepName, StepNote, TestStep } from './fal/connection.ts';

const STEP_TITLES: Readonly<Record<StepName, string>> = {
  address: 'The address is well formed',
  reachable: 'The proxy answers',
  cors: 'It answers plugins, as a fal proxy',
  token: 'It accepts the token',
  key: 'It holds a fal key',
  models: 'It allows the models',
  upload: 'A picture goes to fal and comes back',
};

/** Nothing is claimed of a key or of fal that the stand-in merely plays. */
const SIMULATED_TITLES: Partial<Record<StepName, string>> = {
  key: 'It needs no fal key: pictures are simulated',
  upload: 'A picture goes to the stand-in and comes back',
};

export function stepTitle(name: StepName, isSimulated: boolean): string {
  return (isSimulated ? SIMULATED_TITLES[name] : undefined) ?? STEP_TITLES[name];
}

export function noteText(note: StepNote): string {
  switch (note.kind) {
    case 'cancel-blocked':
      return 'The proxy does not let plugins send PUT, so a cancel will not reach fal, and the picture is paid for.';
    case 'models-untold':
      return 'Which models it allows will show at the first Generate; a refusal costs nothing.';
    case 'models-refused':
      return `Not allowed by the proxy: ${note.models.join(', ')}.`;
    case 'pictures-inside-request':
      return 'fal’s storage cannot be reached, so pictures are sent inside the request.';
    case 'pictures-inside-answer':
      return 'fal’s media servers cannot be reached, so pictures will come inside the answer.';
    default:
      return note satisfies never;
  }
}

export interface ReportFacts {
  readonly connection: Connection;
  readonly steps: readonly TestStep[];
  readonly isSimulated: boolean;
  readonly browser: string;
  readonly isOnline: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** For people who look after networks: what was tried, what failed, and what has to be allowed. */
export function connectionReport(facts: ReportFacts): string {
  const time = new Date(facts.now).toISOString().slice(0, 16).replace('T', ' ');
  const sections = [
    `Changemap: connection report, ${time} UTC`,
    'Changemap is a plugin for Figma. It sends pictures through a proxy to fal.ai, which makes new ones.',
    outcomeOf(facts),
    ['Steps', ...facts.steps.map((step, i) => stepLine(step, i, facts))].join('\n'),
    whereText(facts),
    needsText(facts),
    'This report holds no key, token, prompt or picture.',
  ];
  return `${withoutSecrets(sections.join('\n\n'), facts.connection, LEAST_UNLIKE_WORDS)}\n`;
}

function outcomeOf({ steps, isSimulated, connection }: ReportFacts): string {
  const failed = steps.find((step) => step.state === 'failed');
  if (failed?.state !== 'failed') return 'Outcome: every step passed.';
  const { message, detail } = failed.failure;
  return [
    `Outcome: stopped at “${stepTitle(failed.name, isSimulated)}”.`,
    message,
    ...(detail ? [`Raw text: ${withoutSecrets(detail, connection, 1)}`] : []),
  ].join('\n');
}

function stepLine(step: TestStep, index: number, { isSimulated }: ReportFacts): string {
  const notes = step.state === 'passed' ? step.notes.map((note) => `\n   ${noteText(note)}`) : [];
  const state = step.state === 'waiting' ? 'not tried' : step.state;
  return `${index + 1}. ${stepTitle(step.name, isSimulated)}: ${state}${notes.join('')}`;
}

function whereText({ connection, isSimulated, isOnline, browser }: ReportFacts): string {
  return [
    'Where',
    `Proxy: ${publicAddress(connection.proxyUrl)}${isSimulated ? ' (pictures are simulated)' : ''}`,
    `Token entered: ${connection.token === '' ? 'no' : 'yes'}`,
    `Computer: ${isOnline ? 'online' : 'offline'}`,
    `Browser: ${browser}`,
  ].join('\n');
}

function needsText({ connection }: ReportFacts): string {
  const { origin, protocol } = addressOf(connection.proxyUrl) ?? { origin: 'the proxy', protocol: '' };
  return [
    'What has to be allowed',
    `From this computer to ${origin}: GET, POST, PUT and OPTIONS, with bodies of several MB.`,
    'From this computer to https://*.fal.media: GET and PUT (pictures on their way to fal and back).',
    'From the proxy to https://queue.fal.run, https://rest.fal.ai and https://*.fal.media.',
    'A plugin’s requests come from the origin “null”. The proxy has to answer all of them, refusals and OPTIONS included, with “Access-Control-Allow-Origin: *”, and to allow the headers content-type, x-fal-target-url, x-fal-queue-priority and x-proxy-token.',
    'Filters between them must leave these headers, and the answers, as they are.',
    ...(protocol === 'http:'
      ? ['For a proxy on this computer, Chrome must allow figma.com “Local network access”.']
      : []),
  ].join('\n');
}

/** Without a name, a password, and whatever stands in a query. */
function publicAddress(text: string): string {
  const url = addressOf(text);
  return url ? `${url.origin}${url.pathname}` : 'not a web address';
}

function addressOf(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** Characters; a shorter secret may be a word of the report itself, such as “fal”, and would be told by its gaps. */
const LEAST_UNLIKE_WORDS = 8;

/** What a server echoes may hold anything. @param shortest characters of a secret that is looked for */
function withoutSecrets(text: string, { token, proxyUrl }: Connection, shortest: number): string {
  const address = addressOf(proxyUrl);
  const plain = [token, address?.username, address?.password, address?.search.slice(1)]
    .filter((secret) => secret !== undefined && secret.length >= shortest)
    .reduce<string>((rest, secret) => rest.replaceAll(secret!, '•••'), text);
  return plain
    .replace(/data:[^\s"']*/gi, 'data:•••')
    .replace(/\b(key|bearer|basic)\s+[\w+/=.:-]{8,}/gi, '$1 •••')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(:[0-9a-f]+)?/gi, '•••')
    .replace(/[\w+/=-]{48,}/g, '•••');
}
