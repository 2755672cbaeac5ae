// Whole edits in Node: the built plugin in the stand-in for Figma, the real client and proxy, the stand-in for fal.
import { Failure } from '../../core/failure.ts';
import type { Pixels, Plane } from '../../core/pixels.ts';
import type { EditPlan } from '../../core/plan.ts';
import type { Proof } from '../../core/proof.ts';
import type { UpdateReply } from '../../core/protocol.ts';
import type { Ready, Selection } from '../../core/selection.ts';
import { DEFAULT_EDIT, type EditSettings } from '../../core/settings.ts';
import type { StandIn } from '../../playground/fal/index.ts';
import type { HostOptions } from '../../playground/host/index.ts';
import type { Composited } from '../../ui/cut-out.ts';
import type { Checkpoint } from '../../ui/edit.ts';
import { openFal } from '../../ui/fal/fal.ts';
import { type Fit, fitOf } from '../../ui/fit.ts';
import type { EditOutcome } from '../../ui/outcome.ts';
import { proveOutside } from '../../ui/proof.ts';
import { refit } from '../../ui/refit.ts';
import { codec, fakeNetwork, PROXY_URL } from '../ui/world.ts';
import { type OpenFigma, openFigma } from './figma.ts';
import { runEdit } from './one-edit.ts';

/** What was sent, as it arrived at the stand-in, and what the result is cut with. */
export interface Sent {
  readonly plan: EditPlan;
  readonly source: Pixels;
  /** The grey picture itself: white preserves. */
  readonly map: Pixels;
  /** 0–1, white = change, from the grey picture that arrived. */
  readonly amount: Plane;
  readonly alpha: Plane;
}

export interface Made {
  readonly outcome: EditOutcome;
  readonly composited: Composited;
}

export interface Edited extends Sent, Made {}

export interface Editor extends OpenFigma {
  readonly standIn: StandIn;
  /** Selects the layers, and waits until the plugin has described each as the target or a region. */
  select(...layers: Identified[]): Promise<Ready>;
  /** Goes as far as the request, and cancels it. */
  send(selection: Ready, settings?: Partial<EditSettings>): Promise<Sent>;
  /** Goes all the way to the layer, with any of the models. */
  make(selection: Ready, settings?: Partial<EditSettings>, replacedIds?: readonly string[]): Promise<Made>;
  /** The same with a model that is sent a map; the layer takes the place of earlier results where they are named. */
  edit(selection: Ready, settings?: Partial<EditSettings>, replacedIds?: readonly string[]): Promise<Edited>;
  /** Takes the outside proof, as the panel does once a result is reported. */
  prove(made: Made): Promise<Proof | null>;
  /** Gives the result's layers another edge or other colours; what may have changed then is what to prove by. */
  refit(made: Made, fit: Partial<Fit>): Promise<UpdateReply & Pick<Made, 'composited'>>;
}

interface Identified {
  readonly id: string;
}

const SETTINGS: EditSettings = { ...DEFAULT_EDIT, prompt: 'a red door', seed: 7, surroundings: 'none' };

export async function openEditor(options: Partial<HostOptions> = {}): Promise<Editor> {
  const open = await openFigma(options);
  const { standIn, clock, fetch } = fakeNetwork();
  const fal = openFal({ proxyUrl: PROXY_URL, token: '' }, fetch);
  const world = { plugin: open.plugin, fal, codec, clock, randomSeed: () => 7 };
  await open.start();

  const run = async (
    selection: Ready,
    settings: Partial<EditSettings>,
    isToStop: boolean,
    replacedIds: readonly string[] = [],
  ) => {
    const stop = new AbortController();
    const checkpoints: Checkpoint[] = [];
    const checkpoint = (reached: Checkpoint) => {
      checkpoints.push(reached);
      if (isToStop) stop.abort();
    };
    const request = {
      selection,
      settings: { ...SETTINGS, ...settings },
      polarity: null,
      isAccepted: true,
      files: new Map(),
      replacedIds,
      // What is cancelled at once need not be kept.
      goesUnkept: isToStop,
    };
    const report = { event: () => {}, trouble: () => {}, checkpoint };
    const outcome = await runEdit(request, world, report, stop.signal).catch((error) => {
      if (isToStop && error instanceof Failure && error.kind === 'cancelled') return null;
      throw error;
    });
    return { outcome, checkpoints };
  };

  const make: Editor['make'] = async (selection, settings = {}, replacedIds = []) => {
    const { outcome, checkpoints } = await run(selection, settings, false, replacedIds);
    const composited = checkpoints.at(-1);
    if (!outcome || composited?.stage !== 'composited') {
      throw new Error('an edit that is not stopped has an outcome');
    }
    return { outcome, composited };
  };

  return {
    ...open,
    standIn,
    select: async (...layers) => {
      open.host.select(layers.map(({ id }) => id));
      const isWanted = (selection: Selection) =>
        selection.kind === 'ready' &&
        layers.every(({ id }) => [selection.target, ...selection.regions].some((known) => known.id === id));
      return (await open.selectionWhere(isWanted)) as Ready;
    },
    make,
    send: async (selection, settings = {}) =>
      sentOf((await run(selection, settings, true)).checkpoints[0], standIn),
    edit: async (...args) => {
      const made = await make(...args);
      return { ...(await sentOf(made.composited, standIn)), ...made };
    },
    prove: ({ composited, outcome }) => proveOutside(composited, outcome, world),
    refit: async ({ composited, outcome }, fit) => {
      const wanted = { ...fitOf(composited.settings), ...fit };
      const refitted = await refit(composited, { ...outcome, within: [] }, wanted, world, () => true);
      if (!refitted) throw new Error('a refit that is wanted is made');
      const reply = await open.plugin.call('updateLayers', { parts: [refitted.update] });
      return { ...reply, composited: { ...composited, allowed: refitted.cut.allowed } };
    },
  };
}

async function sentOf(checkpoint: Checkpoint | undefined, standIn: StandIn): Promise<Sent> {
  const images = standIn.requests().at(-1)?.images;
  if (!checkpoint || !images) throw new Error('nothing was sent');
  const map = await codec.decode(images.change_map_image_url!);
  return {
    plan: checkpoint.plan,
    source: await codec.decode(images.image_url!),
    map,
    amount: amountOf(map),
    alpha: checkpoint.around.alpha,
  };
}

/** On the wire white preserves. */
function amountOf({ width, height, data }: Pixels): Plane {
  const amount = new Float32Array(width * height);
  for (let i = 0; i < amount.length; i++) amount[i] = 1 - data[i * 4]! / 255;
  return { width, height, data: amount };
}
