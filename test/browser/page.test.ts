// The playground's page in a real Chromium: its contract, the panel's iframe, and how it is worked by hand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Playground as Contract } from '../../playground/page/contract.ts';
import { ownPlayground } from '../support/browser.ts';
import type { Playground } from '../support/playground.ts';

const FIG_FILE = join(import.meta.dirname, '../playground/data/structure.fig');

let playground: Playground;

let sample: string;

// One page for all, because opening one takes seconds; each test begins with the sample, opened anew if it is another.
beforeAll(async () => {
  playground = await ownPlayground({ viewport: { width: 1440, height: 900 } });
  sample = await playground.fingerprint();
});

beforeEach(async () => {
  await playground.select();
  if ((await playground.fingerprint()) === sample) return;
  await playground.page.evaluate(() => window.playground.openSample());
});

afterAll(async () => {
  await playground.close();
});

const selectedRows = () =>
  playground.page
    .getByRole('treeitem', { selected: true })
    .evaluateAll((rows) => rows.map((row) => row.ariaLabel));

/** Where on the screen a layer's middle is, or another point of it in parts of its size. */
async function screenPoint(name: string, [u, v] = [0.5, 0.5]): Promise<{ x: number; y: number }> {
  const { id } = await playground.find(name);
  await playground.select(id);
  const outline = await playground.page.locator(`.outline[data-node="${id}"] polygon`).boundingBox();
  await playground.select();
  if (!outline) throw new Error(`${name} has no outline`);
  return { x: outline.x + outline.width * u!, y: outline.y + outline.height * v! };
}

describe('window.playground', () => {
  it('opens the sample by itself, frames before their children', async () => {
    const nodes = await playground.nodes();
    const positions = new Map(nodes.map(({ id }, index) => [id, index]));
    for (const { id, parentId } of nodes) {
      expect(positions.get(parentId!) ?? -1).toBeLessThan(positions.get(id)!);
    }
    const names = nodes.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Product page', 'Mask', 'Region 1', 'Picture card']));
    expect(nodes.find(({ name }) => name === 'Product page')).toMatchObject({
      type: 'FRAME',
      width: 1200,
      height: 900,
    });
    expect(nodes.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['TEXT', 'VECTOR', 'COMPONENT', 'INSTANCE']),
    );
  });

  it('offers exactly the methods of its contract', async () => {
    const members = await playground.page.evaluate(() => [
      Object.keys(window.playground).sort(),
      Object.keys(window.playground.fal).sort(),
    ]);
    const own: (keyof Contract)[] = [
      'closePlugin',
      'fal',
      'fingerprint',
      'nodes',
      'openFig',
      'openSample',
      'png',
      'runPlugin',
      'select',
      'undo',
    ];
    expect(members).toEqual([own, ['fault', 'faults', 'requests']]);
  });

  it('builds the same sample each time, and tells a change by the fingerprint', async () => {
    const before = await playground.fingerprint();
    await playground.page.getByRole('button', { name: 'Hide Mask' }).click();
    expect(await playground.fingerprint()).not.toBe(before);
    await playground.undo();
    expect(await playground.fingerprint()).toBe(before);
    await playground.page.evaluate(() => window.playground.openSample());
    expect(await playground.fingerprint()).toBe(before);
  });

  it('renders a layer at the wanted scale', async () => {
    const { id } = await playground.find('Picture card');
    expect(await playground.render(id, 0.5)).toMatchObject({ width: 240, height: 160 });
  });

  it('refuses a sample that does not exist', async () => {
    const opening = playground.page.evaluate(() => window.playground.openSample('No such sample'));
    await expect(opening).rejects.toThrow('There is no sample “No such sample”');
  });

  it('knows the stand-in’s faults and requests', async () => {
    expect(await playground.requests()).toEqual([]);
    expect(await playground.page.evaluate(() => window.playground.fal.faults())).toContain('429');
    await expect(playground.fault('no such fault')).rejects.toThrow('Unknown fault');
  });

  it('opens a .fig file', async () => {
    await playground.openFig(readFileSync(FIG_FILE));
    const names = (await playground.nodes()).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(names).not.toContain('Product page');
  });
});

