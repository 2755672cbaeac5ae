// What may change, set in the panel and found again in the map that arrives at fal.
import { beforeAll, expect, it } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import type { Picture } from '../support/page-bytes.ts';
import type { Playground } from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
});

const panel = () => playground.panel;

/** A card whose region is one hard, solid rectangle, with everything that can be set for it. */
async function openCard() {
  const card = await playground.resetSmall();
  await playground.prompt('red kite over the ridge');
  await panel().getByRole('button', { name: 'Region', exact: true }).click();
  await panel().getByLabel('Change amount').waitFor();
  return card;
}

/** Amounts of change, 0 to 255, in the map that arrived: white preserves. The run is cancelled once it has. */
async function sentAmounts(): Promise<{ map: Picture; at(x: number, y: number): number; most: number }> {
  await playground.fault('never-finishes');
  await playground.generate();
  await expect.poll(() => playground.requestCount(), { timeout: 20_000 }).toBe(1);
  await panel().getByRole('button', { name: 'Cancel' }).click();
  await panel().getByRole('status').filter({ hasText: 'Cancelled' }).waitFor();
  const [request] = await playground.requests();
  const map = request!.images.change_map_image_url!;
  const amount = (i: number) => 255 - map.data[i * map.channels]!;
  const at = (x: number, y: number) => amount(y * map.width + x);
  let most = 0;
  for (let i = 0; i < map.width * map.height; i++) most = Math.max(most, amount(i));
  return { map, at, most };
}

it('adds a region to a frame that has none, and generates with it', async () => {
  const { frame, region } = await openCard();
  await playground.edit(region, { name: 'Glow' });
  await playground.select(frame);
  await panel().getByRole('button', { name: 'Choose a region' }).waitFor();
  await panel().getByRole('button', { name: 'Add region' }).click();
  await panel().getByRole('button', { name: 'Generate' }).waitFor();
  await panel().getByRole('region', { name: 'Target' }).getByText('Region 1').waitFor();
  expect(await playground.find('Region 1')).toMatchObject({ type: 'ELLIPSE' });
  await playground.generate();
  await playground.results(1);
  await panel().getByRole('status').filter({ hasText: 'above “Region 1”' }).waitFor();
});

it('sends half of the change for a change amount of 50 %, and keeps it on the layer', async () => {
  const { frame, region } = await openCard();
  await panel().getByLabel('Change amount').fill('50');
  const { most } = await sentAmounts();
  expect([127, 128]).toContain(most);
  const { pluginData } = await playground.find('Region 1');
  expect(Object.values(pluginData).join()).toContain('"amount":0.5');
  await playground.select();
  await playground.select(frame, region);
  await panel().getByText('mask · 50 %').waitFor();
});

it('keeps what is drawn and changes everything else', async () => {
  await openCard();
  await panel().getByLabel('Change everything else').check();
  const { map, at } = await sentAmounts();
  expect(at(4, 4)).toBe(255);
  let kept = 0;
  for (let y = 0; y < map.height; y++) for (let x = 0; x < map.width; x++) if (at(x, y) === 0) kept++;
  expect(kept).toBeGreaterThan(1000);
  expect(kept).toBeLessThan(0.5 * map.width * map.height);
});

it('reads light and dark where that is asked for', async () => {
  const { region } = await openCard();
  const grey = { r: 0.4, g: 0.4, b: 0.4 };
  await playground.edit(region, { fills: [{ type: 'SOLID', color: grey }] });
  await panel().getByLabel('Read region from').selectOption('Light and dark');
  expect((await sentAmounts()).most).toBe(Math.round(0.4 * 255));
});

it('tells before it is paid for that everything may change, and goes on when asked to', async () => {
  const { region } = await openCard();
  await playground.edit(region, { x: 0, y: 0 });
  await playground.page.evaluate(async (id) => {
    const layer = await window.figma.getNodeByIdAsync(id);
    if (layer?.type === 'RECTANGLE') layer.resize(96, 64);
  }, region);
  await playground.generate();
  await panel().getByRole('alert').filter({ hasText: 'Everything in the picture may change' }).waitFor();
  expect(playground.requestCount()).toBe(0);
  await panel().getByRole('button', { name: 'Go on anyway' }).click();
  await playground.results(1);
  expect(playground.requestCount()).toBe(1);
});

