// Every property of every endpoint, set in the panel by its accessible name and found again in what arrives at fal.
import { encode } from 'fast-png';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Field, fieldsOf, MODELS, type Model } from '../../core/models/index.ts';
import { closeBrowser, openPlayground, type Playground } from '../support/playground.ts';

let playground: Playground;
let settings: object;

beforeAll(async () => {
  playground = await openPlayground();
  await playground.select((await playground.find('Trip app')).id);
  const stored = await playground.page.evaluate(() => window.figma.clientStorage.getAsync('settings'));
  // A small crop: what becomes of the pictures is tested elsewhere.
  settings = { ...(stored as object), edit: { prompt: 'a calm lake', surroundings: 'none' } };
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

/** One control to be set: in which group, under which name, described by which property, to what. */
interface Setting {
  readonly groups: readonly string[];
  readonly label: string;
  readonly name: string;
  readonly value: string | boolean;
}

/** All in one call to the page: by itself each takes as long as a frame does. */
async function apply(settings: readonly Setting[]): Promise<void> {
  const problems = await panel()
    .locator('#app')
    .evaluate(async (root, wanted) => {
      const groupIn = (scope: Element, name: string) =>
        [...scope.querySelectorAll('fieldset')].find(
          (group) => group.querySelector(':scope > legend')?.textContent === name,
        );
      type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
      const isNamed = (control: Control, label: string) =>
        control.getAttribute('aria-label') === label ||
        [...(control.labels ?? [])].some((element) => element.textContent === label);
      const describe = (control: Control) =>
        [
          control.ariaDescription,
          document.getElementById(control.getAttribute('aria-describedby') ?? '')?.textContent,
        ].join();
      const type = (control: Control, value: string) => {
        // As typing does: past the property that the view library keeps for itself.
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), 'value')?.set?.call(control, value);
        control.dispatchEvent(new Event('input', { bubbles: true }));
        control.dispatchEvent(new Event('change', { bubbles: true }));
      };
      const wrong: string[] = [];
      for (const { groups, label, name, value } of wanted) {
        const scope = groups.reduce<Element | undefined>(
          (outer, group) => outer && groupIn(outer, group),
          root,
        );
        const found = [...(scope?.querySelectorAll<Control>('input, select, textarea') ?? [])].filter(
          (control) => isNamed(control, label),
        );
        const [control] = found;
        if (!control || found.length > 1 || !describe(control).includes(name)) {
          wrong.push(
            `${[...groups, label].join(' · ')}: ${found.length} controls, “${control && describe(control)}”`,
          );
        } else if (typeof value === 'string') type(control, value);
        else if ((control as HTMLInputElement).checked !== value) control.click();
        // The next control is looked for once this one has been heard.
        await new Promise((resolve) => setTimeout(resolve));
      }
      return wrong;
    }, settings);
  expect(problems).toEqual([]);
}

interface Plan {
  readonly settings: Setting[];
  /** What has to arrive. */
  readonly value: unknown;
}

/** How a field is set to something that is not its default. Lists have their first item by now. */
function planFor(field: Field, groups: readonly string[]): Plan {
  const { label, name } = field;
  const typed = (value: string | number): Plan => ({
    settings: [{ groups, label, name, value: String(value) }],
    value,
  });
  switch (field.kind) {
    case 'count':
      return typed(2);
    case 'seed':
      return typed(1234);
    case 'prompt':
    case 'text':
      return typed(`some ${name}`);
    case 'number':
    case 'integer':
      return typed(numberFor(field));
    case 'scale':
      return typed(-1.5);
    case 'image':
      return typed(PICTURE);
    case 'choice':
      return typed(field.options.find(({ value }) => value !== field.default)!.value);
    case 'boolean':
      return { settings: [{ groups, label, name, value: !field.default }], value: !field.default };
    case 'size':
      return typed('portrait_16_9');
    case 'list':
      return planForItem(field.item, [...groups, field.label, `${field.item.label} 1`]);
    case 'group':
      return planForAll(field.fields, [...groups, label]);
    default:
      return field satisfies never;
  }
}

function planForItem(item: Field, groups: readonly string[]): Plan {
  if (item.kind !== 'group') {
    const { settings, value } = planFor({ ...item, label: groups.at(-1)! }, groups);
    return { settings, value: [value] };
  }
  const { settings, value } = planForAll(item.fields, groups);
  return { settings, value: [value] };
}

function planForAll(fields: readonly Field[], groups: readonly string[]): Plan {
  const plans = fields.map((field) => [field.name, planFor(field, groups)] as const);
  return {
    settings: plans.flatMap(([, { settings }]) => settings),
    value: Object.fromEntries(plans.map(([name, { value }]) => [name, value])),
  };
}

