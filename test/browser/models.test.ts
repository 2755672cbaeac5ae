// Every property of every endpoint, set in the panel by its accessible name and found again in what arrives at fal.
import { encode } from 'fast-png';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fieldsOf, MODELS, type Model } from '../../core/models/index.ts';
import { apply, fillLists, planForAll, type Setting, told, wrongForAll } from '../support/model-form.ts';
import { closeBrowser, openPlayground, type Playground } from '../support/playground.ts';

let playground: Playground;
let settings: object;

beforeAll(async () => {
  playground = await openPlayground();
  await playground.select((await playground.drawCard()).frame);
  const stored = await playground.page.evaluate(() => window.figma.clientStorage.getAsync('settings'));
  settings = { ...(stored as object), edit: { prompt: 'a calm lake', surroundings: 'none', softEdge: 0 } };
});

/** The panel as new. What was requested before is never fetched, so no picture is made for it. */
beforeEach(async () => {
  await playground.page.evaluate(async (fresh) => {
    window.playground.closePlugin();
    await window.figma.clientStorage.setAsync('settings', fresh);
    await window.playground.runPlugin();
  }, settings);
  playground.server.standIn.reset();
  await panel().getByRole('region', { name: 'Target' }).getByText('Region 1').waitFor();
});

afterAll(() => playground.close());
afterAll(closeBrowser);

const panel = () => playground.panel;
const GREY = encode({
  width: 64,
  height: 64,
  channels: 3,
  depth: 8,
  data: new Uint8Array(64 * 64 * 3).fill(90),
});
const PICTURE = `data:image/png;base64,${Buffer.from(GREY).toString('base64')}`;

async function choose(model: Model['id']): Promise<void> {
  await panel().getByLabel('Model').selectOption(model);
  await panel().getByRole('button', { name: 'All model settings' }).click();
  await panel().getByRole('searchbox', { name: 'Search settings' }).waitFor();
}

const arrived = () => playground.server.standIn.requests();

/** Generates, and gives back the request that arrives. */
async function sent() {
  await playground.generate();
  await expect.poll(() => arrived().length, { timeout: 20_000 }).toBe(1);
  return arrived()[0]!;
}

it.each(MODELS.map((model) => [model.id, model] as const))(
  '%s: what may not be sent is told of beside every property; set right, all arrive exactly so',
  async (_, model) => {
    await choose(model.id);
    const fields = fieldsOf(model);
    await fillLists(panel(), fields);
    // Where there is a size to choose, a side can be wrong only of one's own.
    if (fields.some(({ kind }) => kind === 'size'))
      await panel().getByLabel('Picture size').selectOption('own');
    const wrong = wrongForAll(fields);
    await apply(panel(), wrong);
    await refused();
    const expected = wrong.map(({ label, sentence }) => ({ label, sentence }));
    const sentences = await told(panel(), wrong);
    expect(wrong.map(({ label }, i) => ({ label, sentence: sentences[i] }))).toEqual(expected);

    const plan = planForAll(fields, [], PICTURE);
    await apply(panel(), plan.settings);
    const { endpoint, input } = await sent();
    expect(endpoint).toBe(model.id);
    expect(input).toEqual(plan.value);
  },
);

/** A click on Generate does nothing. */
async function refused(): Promise<void> {
  await playground.generate();
  expect(await panel().getByRole('progressbar').count()).toBe(0);
  expect(arrived()).toEqual([]);
}