it('has every control under its name, per region when there are several, and from the keyboard', async () => {
  const { frame, region } = await openCard();
  const details = panel().getByRole('button', { name: 'Edge details' });
  await details.press('Enter');
  for (const name of ['Feather', 'Grow', 'Blend']) {
    expect(await panel().getByRole('spinbutton', { name }).count()).toBe(1);
  }
  for (const name of ['Read region from', 'Use as', 'Surroundings', 'Resolution']) {
    expect(await panel().getByRole('combobox', { name }).count()).toBe(1);
  }
  for (const name of ['Change everything else', 'Fill transparent areas', 'Match surrounding colours']) {
    expect(await panel().getByRole('checkbox', { name }).count()).toBe(1);
  }
  await panel().getByLabel('Blend').fill('3');
  await panel().getByRole('slider', { name: 'Soft edge' }).press('ArrowRight');
  expect(await panel().getByLabel('Blend').inputValue()).not.toBe('3');
  const second = await playground.page.evaluate(async (id) => {
    const layer = await window.figma.getNodeByIdAsync(id);
    if (layer?.type !== 'RECTANGLE') throw new Error('no such region');
    const copy = layer.clone();
    copy.name = 'Badge';
    layer.parent?.appendChild(copy);
    return copy.id;
  }, region);
  await playground.select(frame, region, second);
  const block = panel().getByRole('group', { name: 'Badge' });
  await block.waitFor();
  expect(await block.getByRole('slider', { name: 'Change amount' }).count()).toBe(1);
  expect(await panel().getByRole('slider', { name: 'Change amount' }).count()).toBe(2);
});

it('offers the frames around a layer as its target, chosen from the keyboard', async () => {
  await playground.reset();
  const [card, body] = [await playground.find('Trip card'), await playground.find('Body', 'Trip card')];
  await playground.select((await playground.find('Price', 'Trip card')).id);
  const target = panel().getByLabel('Target');
  await target.and(panel().getByRole('combobox')).waitFor();
  expect(await target.inputValue()).toBe(card.id);
  expect(await target.locator('option').allInnerTexts()).toEqual([
    'Trip card · Component · 352 × 264',
    'Body · Frame · 352 × 104',
    'Footer · Frame · 312 × 28',
  ]);
  const before = await playground.fingerprint();
  await target.press('ArrowDown');
  await panel().getByText('· 1408 × 416 px').waitFor();
  expect(await target.inputValue()).toBe(body.id);
  expect(await panel().getByRole('button', { name: 'Price its shape' }).count()).toBe(1);
  expect(await playground.fingerprint()).toBe(before);
});

it('asks how several targets are to be changed, or which one, and keeps that past a layer that cannot be used', async () => {
  await playground.reset();
  const frames = [await playground.find('Product page'), await playground.find('Trip app')];
  await playground.select(...frames.map(({ id }) => id));
  await panel().getByText('2 targets, each with its own region.').waitFor();
  expect(await panel().getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringMatching(/Trip app\s+Region 1/),
    expect.stringMatching(/Product page\s+Mask/),
  ]);
  await playground.generate();
  await panel().getByText('Nothing was sent').waitFor();
  await panel().getByRole('radio', { name: 'Different in each', checked: true }).press('ArrowUp');
  await panel().getByText('Made once, in “Trip app”, and placed in the other over').waitFor();
  expect(playground.requestCount()).toBe(0);
  await panel().getByLabel('Target').selectOption({ label: 'Trip app · Frame · 390 × 844' });
  await panel().getByRole('button', { name: 'Region 1 mask' }).waitFor();
  const section = await playground.page.evaluate(() => window.figma.createSection().id);
  await playground.select(section);
  await panel()
    .getByText(/is a section.*“Trip app” stays the target/)
    .waitFor();
});

it('says which text stays above the result, and which is covered when that is switched off', async () => {
  await playground.reset();
  const [frame, mask] = [await playground.find('Product page'), await playground.find('Mask')];
  await playground.edit(mask.id, { x: 320, y: 170 });
  await playground.select(frame.id, mask.id);
  await panel().getByLabel('Soft edge').fill('8');
  await panel().getByRole('button', { name: 'Region', exact: true }).click();
  const protect = panel().getByLabel('Protect text');
  await panel().getByText('“Heading” and 2 more stay as they are, above the result.').waitFor();
  expect(await protect.isChecked()).toBe(true);
  await protect.uncheck();
  await panel().getByText('“Heading” and 2 more will be covered by the result.').waitFor();
});

it('outlines what is drawn, says how it is read, and offers the full strength for a map in greys', async () => {
  await playground.reset();
  const [frame, mask] = [await playground.find('Product page'), await playground.find('Mask')];
  await playground.select(frame.id, mask.id);
  // The mask fades out to the left: the reach, which goes beyond it elsewhere, does not there.
  const reach = panel().getByRole('img', { name: 'Preview' }).locator('.reach');
  await expect.poll(() => reach.getAttribute('d')).toMatch(/^M.+Z$/);
  const [outer, inner] = [await reach.boundingBox(), await panel().locator('.drawn').boundingBox()];
  expect(Math.abs(outer!.x - inner!.x)).toBeLessThan(4);
  expect(outer!.x + outer!.width - inner!.x - inner!.width).toBeGreaterThan(6);
  await panel().getByText('has greys').waitFor();
  await panel().getByRole('button', { name: 'Set to 1' }).click();
  expect(await panel().getByRole('slider', { name: 'Strength' }).inputValue()).toBe('1');
  expect(await panel().getByText('has greys').count()).toBe(0);
  await panel().getByRole('button', { name: 'Region', exact: true }).click();
  await panel().getByText('Read by its shape').waitFor();
});
