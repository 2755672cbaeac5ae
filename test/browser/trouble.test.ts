// Everything that goes wrong has a sentence of its own, and leaves the document as it was.
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import type { Playground } from '../support/playground.ts';
import type { ConnectionOptions } from '../support/playground-proxy.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
});

/** A fresh playground, with a proxy of its own where one is described, and everything ready to generate. */
async function openReady(connection?: ConnectionOptions) {
  const card = await playground.resetSmall(connection);
  await playground.prompt('golden autumn forest');
  return card;
}

/** Presses Generate, and waits for the alert. */
async function failWith(text: string | RegExp): Promise<void> {
  const before = await playground.fingerprint();
  await playground.generate();
  await playground.panel.getByRole('alert').filter({ hasText: text }).waitFor({ timeout: 30_000 });
  await expect.poll(() => playground.fingerprint()).toBe(before);
}

describe('fal and the proxy', () => {
  it('says that the proxy does not answer', async () => {
    await openReady({ proxyUrl: 'http://localhost:9/api/fal/proxy' });
    await failWith('does not answer');
  });

  it('says that the proxy address is none', async () => {
    await openReady({ proxyUrl: 'not an address' });
    await failWith('not an address this plugin can use');
  });

  it('says that something else answers at the address', async () => {
    await openReady({ proxyUrl: `${playground.server.url}/nothing/here` });
    await failWith(/does not answer|not as a fal proxy/);
  });

  it('says that the token is wrong, and that it is missing', async () => {
    await openReady({ proxy: { token: 'right' }, proxyToken: 'wrong' });
    await failWith('refused the token');
    await openReady({ proxy: { token: 'right' } });
    await failWith('asks for a token');
  });

  it('says that the proxy has no key', async () => {
    await openReady({ hasStandIn: false });
    await failWith('no fal key');
  });

  // The whole catalogue runs without a browser, in test/ui and test/faults.
  it('has a sentence for a picture that cannot be read, which was paid for once', async () => {
    await openReady();
    await playground.fault('truncated-image');
    await failWith('could not be read');
    expect(playground.requestCount()).toBe(1);
  });
});

describe('what fal’s safety checker flags', () => {
  it('is looked at in the panel, blurred at first, and then inserted', async () => {
    await openReady();
    await playground.fault('nsfw', { isShown: true });
    await playground.generate();
    const { panel } = playground;
    const flagged = panel.getByRole('list', { name: 'Flagged' });
    await flagged.getByText('It may be wrong').waitFor();
    // The header of fal's answer is read here through the proxy's own CORS rules.
    await panel.getByRole('status').filter({ hasText: 'fal would bill 1 unit (price unknown).' }).waitFor();
    await flagged.getByRole('button', { name: 'Look' }).click();
    const picture = flagged.getByRole('img', { name: 'The flagged picture' });
    const blur = () => picture.evaluate((image) => getComputedStyle(image).filter);
    expect(await blur()).toContain('blur');
    const insert = flagged.getByRole('button', { name: 'Insert' });
    expect(await insert.count()).toBe(0);
    // The keyboard is on it.
    await panel.locator(':focus').getByText('Unblur').press('Enter');
    expect(await blur()).toBe('none');
    await insert.click();
    expect(await playground.results(1)).toMatchObject([{ name: 'Simulated · golden autumn forest' }]);
    await flagged.waitFor({ state: 'detached' });
  });
});

describe('cancelling', () => {
  it('stops a run that waits in the queue, and leaves nothing behind', async () => {
    await openReady();
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

describe('a target that is deleted while its picture is made', () => {
  it('leaves the picture to be inserted elsewhere, and offers nothing that could only fail', async () => {
    const { frame } = await openReady();
    await playground.fault('slow-queue', { seconds: 6 });
    await playground.generate();
    // Before it is out, there is nothing yet to outlive anything.
    await playground.panel.getByText(/^In the queue/).waitFor();
    await playground.page.evaluate(async (id) => (await window.figma.getNodeByIdAsync(id))?.remove(), frame);
    const alert = playground.panel.getByRole('alert').filter({ hasText: 'press Insert here' });
    await alert.waitFor({ timeout: 30_000 });
    const buttons = await playground.panel.locator('.failure-actions').getByRole('button').allTextContents();
    expect(buttons).toEqual(['Insert here', 'Discard', 'Dismiss']);
  });
});

describe('what is selected', () => {
  const says = (text: string) => playground.panel.getByText(text).first().waitFor();

  it('is asked for when there is nothing, and a region when there is none', async () => {
    await playground.reset();
    await playground.select();
    await says('Select a frame or a picture');
    const before = await playground.fingerprint();
    await playground.select((await playground.find('Journal')).id);
    await says('Choose a region: draw a layer');
    expect(await playground.fingerprint()).toBe(before);
  });

  it('is called what it is when it is an instance', async () => {
    await playground.reset();
    await playground.select((await playground.find('Aizkorri ridge')).id);
    await playground.panel.getByRole('button', { name: 'Change whole instance' }).waitFor();
    const chosen = playground.panel.getByLabel('Target').locator('option:checked');
    expect(await chosen.textContent()).toBe('Aizkorri ridge · Instance · 352 × 264');
  });

  it('may be an empty mask, a mask outside the frame or a hidden frame, which is told', async () => {
    const { frame, region } = await openReady();
    await playground.edit(region, { fills: [] });
    await failWith('“Region 1” shows nothing');
    await playground.edit(region, { x: 5000 });
    await says('“Region 1” lies outside “Card”');
    await playground.edit(frame, { visible: false });
    await says('“Card” is hidden');
  });
});
