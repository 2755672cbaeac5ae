// Real servers on ports, seen from the panel through a browser's rules: what it sends, and what gets through.
import { serveStandIn } from '../../playground/fal/serve.ts';
import { isSubmit, type Network } from '../ui/world.ts';
import { browserFetch } from './browser-fetch.ts';

export interface RealNetwork extends Network {
  readonly url: string;
  /** Requests to addresses that begin so get no answer, as behind a firewall. */
  readonly blocked: Set<string>;
  close(): Promise<void>;
}

/** As long as a look at the queue takes at the least. */
const LONGEST_SLEEP = 15;

export async function openRealNetwork(): Promise<RealNetwork> {
  const served = await serveStandIn({ speed: Number.POSITIVE_INFINITY });
  const sent: Request[] = [];
  const online = { lost: false };
  const blocked = new Set<string>();
  const isBlocked = (url: string) => online.lost || [...blocked].some((start) => url.startsWith(start));
  const beyond = browserFetch(async (input, init) => {
    const request = new Request(input, init);
    const url = request.url.replace(/^https:\/\/(\w+\.fal\.media)/, `${served.url}/$1`);
    if (isBlocked(url)) throw new Error('blocked');
    return fetch(new Request(url, request));
  });
  return {
    ...served,
    sent,
    online,
    blocked,
    clock: {
      now: Date.now,
      sleep: (milliseconds) =>
        new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, LONGEST_SLEEP))),
    },
    fetch: (input, init) => {
      sent.push(new Request(input, init));
      return beyond(input, init);
    },
    submits: () => sent.filter(isSubmit),
  };
}