it('says of each kind of field what it has to be', async () => {
  await choose('fal-ai/flux-general/differential-diffusion');
  for (const item of ['LoRA', 'EasyControl', 'union ControlNet']) {
    await panel()
      .getByRole('button', { name: `Add ${item}` })
      .press('Enter');
  }
  const [lora, easy] = [
    ['LoRAs', 'LoRA 1'],
    ['EasyControls', 'EasyControl 1'],
  ] as const;
  const cases = [
    [[], 'Variations', '11', 'A whole number from 1 to 10.'],
    [[], 'Steps', '51', 'A whole number from 1 to 50.'],
    [[], 'Max shift', '5.01', 'A number from 0.01 to 5.'],
    [[], 'Avoidance', '1', 'A number above 1, up to 10.'],
    [[], 'Seed', '-1', 'A whole number from 0 to 4294967295, or empty.'],
    [[], 'Reference picture', 'picture.png', 'An address that starts with https://, a file or a layer.'],
    [lora, 'Path', null, 'An address, or a name at Hugging Face such as owner/name.'],
    [lora, 'Scale', '4.5', 'A number from -4 to 4.'],
    [easy, 'Follows its', null, 'One of Subject, Layout.'],
  ] as const;
  const settings: Setting[] = cases.map(([groups, label, value]) => ({ groups, label, name: '', value }));
  await apply(panel(), settings);
  await refused();
  expect(await told(panel(), settings)).toEqual(cases.map(([, , , sentence]) => sentence));
  expect(await panel().getByText('At least one guide.').count()).toBe(1);
});

describe('all model settings', () => {
  beforeEach(() => choose('fal-ai/flux-general/differential-diffusion'));

  it('are searched by name and by fal’s name, within lists too', async () => {
    const search = panel().getByRole('searchbox', { name: 'Search settings' });
    await search.fill('avoid');
    await panel().getByLabel('What to avoid').waitFor();
    expect(await panel().getByLabel('Scheduler').count()).toBe(0);
    await search.fill('conditioning_scale');
    await panel().getByRole('button', { name: 'Add ControlNet' }).waitFor();
    expect(await panel().getByRole('button', { name: 'Add LoRA' }).count()).toBe(0);
    await search.fill('zebra');
    await panel().getByText('No setting of this model is called “zebra”.').waitFor();
  });

  it('has lists that are added to, reordered and shortened from the keyboard', async () => {
    const button = (name: string) => panel().getByRole('button', { name, exact: true });
    const focused = () => panel().locator(':focus').getAttribute('aria-label');
    for (const path of ['first', 'second', 'third']) {
      await button('Add LoRA').press('Enter');
      await panel().locator(':focus').fill(path);
    }
    const scaleOf = panel().getByRole('group', { name: 'LoRA 3' });
    await scaleOf.getByLabel('One number or per layer').selectOption('Per layer');
    await scaleOf.getByLabel('Name of layer 1').fill('single_blocks.0');
    await scaleOf.getByLabel('Number for layer 1').fill('-1.5');
    await scaleOf.getByRole('button', { name: 'Add layer' }).press('Enter');
    await scaleOf.getByLabel('Name of layer 2').fill('single_blocks.1');
    await panel().getByRole('group', { name: 'LoRA 2' }).getByLabel('Scale', { exact: true }).fill('77');
    await button('Move LoRA 2 up').press('Enter');
    expect(await focused()).toBe('Move LoRA 1 down');
    const first = panel().getByRole('group', { name: 'LoRA 1' });
    expect(await first.getByLabel('Path').inputValue()).toBe('second');
    expect(await first.getByLabel('Scale', { exact: true }).inputValue()).toBe('77');
    await button('Move LoRA 1 down').press('Enter');
    await button('Remove LoRA 2').press('Enter');
    expect(await focused()).toBe('Remove LoRA 2');
    expect((await sent()).input.loras).toEqual([
      { path: 'first' },
      { path: 'third', scale: { 'single_blocks.0': -1.5, 'single_blocks.1': 1 } },
    ]);
  });

  it('takes a file from disk, sent as it is, and a layer, drawn anew', async () => {
    const [search, file] = [panel().getByRole('searchbox'), panel().getByLabel('Choose file')];
    await search.fill('Reference picture');
    await file.setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await panel().getByRole('alert').getByText('“x.png” is no PNG, JPEG, WebP or GIF picture').waitFor();
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
