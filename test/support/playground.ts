// The playground as a user meets it: real servers, the real page, the built plugin, in a real browser.
import type { PluginAPI } from '@figma/plugin-typings/plugin-api-standalone';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import type { StandInOptions } from '../../playground/fal/index.ts';
import type { Host } from '../../playground/host/index.ts';
import { type RunningPlayground, servePlayground } from '../../playground/server.ts';
import type { RunningProxy } from '../../proxy/node.ts';
import { hasten } from './hasten.ts';
import { addToBase64, type Picture, picture } from './page-bytes.ts';
import { type Connection, type ConnectionOptions, connect } from './playground-proxy.ts';

export interface NodeInfo {
  id: string;
  name: string;
  type: string;
  parentId: string | null;
  visible: boolean;
  width: number;
  height: number;
  pluginData: Record<string, string>;
}

export interface Request {
  readonly endpoint: string;
  readonly input: Record<string, unknown>;
  readonly images: Readonly<Record<string, Picture>>;
}

export interface PlaygroundOptions extends ConnectionOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { width: number; height: number };
  /** How many times faster time passes in the page and the panel, for what waits and polls. */
  readonly haste?: number;
  readonly standIn?: StandInOptions;
}

declare global {
  interface Window {
    figma: PluginAPI;
    host: Host;
  }
}

/** The page draws its canvas in software, at every change: a small one leaves the time to what is tested. */
const SMALL = { width: 960, height: 720 };

/** In a fresh profile of the browser. */
export async function openPlayground(browser: Browser, options: PlaygroundOptions = {}): Promise<Playground> {
  const clientStorage: Record<string, unknown> = {};
  const server = await servePlayground({
    port: 0,
    config: { clientStorage, simulated: true },
    standIn: { speed: 20, ...options.standIn },
  });
  const connection = await connect(server, options);
  clientStorage.settings = connection.settings;
  const context = await browser.newContext({
    viewport: options.viewport ?? SMALL,
    colorScheme: options.colorScheme ?? 'light',
  });
  await context.addInitScript(addToBase64);
  if (options.haste) await context.addInitScript(hasten, [options.haste, Date.now()] as const);
  const page = await context.newPage();
  await page.goto(server.url);
  await page.waitForFunction(() => 'playground' in window);
  return new Playground(page, context, server, connection);
}

/** Ids of what `drawCard` draws. */
export interface Card {
  readonly frame: string;
  readonly region: string;
}

export class Playground {
  private isReconnected = false;

  constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    readonly server: RunningPlayground,
    private connection: Connection,
  ) {}

  get proxy(): RunningProxy {
    return this.connection.proxy;
  }

  async close(): Promise<void> {
    await this.context.close();
    await Promise.all([this.server.close(), this.proxy.close().catch(() => undefined)]);
  }

  /** The plugin's panel, inside the page's two nested frames. */
  get panel(): FrameLocator {
    return this.page.frameLocator('iframe').frameLocator('iframe');
  }

  /** The sample as new, no fault, and the panel as it was first opened, with a proxy of its own if one is described. */
  async reset(options?: ConnectionOptions): Promise<void> {
    await this.startOver(options);
    await this.page.evaluate(() => window.playground.openSample());
    await this.runPlugin(this.connection.settings);
  }

  /**
   * As `reset`, but with little to draw, for what does not look at pictures: a card and its region, both selected.
   * The crop is the region's own, and the edge hard, unless said otherwise.
   */
  async resetSmall(
    options?: ConnectionOptions,
    edit: object = { surroundings: 'none', softEdge: 0 },
  ): Promise<Card> {
    await this.startOver(options);
    const card = await this.drawCard();
    await this.runPlugin({ ...this.connection.settings, edit });
    await this.select(card.frame, card.region);
    await this.panel.getByRole('region', { name: 'Target' }).getByText('Region 1').waitFor();
    return card;
  }

  /** As `reset`, but with a file that Figma saved. */
  async resetFig(file: Uint8Array): Promise<void> {
    await this.startOver();
    await this.openFig(file);
    await this.runPlugin(this.connection.settings);
  }

  async openFig(file: Uint8Array): Promise<void> {
    await this.page.evaluate(
      (text) => window.playground.openFig(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0))),
      Buffer.from(file).toString('base64'),
    );
  }

  /** In place of everything on the page. */
  drawCard(): Promise<Card> {
    return this.page.evaluate(() => {
      const { figma } = window;
      for (const layer of [...figma.currentPage.children]) layer.remove();
      const [frame, region] = [figma.createFrame(), figma.createRectangle()];
      frame.name = 'Card';
      frame.resize(96, 64);
      frame.appendChild(region);
      region.name = 'Region 1';
      region.resize(24, 24);
      region.x = 30;
      region.y = 20;
      return { frame: frame.id, region: region.id };
    });
  }

  /** No plugin, and nothing stored. */
  private async startOver(options?: ConnectionOptions): Promise<void> {
    this.server.standIn.reset();
    await this.reconnect(options);
    await this.page.evaluate(async () => {
      const { figma, playground } = window;
      playground.closePlugin();
      for (const key of await figma.clientStorage.keysAsync()) await figma.clientStorage.deleteAsync(key);
    });
  }

  private async runPlugin(settings: object): Promise<void> {
    await this.page.evaluate(async (stored) => {
      await window.figma.clientStorage.setAsync('settings', stored);
      await window.playground.runPlugin();
    }, settings);
    await this.panel.getByRole('textbox', { name: 'Prompt' }).waitFor();
  }

  /** A proxy described for one test must not outlive it. */
  private async reconnect(options?: ConnectionOptions): Promise<void> {
    if (!options && !this.isReconnected) return;
    await this.proxy.close().catch(() => undefined);
    this.connection = await connect(this.server, options ?? {});
    this.isReconnected = options !== undefined;
  }

  nodes(): Promise<NodeInfo[]> {
    return this.page.evaluate(() => window.playground.nodes() as NodeInfo[]);
  }

  /** The first layer of the name, below the named ancestor when one is given. */
  async find(name: string, within?: string): Promise<NodeInfo> {
    const nodes = await this.nodes();
    const isBelow = (node: NodeInfo): boolean => {
      const parent = nodes.find(({ id }) => id === node.parentId);
      return within === undefined || (parent !== undefined && (parent.name === within || isBelow(parent)));
    };
    const found = nodes.find((node) => node.name === name && isBelow(node));
    if (!found) throw new Error(`no layer named ${name}`);
    return found;
  }

  async select(...ids: string[]): Promise<void> {
    await this.page.evaluate((wanted) => window.playground.select(wanted), ids);
  }

  fingerprint(): Promise<string> {
    return this.page.evaluate(() => window.playground.fingerprint());
  }

  /** Changes a layer, as a designer would in Figma's own panels. */
  async edit(id: string, properties: object): Promise<void> {
    await this.page.evaluate(
      async ([node, changes]) => {
        Object.assign((await window.figma.getNodeByIdAsync(node)) ?? {}, changes);
      },
      [id, properties] as const,
    );
  }

  async undo(): Promise<void> {
    await this.page.evaluate(() => window.playground.undo());
  }

  async fault(name: string | null, options: object = {}): Promise<void> {
    await this.page.evaluate(([fault, more]) => window.playground.fal.fault(fault, more), [
      name,
      options,
    ] as const);
  }

  async render(id: string, scale = 1): Promise<Picture> {
    const bytes = await this.page.evaluate(
      async ([node, factor]) => window.toBase64(await window.playground.png(node, factor)),
      [id, scale] as const,
    );
    return picture(bytes);
  }

  /** The generation requests that arrived at the stand-in, oldest first. */
  async requests(): Promise<Request[]> {
    const raw = await this.page.evaluate(() =>
      window.playground.fal.requests().map(({ endpoint, input, images }) => ({
        endpoint,
        input,
        images: Object.entries(images).map(([name, bytes]) => [name, window.toBase64(bytes)] as const),
      })),
    );
    return raw.map(({ endpoint, input, images }) => ({
      endpoint,
      input: input as Record<string, unknown>,
      images: Object.fromEntries(images.map(([name, bytes]) => [name, picture(bytes)])),
    }));
  }

  /** How many there were, without fetching their pictures. */
  requestCount(): number {
    return this.server.standIn.requests().length;
  }

  prompt(text: string): Promise<void> {
    return this.panel.getByRole('textbox', { name: 'Prompt' }).fill(text);
  }

  generate(): Promise<void> {
    return this.panel.getByRole('button', { name: 'Generate' }).click();
  }

  /** The layers that carry a recipe, once there are that many. */
  async results(count: number): Promise<NodeInfo[]> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const found = (await this.nodes()).filter((node) => recipeText(node) !== undefined);
      if (found.length >= count) return found;
      if (Date.now() > deadline) throw new Error(`${found.length} of ${count} results came`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export function recipeText(node: NodeInfo): string | undefined {
  return Object.entries(node.pluginData).find(([key]) => key.includes('recipe'))?.[1];
}
