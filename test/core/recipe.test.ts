// What is kept of an edit on its layers: written in entries that Figma takes, and read back from whatever is found there.
import { describe, expect, it } from 'vitest';
import { DEFAULT_MODEL, fieldsOf, problemsOf } from '../../core/models/index.ts';
import { layerName, parseRecipe, recipeText, type WrittenRecipe } from '../../core/recipe.ts';
import { entriesOf, readEntries } from '../../core/recipe-entries.ts';
import { recipeMap } from '../../core/recipe-map.ts';
import { DEFAULT_EDIT } from '../../core/settings.ts';

const RECIPE: WrittenRecipe = {
  version: 1,
  settings: { ...DEFAULT_EDIT, prompt: 'a red door' },
  targetId: '1:1',
  regionIds: ['1:2'],
  targetName: 'Frame',
  madeFor: null,
  regionNames: [],
  framing: { x: -4, y: 8, columns: 40, rows: 30, unit: 8 },
  map: 'iVBORw0KGgoAAAANSUhEUgAAAAE=',
  drawn: { x: 4, y: 16, width: 80.5, height: 40 },
  seed: 7,
  index: 1,
  count: 3,
  requestId: 'r',
  series: { id: 'click 0', from: 4, of: 7 },
  simulated: true,
  billed: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  madeAs: '1:9',
};

const withPrompt = (prompt: string): WrittenRecipe => ({
  ...RECIPE,
  settings: { ...RECIPE.settings, prompt },
});

describe('recipe', () => {
  it('comes back from its text', () => {
    expect(parseRecipe(recipeText(RECIPE))).toEqual(RECIPE);
  });

  it.each([
    {},
    { index: 3, count: 3 },
    { index: -1, count: 3 },
    { index: 0.5, count: 3 },
    { index: '1', count: 3 },
  ])('without a place that can be is that of an only picture: %j', (place) => {
    const { index: _, count: __, ...older } = RECIPE;
    expect(parseRecipe(JSON.stringify({ ...older, ...place }))).toEqual({ ...older, index: 0, count: 1 });
  });

  it('from before it told for which layer it was written is read, and tells of none', () => {
    const { madeAs: _, ...older } = RECIPE;
    expect(parseRecipe(JSON.stringify(older))).toEqual({ ...RECIPE, madeAs: '' });
  });

  it.each([undefined, 'x', { id: '', from: 0, of: 1 }, { id: 'x', from: -1, of: 2 }])(
    'without a series that can be is of none: %j',
    (series) => {
      expect(parseRecipe(JSON.stringify({ ...RECIPE, series }))).toEqual({ ...RECIPE, series: null });
    },
  );

  it.each([undefined, null, 3, 'a picture'])('without a map that can be has none: %j', (map) => {
    expect(parseRecipe(JSON.stringify({ ...RECIPE, map }))).toEqual({ ...RECIPE, map: null });
  });

  it('of a copy tells for which frame that was made', () => {
    const madeFor = { id: '1:7', name: 'Card' };
    expect(parseRecipe(recipeText({ ...RECIPE, madeFor }))).toEqual({ ...RECIPE, madeFor });
  });

  it.each([undefined, 'Card', { id: 7, name: 'Card' }, { id: '1:7' }])(
    'without a frame that can be is of none: %j',
    (madeFor) => {
      expect(parseRecipe(JSON.stringify({ ...RECIPE, madeFor }))).toEqual(RECIPE);
    },
  );

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"version":2}',
    JSON.stringify({ ...RECIPE, settings: null }),
    JSON.stringify({ ...RECIPE, settings: 'x' }),
    JSON.stringify({ ...RECIPE, settings: [RECIPE.settings] }),
    JSON.stringify({ ...RECIPE, settings: { ...RECIPE.settings, prompt: 3 } }),
    JSON.stringify({ ...RECIPE, framing: { x: 'a' } }),
    JSON.stringify({ ...RECIPE, framing: { ...RECIPE.framing, unit: 0 } }),
    JSON.stringify({ ...RECIPE, framing: { ...RECIPE.framing, rows: -3 } }),
    JSON.stringify({ ...RECIPE, framing: { ...RECIPE.framing, x: 1e300 } }),
  ])('is not read from %s', (text) => {
    expect(parseRecipe(text)).toBeNull();
  });

  it('leaves out a picture that was pasted into a field, wherever it stands, and names it as missing', () => {
    const pasted = { kind: 'url', url: `data:image/png;base64,${'A'.repeat(400_000)}` } as const;
    const linked = { kind: 'url', url: 'https://example.com/door.png' } as const;
    const values = {
      reference_image_url: pasted,
      ip_adapters: [{ image_url: linked, mask_image_url: pasted }],
    };
    const text = recipeText({ ...RECIPE, settings: { ...RECIPE.settings, values } });
    expect(text.length).toBeLessThan(2_000);
    const missing = { kind: 'file', name: 'pasted picture of 300 kB' };
    expect(JSON.parse(text).settings.values).toMatchObject({
      reference_image_url: missing,
      ip_adapters: [{ image_url: linked, mask_image_url: missing }],
    });
  });

  it('has whoever edits again told which picture is missing', () => {
    const url = `data:image/png;base64,${'A'.repeat(40_000)}`;
    const values = { ip_adapters: [{ path: 'a/b', image_url: { kind: 'url', url } }] };
    const again = parseRecipe(recipeText({ ...RECIPE, settings: { ...RECIPE.settings, values } }));
    const atHand = { hasFile: () => false, layer: () => null };
    expect(problemsOf(fieldsOf(DEFAULT_MODEL), again!.settings.values, atHand)).toContainEqual({
      path: 'ip_adapters.0.image_url',
      field: expect.stringContaining('1 · '),
      expected: 'a picture: “pasted picture of 30 kB” is no longer at hand, so choose it again',
    });
  });

  it('names its layer by the prompt’s first 40 characters', () => {
    expect(layerName('a red\n door', 0, 1, false)).toBe('a red door');
    expect(layerName('x'.repeat(60), 1, 3, true)).toBe(`Simulated · ${'x'.repeat(40)} 2`);
  });
});

