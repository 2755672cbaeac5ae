// fal's schema file walked: every input property of every endpoint, and of every nested type, is set in the panel by
// its accessible name and found again in what arrives at fal; and just beyond its bounds, it is refused with a sentence.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { validateInput } from '../../playground/fal/schemas.ts';
import { FILE } from '../core/model-places.ts';
import { sharedPlayground } from '../support/browser.ts';
import { type Form, strayLabels, unfold } from '../support/model-form.ts';
import type { Playground } from '../support/playground.ts';
import {
  type Case,
  casesOf,
  descriptionOf,
  expectedOf,
  GREY,
  invalid,
  type Side,
  standard,
  told,
} from '../support/schema-cases.ts';
import { inputOf } from '../support/schema-walk.ts';

let playground: Playground;
let settings: object;

beforeAll(async () => {
  playground = await sharedPlayground();
  await playground.select((await playground.resetSmall()).frame);
  const stored = await playground.page.evaluate(() => window.figma.clientStorage.getAsync('settings'));
  settings = { ...(stored as object), edit: { prompt: 'a calm lake', surroundings: 'none', softEdge: 0 } };
});

/** The panel as new. */
async function start(): Promise<void> {
  await playground.page.evaluate(async (fresh) => {
    window.playground.closePlugin();
    await window.figma.clientStorage.setAsync('settings', fresh);
    await window.playground.runPlugin();
  }, settings);
  // What arrives is refused, so that no picture is made of it.
  await playground.fault('400');
  await panel().getByRole('region', { name: 'Target' }).getByText('Region 1').waitFor();
  await panel().getByRole('button', { name: 'All model settings' }).click();
  await panel().getByRole('searchbox', { name: 'Search settings' }).waitFor();
}

const panel = () => playground.panel;
const arrived = () => playground.server.standIn.requests();

/** By the keyboard: a click waits for frames to be drawn. */
const generate = () => panel().getByRole('button', { name: 'Generate' }).press('Enter');

/** Generates, and gives back the request that arrives. */
async function sent() {
  const before = arrived().length;
  await generate();
  await expect.poll(() => arrived().length, { timeout: 20_000 }).toBe(before + 1);
  return arrived().at(-1)!;
}

/** Every property has its control: lists with an item, numbers by layer, own sizes. */
function formFor(cases: readonly Case[]): Promise<Form> {
  const groups = cases.flatMap(({ named }) => [...named.groups, named.label]);
  const items = new Set(groups.filter((name) => / 1$/.test(name)));
  const choices = cases.flatMap(({ property, named, value }) => {
    if (property.kind === 'size') return [{ ...named, value: 'own' }];
    if (property.kind !== 'scale' || typeof value === 'number') return [];
    return [{ groups: named.groups, label: 'One number or per layer', value: 'layers' }];
  });
  return unfold(panel(), [...items], choices);
}

/** A click on Generate does nothing, and says so. */
async function refused(why: string | RegExp): Promise<void> {
  const before = arrived().length;
  await generate();
  await panel().getByRole('status').getByText(why).waitFor();
  expect(arrived()).toHaveLength(before);
}

/** Beyond its bounds on that side, each property has its sentence beside it, and nothing is sent. */
async function expectRefused(form: Form, cases: readonly Case[], side: Side): Promise<void> {
  const wrong = cases.flatMap((one) => {
    const setting = invalid(one, side);
    return setting ? [{ ...one, setting }] : [];
  });
  const settings = wrong.map(({ setting }) => setting);
  // What stands before it in a row: a layer's number is wrong by itself once the layer has a name.
  await form.fill(wrong.flatMap((one) => one.settings.slice(0, -1)));
  await form.fill(settings);
  // Each of them would hold the click back by itself: what is too little has no other field wrong beside it.
  const count = side === 'low' ? `${settings.length} fields are` : '';
  await refused(`Nothing was sent: ${count}`);
  const sentences = await form.problemsBeside(settings);
  const found = wrong.map(({ property, setting }, i) => told(property, setting, sentences[i]!));
  expect(found).toEqual(wrong.map(({ property, setting }) => expectedOf(property, setting)));
}

describe('every property in fal’s schemas', () => {
  beforeAll(start);

  it.each(Object.keys(FILE.endpoints))('%s', async (endpoint) => {
    await panel().getByLabel('Model', { exact: true }).selectOption(endpoint);
    const cases = casesOf(endpoint);
    const form = await formFor(cases);
    await expectRefused(form, cases, 'low');
    await expectRefused(form, cases, 'high');

    await form.fill(cases.flatMap(standard));
    const filled = await form.fill(cases.flatMap(({ settings }) => settings));
    const whole = cases.filter(({ settings: { length } }) => length === 1);
    const described = filled.filter(({ description }) => description !== '');
    expect(described).toEqual(whole.map(({ property }) => descriptionOf(property)));
    const { input, ...request } = await sent();
    expect(request.endpoint).toBe(endpoint);
    expect(input).toEqual(inputOf(cases.map(({ property, value }) => [property.path, value])));
    expect(validateInput(endpoint, input)).toMatchObject({ ok: true });
  });
});