/** Gives every list its first item. */
async function fillLists(fields: readonly Field[]): Promise<void> {
  for (const field of fields) {
    if (field.kind === 'group') await fillLists(field.fields);
    if (field.kind !== 'list') continue;
    await panel()
      .getByRole('button', { name: `Add ${field.item.label}` })
      .press('Enter');
    if (field.item.kind === 'group') await fillLists(field.item.fields);
  }
}

function numberFor({
  kind,
  minimum,
  maximum,
  default: standard,
}: Extract<Field, { kind: 'number' | 'integer' }>) {
  const middle = ((minimum ?? -3) + (maximum ?? 5)) / 2;
  const value = kind === 'integer' ? Math.round(middle) : Math.round(middle * 100) / 100;
  return value === standard ? value + (kind === 'integer' ? 1 : 0.05) : value;
}

const arrived = () => playground.server.standIn.requests();

/** Generates, and gives back the request that arrives. */
async function sent() {
  await playground.generate();
  await expect.poll(() => arrived().length, { timeout: 20_000 }).toBe(1);
  return arrived()[0]!;
}

it.each(MODELS.map((model) => [model.id, model] as const))(
  '%s: every property set in the panel arrives exactly so',
  async (_, model) => {
    await choose(model.id);
    const fields = fieldsOf(model);
    await fillLists(fields);
    const plan = planForAll(fields, []);
    await apply(plan.settings);
    const { endpoint, input } = await sent();
    expect(endpoint).toBe(model.id);
    expect(input).toEqual(plan.value);
  },
);

describe('a value that may not be sent', () => {
  /** Says so beside the control, and holds the run back. */
  async function refused(control: Locator, sentence: string): Promise<void> {
    await playground.generate();
    await panel().getByText(sentence, { exact: true }).first().waitFor();
    expect(await control.getAttribute('aria-invalid')).toBe('true');
    const described = await control.evaluate(
      (element) => document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent,
    );
    expect(described).toBe(sentence);
    expect(await panel().getByRole('progressbar').count()).toBe(0);
    expect(arrived()).toEqual([]);
  }

  it('is told of beside its field, for each kind of field, and no request goes out', async () => {
    await choose('fal-ai/flux-general/differential-diffusion');
    const typed = [
      ['Variations', '11', 'A whole number from 1 to 10.', '1'],
      ['Steps', '51', 'A whole number from 1 to 50.', '28'],
      ['Max shift', '5.01', 'A number from 0.01 to 5.', '1'],
      ['Avoidance', '1', 'A number above 1, up to 10.', '2'],
      ['Seed', '-1', 'A whole number from 0 to 4294967295, or empty.', ''],
      ['Reference picture', 'picture.png', 'An address that starts with https://, or a file.', ''],
    ] as const;
    for (const [label, wrong, sentence, right] of typed) {
      const control = panel().getByLabel(label, { exact: true });
      await control.fill(wrong);
      await refused(control, sentence);
      await control.fill(right);
      expect(await control.getAttribute('aria-invalid')).toBe('false');
    }
    await panel().getByLabel('Picture size').selectOption('Width and height');
    await panel().getByLabel('Height').fill('14143');
    await refused(panel().getByLabel('Height'), 'A whole number from 1 to 14142 each way.');
    await panel().getByLabel('Picture size').selectOption('Fit the region');
    await panel().getByRole('button', { name: 'Add LoRA' }).click();
    await refused(panel().getByLabel('Path'), 'An address, or a name at Hugging Face such as owner/name.');
    await panel().getByLabel('Path').fill('owner/name');
    await panel().getByLabel('Scale', { exact: true }).fill('4.5');
    await refused(panel().getByLabel('Scale', { exact: true }), 'A number from -4 to 4.');
    await panel().getByRole('button', { name: 'Remove LoRA 1' }).click();
    await panel().getByRole('button', { name: 'Add EasyControl' }).click();
    await refused(panel().getByLabel('Follows its'), 'One of Subject, Layout.');
    await panel().getByRole('button', { name: 'Remove EasyControl 1' }).click();
    await panel().getByRole('button', { name: 'Add union ControlNet' }).click();
    await panel().getByText('At least one guide.').waitFor();
    await panel().getByRole('button', { name: 'Remove union ControlNet 1' }).click();
    await sent();
  });
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

  it('takes a file from disk, and sends it as it is', async () => {
    const [search, file] = [panel().getByRole('searchbox'), panel().getByLabel('Choose file')];
    await search.fill('Reference picture');
    await file.setInputFiles({ name: 'grey.png', mimeType: 'image/png', buffer: Buffer.from(GREY) });
    const box = panel().getByLabel('Reference picture');
    await box.and(panel().locator('[readonly]')).waitFor();
    expect(await box.inputValue()).toBe('grey.png');
    expect((await sent()).images.reference_image_url).toEqual(new Uint8Array(GREY));
  });
});
