// The form of a model's fields in the panel: what to set in each control, rightly or wrongly, and what it says then.
import type { FrameLocator } from 'playwright-core';
import { expect } from 'vitest';
import { type Field, fieldProblem } from '../../core/models/index.ts';

/** One control to be set: in which group, under which name, described by which property, to what. */
export interface Setting {
  readonly groups: readonly string[];
  readonly label: string;
  readonly name: string;
  /** Null leaves the control as it is. */
  readonly value: string | boolean | null;
}

export interface Plan {
  readonly settings: Setting[];
  /** What has to arrive. */
  readonly value: unknown;
}

/** A value that may not be sent, and what is to be told of it. */
interface Wrong extends Setting {
  readonly sentence: string;
}

/** Sets the controls one after the other, all in one call to the page: by itself each takes as long as a frame does. */
export async function apply(panel: FrameLocator, settings: readonly Setting[]): Promise<void> {
  expect((await visit(panel, settings)).problems).toEqual([]);
}

/** What stands beside each control, where it is marked as wrong. */
export async function told(panel: FrameLocator, settings: readonly Setting[]): Promise<(string | null)[]> {
  const { problems, sentences } = await visit(
    panel,
    settings.map((setting) => ({ ...setting, name: '', value: null })),
  );
  expect(problems).toEqual([]);
  return sentences;
}

function visit(panel: FrameLocator, settings: readonly Setting[]) {
  return panel.locator('#app').evaluate(async (root, wanted) => {
    type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
    const groupIn = (scope: Element, name: string) =>
      [...scope.querySelectorAll('fieldset')].find(
        (group) => group.querySelector(':scope > legend')?.textContent === name,
      );
    const isNamed = (control: Control, label: string) =>
      control.getAttribute('aria-label') === label ||
      [...(control.labels ?? [])].some((element) => element.textContent === label);
    const described = (control: Control) =>
      document.getElementById(control.getAttribute('aria-describedby') ?? '')?.textContent ?? '';
    const type = (control: Control, value: string) => {
      // As typing does: past the property that the view library keeps for itself.
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), 'value')?.set?.call(control, value);
      control.dispatchEvent(new Event('input', { bubbles: true }));
      control.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const told = (control: Control) => {
      if (control.getAttribute('aria-invalid') !== 'true') return null;
      // Of a slider the sentence belongs to the row, whose number is the second of its two controls.
      const row = control.labels?.length === 0 && control.closest('.row')?.querySelector('[role=alert]');
      return (row || null)?.textContent ?? described(control);
    };
    const problems: string[] = [];
    const sentences: (string | null)[] = [];
    for (const { groups, label, name, value } of wanted) {
      const scope = groups.reduce<Element | undefined>(
        (outer, group) => outer && groupIn(outer, group),
        root,
      );
      const found = [...(scope?.querySelectorAll<Control>('input, select, textarea') ?? [])].filter(
        (control) => isNamed(control, label),
      );
      const [control] = found;
      const description = control && `${control.ariaDescription} ${described(control)}`;
      // Where something is wrong, that is what describes the control.
      const isDescribed = control?.ariaInvalid === 'true' || description?.includes(name);
      if (!control || found.length > 1 || !isDescribed) {
        problems.push(`${[...groups, label].join(' · ')}: ${found.length} controls, “${description}”`);
        continue;
      }
      sentences.push(told(control));
      if (value === null) continue;
      if (typeof value === 'string') type(control, value);
      else if ((control as HTMLInputElement).checked !== value) control.click();
      // The next control is looked for once this one has been heard.
      await new Promise((resolve) => setTimeout(resolve));
    }
    return { problems, sentences };
  }, settings);
}

/** Gives every list its first item. */
export async function fillLists(panel: FrameLocator, fields: readonly Field[]): Promise<void> {
  for (const field of fields) {
    if (field.kind === 'group') await fillLists(panel, field.fields);
    if (field.kind !== 'list') continue;
    await panel.getByRole('button', { name: `Add ${field.item.label}` }).press('Enter');
    if (field.item.kind === 'group') await fillLists(panel, field.item.fields);
  }
}

/** How every field is set to something that is not its default. Lists have their first item by now. */
export function planForAll(fields: readonly Field[], groups: readonly string[], picture: string): Plan {
  const plans = fields.map((field) => [field.name, planFor(field, groups, picture)] as const);
  return {
    settings: plans.flatMap(([, { settings }]) => settings),
    value: Object.fromEntries(plans.map(([name, { value }]) => [name, value])),
  };
}