/** As read from a layer that holds these. */
const read = (entries: Iterable<readonly [string, string]>) => {
  const stored = new Map(entries);
  return readEntries((key) => stored.get(key) ?? '');
};

describe('entries of a recipe', () => {
  it('are one, which is the recipe’s own text, for as long as it fits', () => {
    expect(entriesOf(withPrompt('x'.repeat(10_000)))).toEqual([
      ['recipe', expect.stringMatching(/^\{.*\}$/)],
    ]);
  });

  it.each([
    ['one byte each', 'x'],
    ['two', 'é'],
    ['three', '門'],
    ['four', '🚪'],
    ['surrogates that stand alone', '\ud83d'],
  ])('stay under 100 kB in UTF-8, and come back whole: characters of %s', (_, character) => {
    const recipe = withPrompt(`.${character.repeat(130_000)}`);
    const entries = entriesOf(recipe);
    expect(entries.length).toBeGreaterThan(2);
    for (const [key, text] of entries) expect(Buffer.byteLength(key + text)).toBeLessThan(99_000);
    expect(read(entries)).toEqual({ kind: 'recipe', recipe });
  });

  it('that are missing, shortened, exchanged or foreign are said to be unreadable', () => {
    const [head, ...pieces] = entriesOf(withPrompt('x'.repeat(250_000)));
    const [first, second, third] = pieces.map(([, text]) => text);
    const damaged: (readonly [string, string])[][] = [
      [head!, ...pieces.slice(1)],
      [head!],
      [head!, pieces[0]!, pieces[1]!, ['recipe 3', third!.slice(1)]],
      [head!, ['recipe 1', second!], ['recipe 2', first!], ['recipe 3', third!]],
      // A newer form may put its pieces together in another way.
      [['recipe', head![1].replace('"version":1', '"version":2')], ...pieces],
      ...[
        '{"version":1,"pieces":1e9,"length":1}',
        '{"version":1,"pieces":-1,"length":0}',
        '7',
        'null',
        '"x"',
        '{',
        'a b',
      ].map((text) => [['recipe', text] as const]),
      [['recipe', JSON.stringify({ ...RECIPE, version: 2 })]],
    ];
    for (const entries of damaged) expect(read(entries)).toEqual({ kind: 'unreadable' });
    expect(read([])).toEqual({ kind: 'none' });
  });
});

describe('the map of a recipe', () => {
  it('shows what the regions drew at 256 px at most, each by its amount, the stronger where they meet', () => {
    const [width, height] = [1024, 512];
    const half = (from: number, to: number) => ({
      width,
      height,
      data: Float32Array.from({ length: width * height }, (_, i) =>
        i % width >= from && i % width < to ? 1 : 0,
      ),
    });
    const map = recipeMap([
      { coverage: half(0, 514), amount: 0.5 },
      { coverage: half(512, 768), amount: 1 },
    ]);
    expect([map.width, map.height]).toEqual([256, 128]);
    const row = map.data.subarray(60 * 256, 61 * 256);
    expect([row[0], row[127], row[128], row[191], row[192], row[255]]).toEqual([0.5, 0.5, 1, 1, 0, 0]);
  });

  it('keeps a small one as it is, and a thin line as a faint one', () => {
    const dot = {
      width: 32,
      height: 16,
      data: Float32Array.from({ length: 512 }, (_, i) => (i === 40 ? 0.25 : 0)),
    };
    expect(recipeMap([{ coverage: dot, amount: 1 }])).toEqual(dot);
    const line = {
      width: 2048,
      height: 256,
      data: Float32Array.from({ length: 2048 * 256 }, (_, i) => (i % 2048 === 1001 ? 1 : 0)),
    };
    const { width, data } = recipeMap([{ coverage: line, amount: 1 }]);
    expect(width).toBe(256);
    expect(data[125]).toBeCloseTo(1 / 8);
  });
});
