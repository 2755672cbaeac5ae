// Presets: what they set and leave, what they never hold, and what is told of them beforehand.
import { describe, expect, it } from 'vitest';
import { BUILT_IN_PRESETS } from '../../core/built-in-presets.ts';
import { findModel } from '../../core/models/index.ts';
import { planEdit } from '../../core/plan.ts';
import { nameProblem, presetProblem, readPreset, savedPreset, withPreset } from '../../core/presets.ts';
import { DEFAULT_EDIT, type EditSettings } from '../../core/settings.ts';
import { changesBy } from '../../ui/preset-changes.ts';
import { SELECTION } from '../ui/world.ts';

const GENERAL = 'fal-ai/flux-general/differential-diffusion';
const DEV = 'fal-ai/flux/dev';

const STYLED: EditSettings = {
  ...DEFAULT_EDIT,
  prompt: 'a red door',
  seed: 9,
  variations: 3,
  softEdge: 12,
  values: { strength: 0.3, loras: [{ path: 'brand/style' }], scheduler: 'dpmpp_2m', acceleration: 'high' },
};

const builtIn = (name: string) => BUILT_IN_PRESETS.find((preset) => preset.name === name)!;
const told = (...args: Parameters<typeof changesBy>) =>
  changesBy(...args).map(({ label, from, to }) => `${label}: ${from} → ${to}`);

describe('the built-in ones', () => {
  it.each(BUILT_IN_PRESETS.map((preset) => [preset.name, preset] as const))(
    '%s can be sent, keeps the words, and tells everything it changes',
    (_, preset) => {
      const after = withPreset(STYLED, preset);
      expect(after).toMatchObject({ prompt: 'a red door', seed: 9, variations: 3 });
      expect(planEdit(SELECTION, after, 1).modelId).toBe(preset.sets.modelId);
      expect(changesBy(preset, STYLED)).not.toEqual([]);
      expect(changesBy(preset, after)).toEqual([]);
    },
  );

  it('tells of whatever else differs, were it nothing but how the result goes in', () => {
    const preset = savedPreset('1', 'Copies', { ...STYLED, insertAs: 'copies', promptPerLine: true }, true);
    expect(told(preset, STYLED)).toEqual([
      'Each line by itself: off → on',
      'Insert as: Layer → Copies of the frame',
    ]);
  });

  it('Subtle retouch leaves a brand’s LoRA where it is', () => {
    const preset = builtIn('Subtle retouch');
    expect(withPreset(STYLED, preset).values).toEqual({ ...STYLED.values, strength: 0.45 });
    expect(told(preset, STYLED)).toEqual(['Soft edge: 12 px → Automatic', 'Strength: 0.3 → 0.45']);
  });

  it('Photo for this card tells of another model’s defaults, and of what it does not take', () => {
    expect(told(builtIn('Photo for this card'), STYLED)).toEqual([
      'Model: FLUX general · differential → FLUX dev · text to image',
      'Soft edge: 12 px → 0 px',
      'Surroundings: Nearby → None',
      'File format: PNG → JPEG',
      'Speed-up: null → High',
      'Strength: 0.3 → not used',
      'LoRAs: 1 LoRA → not used',
      'Scheduler: DPM++ 2M → not used',
    ]);
  });
});

describe('the user’s own', () => {
  const preset = savedPreset('1', ' Brand ', STYLED, false);

  it('sets everything as it was, but neither the words nor the seed', () => {
    const other = {
      ...DEFAULT_EDIT,
      prompt: 'a lake',
      seed: 5,
      modelId: DEV,
      values: { guidance_scale: 9, negative_prompt: 'fog' },
    };
    const after = withPreset(other, preset);
    expect(after).toMatchObject({ prompt: 'a lake', seed: 5, modelId: GENERAL, softEdge: 12, variations: 3 });
    const { acceleration, ...own } = STYLED.values;
    expect(after.values).toEqual(own);
    expect(changesBy(preset, after)).toEqual([]);
    expect(told(preset, { ...after, values: { ...after.values, loras: [{ path: 'other/style' }] } })).toEqual(
      ['LoRAs: 1 LoRA → other ones'],
    );
  });

  it('sets the words when it is asked to', () => {
    expect(withPreset(DEFAULT_EDIT, savedPreset('1', 'a', STYLED, true)).prompt).toBe('a red door');
    expect(JSON.stringify(preset)).not.toContain('a red door');
  });

  it('leaves values alone that wait for another model', () => {
    const dev = savedPreset('2', 'Card', { ...DEFAULT_EDIT, modelId: DEV }, false);
    expect(withPreset(STYLED, dev).values).toMatchObject({ loras: [{ path: 'brand/style' }] });
  });

  it('comes back from storage, and from another version as nothing', () => {
    expect(readPreset(structuredClone(preset))).toEqual(preset);
    expect(readPreset({ ...preset, edit: { ...STYLED, modelId: 'fal-ai/gone' } })).toMatchObject({
      edit: { modelId: GENERAL },
    });
    for (const stored of [undefined, 'x', {}, { ...preset, version: 2 }, { ...preset, name: ' ' }])
      expect(readPreset(stored)).toBeNull();
  });

  it('holds no picture’s bytes, at any depth, but keeps addresses and layers', () => {
    const bytes = { kind: 'url', url: 'data:image/png;base64,iVBORw0KGgo=' };
    const file = { kind: 'file', key: 'k', name: 'secret.png' };
    const address = { kind: 'url', url: 'https://example.com/a.png' };
    const layer = { kind: 'layer', id: '1:9', name: 'Sketch' };
    const values = {
      image_url: bytes,
      reference_image_url: file,
      change_map_image_url: address,
      controlnets: [{ path: 'a/b', control_image_url: file, mask_image_url: address }],
      fill_image: { fill_image_url: [bytes, address, layer] },
    };
    const { edit } = savedPreset('1', 'a', { ...DEFAULT_EDIT, values }, false);
    expect(edit.values).toEqual({
      change_map_image_url: address,
      controlnets: [{ path: 'a/b', mask_image_url: address }],
      fill_image: { fill_image_url: [address, layer] },
    });
  });

  it('tells which picture it sets by its name', () => {
    const values = { reference_image_url: { kind: 'layer', id: '1:9', name: 'Sketch' } };
    const sketched = savedPreset('1', 'a', { ...DEFAULT_EDIT, values }, false);
    expect(told(sketched, DEFAULT_EDIT)).toEqual(['Reference picture: none → “Sketch”']);
  });

  it('has a name of its own, and a size that storage can bear', () => {
    expect(nameProblem('Brand', ['Restyle'])).toBeNull();
    expect(nameProblem(' restyle', ['Restyle'])).toContain('already');
    expect(nameProblem('  ', [])).toContain('name');
    expect(nameProblem('x'.repeat(41), [])).toContain('40');
    expect(presetProblem(preset, [])).toBeNull();
    expect(presetProblem(preset, Array(50).fill(preset))).toContain('Delete one');
    const long = savedPreset('1', 'a', { ...STYLED, values: { negative_prompt: 'x'.repeat(30_000) } }, false);
    expect(presetProblem(long, [])).toContain('too much text');
  });
});

it('every model a built-in preset names is in the table', () => {
  for (const { sets } of BUILT_IN_PRESETS) expect(findModel(sets.modelId!)).not.toBeNull();
});