describe('the panel', () => {
  const inside = <T>(read: () => T): Promise<T> => playground.panel.locator('html').evaluate(read);

  it('has the origin null, and none of what that takes away', async () => {
    const world = await inside(() => {
      const storage = () => {
        try {
          return typeof localStorage;
        } catch (error) {
          return (error as Error).name;
        }
      };
      return { origin: self.origin, storage: storage(), randomUuid: typeof crypto.randomUUID };
    });
    expect(world).toEqual({ origin: 'null', storage: 'SecurityError', randomUuid: 'undefined' });
  });

  it('stands behind the manifest’s content security policy', async () => {
    const meta = playground.panel.locator('meta[http-equiv="Content-Security-Policy"]');
    expect(await meta.getAttribute('content')).toMatch(/^default-src \* data: blob:;/);
    const comesFirst = await inside(() => document.head.firstElementChild?.getAttribute('http-equiv'));
    expect(comesFirst).toBe('Content-Security-Policy');
  });

  it('follows the theme while it is open', async () => {
    const look = () =>
      inside(() => ({
        className: document.documentElement.className,
        background: getComputedStyle(document.documentElement).getPropertyValue('--figma-color-bg').trim(),
      }));
    const light = await look();
    expect(light.className).toBe('figma-light');
    await playground.page.getByRole('switch', { name: 'Dark theme' }).click();
    await expect.poll(async () => (await look()).className).toBe('figma-dark');
    expect((await look()).background).not.toBe(light.background);
    await expect.poll(() => playground.page.locator('html').getAttribute('class')).toBe('figma-dark');
  });

  it('closes and runs again', async () => {
    await playground.page.getByRole('button', { name: 'Close plugin' }).click();
    await expect.poll(() => playground.page.locator('.panel').count()).toBe(0);
    await playground.page.getByRole('button', { name: 'Run plugin' }).click();
    await playground.panel.getByRole('textbox', { name: 'Prompt' }).waitFor();
  });
});

describe('by hand', () => {
  it('selects on the canvas: a frame’s child first, deeper with a double-click, more with shift', async () => {
    const { page } = playground;
    const lead = await screenPoint('Lead');
    const mask = await screenPoint('Mask');
    await page.mouse.click(lead.x, lead.y);
    await expect.poll(selectedRows).toEqual(['Hero']);
    await page.mouse.dblclick(lead.x, lead.y);
    await expect.poll(selectedRows).toEqual(['Words']);
    await page.keyboard.press('Escape');
    await expect.poll(selectedRows).toEqual([]);
    await page.mouse.click(mask.x, mask.y);
    await page.keyboard.down('Shift');
    await page.locator('.label', { hasText: 'Product page' }).click();
    await page.keyboard.up('Shift');
    await expect.poll(selectedRows).toEqual(['Product page', 'Mask']);
  });

  it('selects the deepest layer with Ctrl', async () => {
    const lead = await screenPoint('Lead');
    await playground.page.keyboard.down('Control');
    await playground.page.mouse.click(lead.x, lead.y);
    await playground.page.keyboard.up('Control');
    await expect.poll(selectedRows).toEqual(['Lead']);
  });

  it('is worked from the keyboard in the layer list', async () => {
    const { page } = playground;
    await page.getByRole('treeitem', { name: 'Product page' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(selectedRows).toEqual(['Product page']);
    for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await expect.poll(selectedRows).toEqual(['Product page', 'Mask']);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    const frame = page.getByRole('treeitem', { name: 'Product page' });
    await expect.poll(() => frame.getAttribute('aria-expanded')).toBe('false');
    await expect.poll(() => page.getByRole('treeitem', { name: 'Mask' }).count()).toBe(0);
  });

  it('zooms by keyboard and fits again', async () => {
    const { page } = playground;
    const zoom = page.getByTitle('Zoom to fit');
    const fitting = await zoom.textContent();
    await page.getByRole('application', { name: 'Canvas' }).focus();
    await page.keyboard.press('Control+Equal');
    await expect.poll(() => zoom.textContent()).not.toBe(fitting);
    await page.keyboard.press('Control+0');
    await expect.poll(() => zoom.textContent()).toBe('100%');
  });

  it('opens a .fig file, and says when one cannot be read', async () => {
    const { page } = playground;
    const input = page.getByLabel('Open a .fig file');
    await input.setInputFiles(FIG_FILE);
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('structure');
    const nonsense = {
      name: 'nonsense.fig',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('nonsense'),
    };
    await input.setInputFiles(nonsense);
    await expect
      .poll(() => page.locator('.notice').textContent())
      .toMatch(/^“nonsense\.fig” could not be opened: /);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('structure');
  });

  it('says what it is', async () => {
    await playground.page.getByText('Stand-in for Figma — pictures are simulated').waitFor();
  });
});