describe('all model settings', () => {
  beforeAll(start);
  // One that fails leaves the panel in the middle of something.
  afterEach(({ task }) => (task.result?.state === 'fail' ? start() : undefined));

  it('are searched, and one that is wrong says so wherever it is', async () => {
    const search = panel().getByRole('searchbox', { name: 'Search settings' });
    await search.fill('avoid');
    await panel().getByLabel('What to avoid').waitFor();
    expect(await panel().getByLabel('Scheduler').count()).toBe(0);
    await search.fill('same seed');
    await panel().getByLabel('Seed').fill('-1');
    await search.fill('dpmpp');
    await panel().getByLabel('Scheduler').waitFor();
    expect(await panel().getByLabel('What to avoid').count()).toBe(0);
    await panel().getByRole('alert').getByText('A whole number from 0 to 4294967295, or empty.').waitFor();
    await panel().getByLabel('Seed').fill('7');
    expect(await panel().getByRole('alert').count()).toBe(0);
    await panel().getByLabel('Seed').fill('');
    await search.fill('strength');
    await panel().getByText('Strength stands above, on the first screen.').waitFor();
    await panel().getByRole('button', { name: 'Go there' }).press('Enter');
    await panel().getByRole('slider', { name: 'Strength' }).and(panel().locator(':focus')).waitFor();
    await search.fill('zebra');
    await panel().getByText('Nothing is said of “zebra” in this model’s settings.').waitFor();
  });

  it('stay open while what they were opened for is mended', async () => {
    await panel().getByRole('searchbox', { name: 'Search settings' }).fill('');
    await panel().getByRole('button', { name: 'Add LoRA', exact: true }).press('Enter');
    await panel().getByRole('button', { name: 'All model settings' }).click();
    await refused('Nothing was sent');
    const path = panel().getByLabel('Path').and(panel().locator(':focus'));
    await path.pressSequentially('owner/lora');
    expect(await path.inputValue()).toBe('owner/lora');
    await panel().getByRole('button', { name: 'Remove LoRA 1' }).click();
  });

  it('has lists that are added to, reordered and shortened from the keyboard', async () => {
    const button = (name: string) => panel().getByRole('button', { name, exact: true });
    const focused = () => panel().locator(':focus').getAttribute('aria-label');
    await panel().getByRole('searchbox').fill('');
    for (const path of ['a/first', 'a/second', 'a/third']) {
      await button('Add LoRA').press('Enter');
      await panel().locator(':focus').fill(path);
    }
    const scaleOf = panel().getByRole('group', { name: 'LoRA 3' });
    await scaleOf.getByLabel('One number or per layer').selectOption('Per layer');
    await scaleOf.getByLabel('Name of layer 1').fill('single_blocks.0');
    await scaleOf.getByLabel('Number for layer 1').fill('-1.5');
    await scaleOf.getByRole('button', { name: 'Add layer' }).press('Enter');
    expect(await focused()).toBe('Name of layer 2');
    await scaleOf.getByRole('button', { name: 'Add layer' }).press('Enter');
    await refused('Nothing was sent: 2 fields are not right yet.');
    await panel().getByRole('button', { name: 'Go to field' }).press('Enter');
    expect(await focused()).toBe('Name of layer 2');
    await panel().locator(':focus').fill('7');
    await scaleOf.getByRole('button', { name: 'Remove layer 3' }).press('Enter');
    expect(await focused()).toBe('Name of layer 2');
    await panel().getByRole('group', { name: 'LoRA 2' }).getByLabel('Scale', { exact: true }).fill('77');
    await button('Move LoRA 2 up').press('Enter');
    expect(await focused()).toBe('Move LoRA 1 down');
    const first = panel().getByRole('group', { name: 'LoRA 1' });
    expect(await first.getByLabel('Path').inputValue()).toBe('a/second');
    expect(await first.getByLabel('Scale', { exact: true }).inputValue()).toBe('77');
    await button('Move LoRA 1 down').press('Enter');
    await button('Remove LoRA 2').press('Enter');
    expect(await focused()).toBe('Remove LoRA 2');
    expect(await strayLabels(panel())).toEqual([]);
    expect((await sent()).input.loras).toEqual([
      { path: 'a/first' },
      { path: 'a/third', scale: { 'single_blocks.0': -1.5, 7: 1 } },
    ]);
  });

  it('takes a file from disk, sent as it is, and a layer, drawn anew', async () => {
    const [search, file] = [panel().getByRole('searchbox'), panel().getByLabel('Choose file')];
    await search.fill('Reference picture');
    await file.setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await panel().getByRole('alert').getByText('“x.png” is no PNG, JPEG, WebP or GIF picture').waitFor();
    // Else a browser would think nothing of the same file, once it has been mended.
    expect(await file.inputValue()).toBe('');
    await file.setInputFiles({ name: 'grey.png', mimeType: 'image/png', buffer: Buffer.from(GREY) });
    const box = panel().getByLabel('Reference picture');
    await box.and(panel().locator('[readonly]')).waitFor();
    expect(await box.inputValue()).toBe('grey.png');

    await search.fill('Source picture');
    const [source, use] = [
      panel().getByLabel('Source picture'),
      panel().getByRole('button', { name: 'Use selected layer' }),
    ];
    const [frame, region] = [await playground.find('Card'), await playground.find('Region 1')];
    await playground.select();
    await use.press('Enter');
    await panel().getByRole('alert').getByText('Select the layer in Figma first').waitFor();
    await playground.select(region.id);
    await use.press('Enter');
    await source.and(panel().locator('[readonly]')).waitFor();
    expect(await source.inputValue()).toBe('Region 1');
    const selected = await playground.page.evaluate(() =>
      window.figma.currentPage.selection.map(({ id }) => id),
    );
    expect(selected).toEqual([frame.id]);

    const { images } = await sent();
    expect(images.reference_image_url).toEqual(new Uint8Array(GREY));
    expect(Object.keys(images)).toContain('image_url');
  });
});