function planFor(field: Field, groups: readonly string[], picture: string): Plan {
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
      // Of the two lists that have one, each is given another of its forms.
      return groups.includes('Control LoRAs') ? scalePerLayer(groups) : typed(-1.5);
    case 'image':
      return typed(picture);
    case 'choice':
      return typed(field.options.find(({ value }) => value !== field.default)!.value);
    case 'boolean':
      return { settings: [{ groups, label, name, value: !field.default }], value: !field.default };
    case 'size':
      return field.falDefault === null ? ownSize(field, groups) : typed('portrait_16_9');
    case 'list':
      return planForItem(field.item, [...groups, field.label, `${field.item.label} 1`], picture);
    case 'group':
      return planForAll(field.fields, [...groups, label], picture);
    default:
      return field satisfies never;
  }
}

function planForItem(item: Field, groups: readonly string[], picture: string): Plan {
  if (item.kind === 'group') {
    const { settings, value } = planForAll(item.fields, groups, picture);
    return { settings, value: [value] };
  }
  const { settings, value } = planFor({ ...item, label: groups.at(-1)! }, groups, picture);
  return { settings, value: [value] };
}

function scalePerLayer(groups: readonly string[]): Plan {
  const setting = (label: string, value: string): Setting => ({ groups, label, name: '', value });
  return {
    settings: [
      setting('One number or per layer', 'layers'),
      setting('Name of layer 1', 'single_blocks.0'),
      setting('Number for layer 1', '-1.5'),
    ],
    value: { 'single_blocks.0': -1.5 },
  };
}

function ownSize({ label, name }: Field, groups: readonly string[]): Plan {
  return {
    settings: [
      { groups, label, name, value: 'own' },
      { groups, label: 'Width', name: '', value: '640' },
      { groups, label: 'Height', name: '', value: '512' },
    ],
    value: { width: 640, height: 512 },
  };
}

type NumberField = Extract<Field, { kind: 'number' | 'integer' }>;

function numberFor({ kind, minimum, maximum, default: standard }: NumberField) {
  const middle = ((minimum ?? -3) + (maximum ?? 5)) / 2;
  const value = kind === 'integer' ? Math.round(middle) : Math.round(middle * 100) / 100;
  return value === standard ? value + (kind === 'integer' ? 1 : 0.05) : value;
}

/** What may not be sent in each field that can hold such a thing; what has to be set is left empty. */
export function wrongForAll(fields: readonly Field[], groups: readonly string[] = []): Wrong[] {
  return fields.flatMap((field) => wrongFor(field, groups));
}

function wrongFor(field: Field, groups: readonly string[]): Wrong[] {
  const { label, name } = field;
  const wrong = (value: string | null, problem: string | null): Wrong[] =>
    problem === null ? [] : [{ groups, label, name, value, sentence: sentenceOf(problem) }];
  switch (field.kind) {
    case 'prompt':
      return wrong('', 'describe what should be there, in a few words');
    case 'count':
      return wrong(String(field.maximum + 1), fieldProblem(field, field.maximum + 1));
    case 'seed':
      return wrong('-1', fieldProblem(field, -1));
    case 'number':
    case 'integer':
      return wrongNumber(field, groups);
    case 'scale':
      return wrong('4.5', fieldProblem(field, 4.5));
    case 'size': {
      const problem = fieldProblem(field, { width: 512, height: field.maximum + 1 })!;
      const height = String(field.maximum + 1);
      return [{ groups, label: 'Height', name: '', value: height, sentence: sentenceOf(problem) }];
    }
    case 'image':
      return wrong('picture.png', fieldProblem(field, { kind: 'url', url: 'picture.png' }));
    case 'text':
      return wrong(null, fieldProblem(field, ''));
    case 'choice':
      return wrong(null, fieldProblem(field, field.default));
    case 'list':
      return wrongItem(field.item, [...groups, field.label, `${field.item.label} 1`]);
    case 'group':
      return wrongForAll(field.fields, [...groups, label]);
    case 'boolean':
      return [];
    default:
      return field satisfies never;
  }
}

function wrongItem(item: Field, groups: readonly string[]): Wrong[] {
  return item.kind === 'group'
    ? wrongForAll(item.fields, groups)
    : wrongFor({ ...item, label: groups.at(-1)! }, groups);
}

function wrongNumber(field: NumberField, groups: readonly string[]): Wrong[] {
  const { name, minimum, maximum } = field;
  const value = maximum !== null ? maximum + 1 : minimum;
  // The slider itself has no room for what is wrong; the number beside it has.
  const label = name === 'strength' ? 'Exact value' : field.label;
  const sentence = sentenceOf(fieldProblem(field, value)!);
  return [{ groups, label, name, value: value === null ? null : String(value), sentence }];
}

function sentenceOf(problem: string): string {
  return `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`;
}
