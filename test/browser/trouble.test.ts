// Everything that goes wrong has a sentence of its own, and leaves the document as it was.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type ConnectionOptions,
  closeBrowser,
  openPlayground,
  type Playground,
} from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await openPlayground();
});

beforeEach(() => playground.reset());
afterAll(() => playground.close());
afterAll(closeBrowser);

async function selectMask(): Promise<void> {
  const [frame, mask] = [await playground.find('Product page'), await playground.find('Mask')];
  await playground.select(frame.id, mask.id);
  await playground.prompt('golden autumn forest');
}

async function openWith(connection: ConnectionOptions): Promise<void> {
  await playground.reset(connection);
  await selectMask();
}

/** Presses Generate, and waits for the alert. */
async function failWith(text: string | RegExp): Promise<void> {
  const before = await playground.fingerprint();
  await playground.generate();
  await playground.panel.getByRole('alert').filter({ hasText: text }).waitFor({ timeout: 30_000 });
  expect(await playground.fingerprint()).toBe(before);
}

describe('fal and the proxy', () => {
  it('says that the proxy does not answer', async () => {
    await openWith({ proxyUrl: 'http://localhost:9/api/fal/proxy' });
    await failWith('does not answer');
  });

  it('says that the proxy address is none', async () => {
    await openWith({ proxyUrl: 'not an address' });
    await failWith('not an address this plugin can use');
  });

  it('says that something else answers at the address', async () => {
    await openWith({ proxyUrl: `${playground.server.url}/nothing/here` });
    await failWith(/does not answer|not as a fal proxy/);
  });

  it('says that the token is wrong, and that it is missing', async () => {
    await openWith({ proxy: { token: 'right' }, proxyToken: 'wrong' });
    await failWith('refused the token');
    await openWith({ proxy: { token: 'right' } });
    await failWith('asks for a token');
  });

  it('says that the proxy has no key', async () => {
    await openWith({ hasStandIn: false });
    await failWith('no fal key');
  });

  // The whole catalogue runs without a browser, in test/ui; these are one of each kind.
  it.each([
    ['401-key', 'refused the proxy’s key'],
    ['malformed-json', 'not one that fal gives'],
    ['truncated-image', 'could not be read'],
  ])('has a sentence for %s', async (fault, sentence) => {
    await selectMask();
    await playground.fault(fault);
    await failWith(sentence);
    expect(playground.requestCount()).toBe(1);
  });
});

describe('cancelling', () => {
  it('stops a run that waits in the queue, and leaves nothing behind', async () => {
    await selectMask();
    await playground.fault('never-finishes');
    const before = await playground.fingerprint();
    await playground.generate();
    await playground.panel.getByRole('progressbar').waitFor();
    await playground.panel.getByRole('button', { name: 'Cancel' }).click();
    await playground.panel.getByRole('status').filter({ hasText: 'Cancelled' }).waitFor();
    expect(await playground.fingerprint()).toBe(before);
    await playground.panel.getByRole('button', { name: 'Generate' }).waitFor();
  });
});

describe('what is selected', () => {
  async function select(...names: string[]): Promise<void> {
    const nodes = await Promise.all(names.map((name) => playground.find(name)));
    await playground.select(...nodes.map((node) => node.id));
  }

  it('asks for a selection when there is none', async () => {
    await select();
    await playground.panel.getByText('Select a frame or a picture').waitFor();
  });

  it('asks for a region when the frame has none', async () => {
    await select('Journal');
    const before = await playground.fingerprint();
    await playground.panel.getByText('Choose a region: draw a layer').waitFor();
    expect(await playground.fingerprint()).toBe(before);
  });

  it('says that a mask is empty', async () => {
    await selectMask();
    const mask = await playground.find('Mask');
    await playground.edit(mask.id, { fills: [] });
    await failWith('“Mask” shows nothing');
  });

  it('says that a mask lies outside the frame', async () => {
    await selectMask();
    const mask = await playground.find('Mask');
    await playground.edit(mask.id, { x: 5000 });
    await playground.panel.getByText('“Mask” lies outside “Product page”').first().waitFor();
  });

  it('says that a frame is hidden', async () => {
    await selectMask();
    const frame = await playground.find('Product page');
    await playground.edit(frame.id, { visible: false });
    await playground.panel.getByText('“Product page” is hidden').waitFor();
  });

  it('calls an instance what it is', async () => {
    await select('Aizkorri ridge');
    await playground.panel.getByRole('button', { name: 'Change whole instance' }).waitFor();
    const chosen = playground.panel.getByLabel('Target').locator('option:checked');
    expect(await chosen.textContent()).toBe('Aizkorri ridge · Instance · 352 × 264');
  });
});
