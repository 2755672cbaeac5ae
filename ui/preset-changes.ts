// What a preset would change, in the form's own words: told before it is applied.

import { modelOf } from '../core/model-settings.ts';
import {
  asList,
  asRecord,
  defaultOf,
  type Field,
  type FieldValue,
  fieldsOf,
  inSentence,
  readImage,
  readSize,
  sameValue,
} from '../core/models/index.ts';
import { type Preset, withPreset } from '../core/presets.ts';
import type { EditSettings } from '../core/settings.ts';
import { insertAsOptions, RESOLUTIONS, SIZES, SURROUNDINGS, titleIn } from './choices.ts';

export interface Change {
  readonly label: string;
  /** Null where there was nothing of the kind. */
  readonly from: string | null;
  readonly to: string;
}

/** Empty when everything is set like this already. */
export function changesBy(preset: Preset, edit: EditSettings): Change[] {
  const after = withPreset(edit, preset);
  return [...settingChanges(edit, after), ...valueChanges(edit, after)];
}

type Told = readonly [label: string, text: (edit: EditSettings) => string];

const px = (value: number | null | 'automatic') => (typeof value === 'number' ? `${value} px` : 'Automatic');
const yesOrNo = (value: boolean | null) => (value === null ? 'Automatic' : onOrOff(value));
const onOrOff = (value: boolean) => (value ? 'on' : 'off');

/** Every setting has its words here, so that none can be changed untold; the seed stays, and a model's own come after. */
const TOLD: Readonly<Record<Exclude<keyof EditSettings, 'seed' | 'values'>, readonly Told[]>> = {
  modelId: [['Model', (edit) => modelOf(edit).label]],
  prompt: [['Prompt', ({ prompt }) => textOf(prompt)]],
  promptPerLine: [['Each line by itself', ({ promptPerLine }) => onOrOff(promptPerLine)]],
  variations: [['Variations', ({ variations }) => String(variations)]],
  softEdge: [['Soft edge', ({ softEdge }) => px(softEdge)]],
  edgeDetails: [
    ['Feather', ({ edgeDetails }) => px(edgeDetails.feather)],
    ['Grow', ({ edgeDetails }) => px(edgeDetails.grow)],
    ['Blend', ({ edgeDetails }) => px(edgeDetails.blend)],
  ],
  matchColours: [['Match surrounding colours', ({ matchColours }) => `${Math.round(matchColours * 100)} %`]],
  changeEverythingElse: [
    ['Change everything else', ({ changeEverythingElse }) => onOrOff(changeEverythingElse)],
  ],
  fillTransparent: [['Fill transparent areas', ({ fillTransparent }) => yesOrNo(fillTransparent)]],
  protectText: [['Protect text', ({ protectText }) => yesOrNo(protectText)]],
  surroundings: [['Surroundings', ({ surroundings }) => titleIn(SURROUNDINGS, surroundings)]],
  resolution: [['Resolution', ({ resolution }) => titleIn(RESOLUTIONS, resolution)]],
  insertAs: [['Insert as', ({ insertAs }) => titleIn(insertAsOptions(false), insertAs)]],
};

function settingChanges(before: EditSettings, after: EditSettings): Change[] {
  return Object.values(TOLD)
    .flat()
    .map(([label, text]) => ({ label, from: text(before), to: text(after) }))
    .filter(({ from, to }) => from !== to);
}

/** Of the models' own fields; another model may have another default. */
function valueChanges(before: EditSettings, after: EditSettings): Change[] {
  const [old, now] = [ownFields(before), ownFields(after)];
  const changed = now.flatMap((field) => {
    const former = old.find(({ name, kind }) => name === field.name && kind === field.kind);
    return changeOf(field, former && setIn(former, before), setIn(field, after)) ?? [];
  });
  const lost = old.filter(({ name }) => name in before.values && !now.some((field) => field.name === name));
  return [
    ...changed,
    ...lost.map((field) => ({
      label: field.label,
      from: valueText(field, setIn(field, before)),
      to: 'not used',
    })),
  ];
}

function changeOf(field: Field, from: FieldValue | undefined, to: FieldValue): Change | null {
  // What only the new model has is worth a word where it is not at its default.
  if (sameValue(from === undefined ? defaultOf(field) : from, to)) return null;
  const [was, is] = [from === undefined ? null : valueText(field, from), valueText(field, to)];
  return { label: field.label, from: was, to: was === is ? 'other ones' : is };
}

function ownFields(edit: EditSettings): readonly Field[] {
  const isShared = ({ kind }: Field) => kind === 'prompt' || kind === 'count' || kind === 'seed';
  return fieldsOf(modelOf(edit)).filter((field) => !isShared(field));
}

function setIn(field: Field, { values }: EditSettings): FieldValue {
  return values[field.name] ?? defaultOf(field);
}

function valueText(field: Field, value: FieldValue): string {
  switch (field.kind) {
    case 'boolean':
      return onOrOff(value === true);
    case 'choice':
      return field.options.find((option) => option.value === value)?.title ?? 'Automatic';
    case 'size':
      return sizeText(value);
    case 'list':
      return countText(field.item.label, asList(value).length);
    case 'image':
      return pictureText(value);
    case 'group':
      return Object.keys(asRecord(value)).length > 0 ? 'set' : 'none';
    case 'scale':
      return typeof value === 'number' ? String(value) : 'by layer';
    case 'number':
    case 'integer':
    case 'count':
    case 'seed':
    case 'text':
    case 'prompt':
      return textOf(String(value ?? ''));
    default:
      return field satisfies never;
  }
}

function sizeText(value: FieldValue): string {
  const size = readSize(value);
  return typeof size === 'string' ? titleIn(SIZES, size) : `${size.width} × ${size.height}`;
}

/** A picture from an address has no name of its own. */
function pictureText(value: FieldValue): string {
  const image = readImage(value);
  if (!image) return 'none';
  return image.kind === 'url' ? 'a picture' : textOf(image.name);
}

function countText(label: string, count: number): string {
  if (count === 0) return 'none';
  return `${count} ${inSentence(label)}${count === 1 ? '' : 's'}`;
}

const LONGEST = 24;

function textOf(text: string): string {
  if (text === '') return 'nothing';
  if (!Number.isNaN(Number(text))) return text;
  const characters = [...text];
  return `“${characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('').trim()}…` : text}”`;
}
