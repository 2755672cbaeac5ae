// Asks an endpoint which colour of the change map means change: one small request, paid for like any other.
import { Failure } from '../core/failure.ts';
import { inputOf, type Model, type Polarity } from '../core/models/index.ts';
import { PROBE_PROMPT, PROBE_SIDE, polarityOf, probeMap, probeSource } from '../core/polarity.ts';
import type { Plugin } from './channel.ts';
import { noteCharge } from './charges.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import type { Fal } from './fal/fal.ts';
import { during } from './phase.ts';

/** Few steps are enough to tell apples from a plain surface, and cheap. */
const STEPS = 8;

/** What the probe costs is the price of one picture of this size. */
export const PROBE_SIZE = { width: PROBE_SIDE, height: PROBE_SIDE } as const;

interface CheckWorld {
  readonly plugin: Plugin;
  readonly fal: Fal;
  readonly codec: Codec;
  readonly clock: Clock;
}

/** What a check is known by until it is answered. */
export interface Probe {
  /** Of one that is paid for already; null for a new one. */
  readonly requestId: string | null;
  /** Before it goes out, and when fal has named it. */
  sent(requestId: string | null): void;
}

/** @throws Failure, `polarity-unclear` when both halves came back alike */
export async function checkPolarity(model: Model, world: CheckWorld, probe: Probe): Promise<Polarity> {
  const requestId = probe.requestId ?? (await send(model, world, probe));
  return during('taken', () => answerOf(requestId, model, world));
}

async function send(model: Model, { fal, codec }: CheckWorld, { sent }: Probe): Promise<string> {
  const { isMediaBlocked } = await during('unsent', () => fal.introduce());
  const input = await during('unsent', () => probeInput(model, fal, codec));
  sent(null);
  const requestId = await fal.submit(model, input, { isMediaBlocked });
  sent(requestId);
  return requestId;
}

async function probeInput(model: Model, fal: Fal, codec: Codec): Promise<Record<string, unknown>> {
  const [source = '', map = ''] = await fal.upload([codec.encode(probeSource()), codec.encode(probeMap())]);
  const values = { strength: 1, num_inference_steps: STEPS };
  const size = { size: PROBE_SIZE, frameSize: PROBE_SIZE };
  const request = { prompt: PROBE_PROMPT, values, seed: 1, images: 1, ...size };
  return inputOf(model, request, { source, map, chosen: {} });
}

async function answerOf(
  requestId: string,
  model: Model,
  { fal, codec, clock, plugin }: CheckWorld,
): Promise<Polarity> {
  const { simulated } = await fal.introduce();
  const { signal } = new AbortController();
  const options = { clock, signal, onState: () => undefined, onTrouble: () => undefined };
  if ((await fal.watch(model, requestId, options)) === 'cancelled') throw new Failure('cancelled');
  const { images, billedUnits } = await fal.result(model, requestId, options);
  noteCharge({ requestId, billedUnits, model, simulated }, plugin);
  const [image] = images;
  const polarity = image ? polarityOf(await codec.decode(await fal.download(image.url, options))) : null;
  if (!polarity) throw new Failure('polarity-unclear', { model: model.label });
  return polarity;
}
