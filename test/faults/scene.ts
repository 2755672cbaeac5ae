// What a trial can do, wherever it runs: the same rows go through the host in Node and through a real Chromium.
import type { PluginAPI } from '@figma/plugin-typings/plugin-api-standalone';
import type { Job } from '../../core/job.ts';
import type { CallName } from '../../core/protocol.ts';
import type { StandIn } from '../../playground/fal/index.ts';
import type { Host } from '../../playground/host/index.ts';

/** Does something to an exchange with the network; null leaves it alone. */
export type Tamper = (exchange: Exchange) => Promise<Response> | null;

export interface Exchange {
  /** As the proxy is told, such as “POST https://queue.fal.run/…”. */
  readonly what: string;
  readonly send: () => Promise<Response>;
}

/** The layers of the scene, by their ids. */
export interface Layers {
  readonly target: string;
  readonly region: string;
}

/** Runs beside the document, be it in Node or in the page: it may use nothing from around it. */
export type Edit<A> = (figma: PluginAPI, layers: Layers, argument: A) => unknown;

export interface Scene {
  readonly standIn: StandIn;
  set tamper(tamper: Tamper | null);
  cancel(): unknown;
  tryAgain(): unknown;
  /** Somebody changes the document, in one undo step. */
  edit<A>(change: Edit<A>, argument: A): Promise<void>;
  /** Somebody turns to a page, which is nothing to undo. */
  turnTo(page: number): Promise<void>;
  /** The computer's clock is set to another time. */
  jump(milliseconds: number): unknown;
  /** The plugin is closed, and everything in the panel with it. */
  close(): unknown;
  /** The computer is switched off: not even the plugin has a last word. */
  crash(): unknown;
  /** The plugin is closed just before such a call of the panel's goes out; resolves once it has been. */
  closeAt(call: CallName): Promise<void>;
  /** The same file and plugin in a second window; throws where that one would take up what is under way here. */
  openAnother(): Promise<void>;
  /** Does something to the stand-in for Figma. */
  inHost<A, R>(work: InHost<A, R>, argument: A): Promise<R>;
  /** What is waited for while the network is lost goes by in no time. */
  hurry(): unknown;
}

/** Runs beside the stand-in for Figma, be it in Node or in the page: it may use nothing from around it. */
export type InHost<A, R> = (host: Host, argument: A) => R;

/** Whether what a trial was to survive has really happened. */
export type Probe = () => boolean | Promise<boolean>;

export type Act = (scene: Scene) => Probe | unknown;

export interface Trial {
  /** Before the click. */
  readonly before?: readonly Act[];
  /** As soon as the run is in the phase. */
  readonly at?: Job['state'];
  readonly act?: Act;
  /** The plugin is started again after its end. */
  readonly isEnding?: boolean;
  /** What the designer does once it has failed. */
  readonly after?: Act;
}

export interface Outcome {
  /** Whether the fault has struck. */
  readonly hasStruck: boolean;
  readonly said: string;
  /** By the count of the stand-in for fal. */
  readonly charged: number;
  readonly where: 'document' | 'kept' | 'asked' | 'nowhere';
  /** Nothing but the layer is other than before, and one undo takes that away. */
  readonly isIntact: boolean;
  /** Temporary frames, before anything is taken back. */
  readonly leftovers: number;
  /** Names of entries in client storage that are left without what they were for. */
  readonly strays: readonly string[];
  /** A second run gets as far as fal. */
  readonly isUsable: boolean;
}

export async function prepared(scene: Scene, acts: readonly Act[] = []): Promise<Probe[]> {
  const probes: Probe[] = [];
  for (const act of acts) probes.push(asProbe(await act(scene)));
  return probes;
}

/** What only has to be done has happened once it is done. */
export function asProbe(result: unknown): Probe {
  return typeof result === 'function' ? (result as Probe) : () => true;
}

export async function haveStruck(probes: readonly Probe[]): Promise<boolean> {
  const answers = await Promise.all(probes.map((has) => has()));
  return answers.every((has) => has);
}

/** A scene in which a trial is under way. */
interface Underway extends Scene {
  start(): Promise<void>;
  isSettled(): Promise<void>;
  measured(probes: readonly Probe[]): Promise<Outcome>;
}

/** From the moment its fault has struck to what came of it. */
export async function concluded(scene: Underway, trial: Trial, probes: readonly Probe[]): Promise<Outcome> {
  if (trial.isEnding) await scene.start();
  await scene.isSettled();
  if (trial.after) {
    await trial.after(scene);
    await scene.isSettled();
  }
  await scene.turnTo(0);
  return scene.measured(probes);
}

export interface Bench {
  carryOut(trial: Trial): Promise<Outcome>;
  /** As before the trial, whatever came of it. */
  tidy(): Promise<void>;
  dispose(): unknown;
}

/** Of all that is stored: claims without their job, and leases, since nothing is being drawn. */
export function straysAmong(keys: readonly string[]): string[] {
  const isJobless = (key: string) => !keys.includes(key.replace(/^claim/, 'job'));
  return keys.filter((key) => key.startsWith('lease ') || (key.startsWith('claim ') && isJobless(key)));
}
