// The panel's form as assistive technology has it: controls found by their accessible names within groups, set, and
// asked what stands beside them. One question tells all names; by itself each would take as long as a frame does.
import type { FrameLocator } from 'playwright-core';
import { expect } from 'vitest';

/** A control, by the names of the groups around it and its own. */
export interface Named {
  readonly groups: readonly string[];
  readonly label: string;
}

export interface Setting extends Named {
  readonly value: string | boolean;
}

interface Control extends Named {
  /** What is said of it, where it is marked as wrong. */
  readonly problem: string | null;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What a control says once it is set. */
interface Filled {
  readonly description: string;
  /** The values a choice offers, by the alphabet; null for any other control. */
  readonly options: readonly string[] | null;
}

interface Node {
  readonly role: string;
  readonly name?: string;
  readonly text?: string;
  readonly invalid?: boolean | string;
  readonly children?: readonly (Node | string)[];
}

const CONTROLS = ['textbox', 'searchbox', 'spinbutton', 'slider', 'combobox', 'checkbox'];

/** All controls, in the order in which they stand. */
async function controlsOf(panel: FrameLocator): Promise<Control[]> {
  const tree = (await panel.locator('#app').ariaSnapshotJSON()) as readonly Node[];
  const found: Writable<Control>[] = [];
  /** The last that is marked as wrong: what is told of it stands behind it, in the same group. */
  let wrong: Writable<Control> | null = null;
  const visit = (node: Node | string, groups: readonly string[]): void => {
    if (typeof node === 'string') return;
    if (CONTROLS.includes(node.role)) {
      const control = { groups, label: node.name ?? '', problem: null };
      found.push(control);
      if (node.invalid === true) wrong = control;
    } else if (node.role === 'alert' && String(wrong?.groups) === String(groups)) {
      wrong!.problem = textOf(node);
      wrong = null;
    }
    const inner = node.role === 'group' && node.name ? [...groups, node.name] : groups;
    for (const child of node.children ?? []) visit(child, inner);
  };
  for (const node of tree) visit(node, []);
  return found;
}

function textOf(node: Node | string): string {
  if (typeof node === 'string') return node;
  return node.text ?? (node.children ?? []).map(textOf).join(' ');
}

/** The place of each among the controls: exactly one goes by its name in its group. */
function placesOf(wanted: readonly Named[], controls: readonly Control[]): number[] {
  const nameOf = ({ groups, label }: Named) => [...groups, label].join(' · ');
  const names = controls.map(nameOf);
  const lost = wanted
    .map(nameOf)
    .filter((name) => names.indexOf(name) !== names.lastIndexOf(name) || !names.includes(name));
  expect(lost).toEqual([]);
  return wanted.map((control) => names.indexOf(nameOf(control)));
}

/** What has to be there before every control is: choices that bring others, after the items of lists. */
export async function unfold(
  panel: FrameLocator,
  items: readonly string[],
  choices: readonly Setting[],
): Promise<Form> {
  await panel.locator('#app').evaluate(async (root, wanted) => {
    const shown = () => [...root.querySelectorAll('legend')].map(({ textContent }) => textContent);
    for (const item of wanted) {
      const name = `add ${item.replace(/ 1$/, '')}`.toLowerCase();
      const isAdd = ({ textContent }: Element) => textContent?.toLowerCase() === name;
      if (!shown().includes(item)) [...root.querySelectorAll('button')].find(isAdd)?.click();
      await scheduler.postTask(() => {});
    }
  }, items);
  if (choices.length > 0) await (await readForm(panel)).fill(choices);
  return readForm(panel);
}

export interface Form {
  /** Sets the controls one after the other. */
  fill(settings: readonly Setting[]): Promise<Filled[]>;
  /** What stands beside each control by now, where it is marked as wrong. */
  problemsBeside(wanted: readonly Named[]): Promise<(string | null)[]>;
}

/** The form as it stands, as long as no control comes or goes. */
async function readForm(panel: FrameLocator): Promise<Form> {
  const controls = await controlsOf(panel);
  return {
    fill: (settings) => fill(panel, controls, settings),
    async problemsBeside(wanted) {
      const now = await controlsOf(panel);
      return placesOf(wanted, now).map((place) => now[place]!.problem);
    },
  };
}

async function fill(
  panel: FrameLocator,
  controls: readonly Control[],
  settings: readonly Setting[],
): Promise<Filled[]> {
  const places = placesOf(settings, controls);
  const steps = settings.map(({ value }, i) => [places[i]!, value] as const);
  const { count, filled } = await panel.locator('#app').evaluate(async (root, wanted) => {
    type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
    const all = [...root.querySelectorAll<Field>('input:not([type=file]), select, textarea')];
    const fields = all.filter((field) => field.checkVisibility());
    const type = (field: Field, value: string) => {
      // As typing does: past the property that the view library keeps for itself.
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const describing = (field: Field) =>
      document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent ?? '';
    for (const [place, value] of wanted) {
      const field = fields[place]!;
      if (typeof value === 'string') type(field, value);
      else if ((field as HTMLInputElement).checked !== value) field.click();
      // The next is set once this one has been heard; a timer would wait longer.
      await scheduler.postTask(() => {});
    }
    const filled = wanted.map(([place]) => {
      const field = fields[place]!;
      const options =
        field instanceof HTMLSelectElement ? [...field.options].map((o) => o.value).sort() : null;
      return { description: `${field.ariaDescription ?? ''}${describing(field)}`, options };
    });
    return { count: fields.length, filled };
  }, steps);
  expect(count).toBe(controls.length);
  return filled;
}

/** Labels that name no control, or one of another row, and ids that stand twice. */
export function strayLabels(panel: FrameLocator): Promise<string[]> {
  return panel.locator('#app').evaluate((root) => {
    const rows = '.row, .field, .preset-name, .model-settings';
    const isStray = (label: HTMLLabelElement) =>
      label.htmlFor !== '' && label.closest(rows) !== document.getElementById(label.htmlFor)?.closest(rows);
    const labels = [...root.querySelectorAll('label')]
      .filter(isStray)
      .map(({ textContent }) => textContent ?? '');
    const ids = [...root.querySelectorAll('[id]')].map(({ id }) => id);
    return [...labels, ...ids.filter((id, i) => ids.indexOf(id) !== i)];
  });
}
