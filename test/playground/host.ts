// Helpers of the host's tests: a host running a script, pictures as pixels, and the reference rasteriser.
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { decode } from 'fast-png';
import { createHost, type Host, type HostOptions } from '../../playground/host/index.ts';
import { nodeAssets } from '../../playground/host/node.ts';

export interface Picture {
  width: number;
  height: number;
  data: Uint8Array;
}

export function startHost(script = '', options: Partial<HostOptions> = {}): Promise<Host> {
  return createHost({
    ...nodeAssets(),
    manifest: { editorType: ['figma'], documentAccess: 'dynamic-page' },
    mainScript: async () => script,
    uiHtml: async () => '<p>panel</p>',
    log: () => {},
    ...options,
  });
}

/** Runs the body of an asynchronous function as a plugin and returns what it returns, or throws what it throws. */
export async function runInPlugin(
  body: string,
  options: Partial<HostOptions> = {},
  prepare?: (host: Host) => unknown,
) {
  const script = `(async () => { ${body} })().then(
    (value) => { figma.showUI(__html__); figma.ui.postMessage({ value }); },
    (error) => { figma.showUI(__html__); figma.ui.postMessage({ error: error.message }); });`;
  const host = await startHost(script, options);
  await prepare?.(host);
  const value = await firstAnswer(host);
  return { host, value };
}

export async function firstAnswer(host: Host): Promise<unknown> {
  const answer = new Promise<{ value?: unknown; error?: string }>((resolve) => {
    host.onMessageToUi((message) => resolve(message as { value?: unknown; error?: string }));
  });
  host.onUi((ui) => ui && host.uiLoaded());
  await host.runPlugin();
  const { value, error } = await answer;
  if (error !== undefined) throw new Error(error);
  return value;
}

export function pixels(png: Uint8Array): Picture {
  const { width, height, data, channels } = decode(png);
  if (channels !== 4 || !(data instanceof Uint8Array)) throw new Error('Expected a PNG of 8-bit RGBA');
  return { width, height, data };
}

/** The host's own font file, and none of the machine's. */
const FONTS = {
  loadSystemFonts: false,
  fontFiles: [join(import.meta.dirname, '../../node_modules/@open-pencil/core/assets/Inter-Bold.ttf')],
};

export function reference(width: number, height: number, body: string): Picture {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`;
  return pixels(new Resvg(svg, { font: FONTS }).render().asPng());
}

export function pixelAt({ width, data }: Picture, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
}

/** The mean difference of two pictures with alpha premultiplied, in levels of 255. */
export function difference(one: Picture, other: Picture): number {
  if (one.width !== other.width || one.height !== other.height) {
    throw new Error(`Sizes differ: ${one.width} × ${one.height}, ${other.width} × ${other.height}`);
  }
  let sum = 0;
  for (let at = 0; at < one.data.length; at += 4) sum += pixelDifference(one.data, other.data, at);
  return sum / one.data.length;
}

function pixelDifference(one: Uint8Array, other: Uint8Array, at: number): number {
  const [a, b] = [one[at + 3] ?? 0, other[at + 3] ?? 0];
  let sum = Math.abs(a - b);
  for (let channel = 0; channel < 3; channel += 1) {
    sum += Math.abs(((one[at + channel] ?? 0) * a - (other[at + channel] ?? 0) * b) / 255);
  }
  return sum;
}
