// What a run may be expected to take, from those before it.
import { expect, test } from 'vitest';
import { expectedPace, type Paces, readPaces, withPace } from '../../core/pace.ts';
import { readSettings } from '../../core/settings.ts';

const KEY = 'fal-ai/flux/dev http://localhost';
const after = (...times: number[]) =>
  times.reduce((paces, milliseconds) => withPace(paces, KEY, milliseconds), {} as Paces);

test('it is the median of the last five runs of that model, and unknown before the first', () => {
  expect(expectedPace(after(), KEY)).toBeNull();
  expect(expectedPace(after(7000), KEY)).toBe(7000);
  expect(expectedPace(after(7000), 'another')).toBeNull();
  expect(expectedPace(after(8000, 90_000, 7000), KEY)).toBe(8000);
  expect(expectedPace(after(90_000, 90_000, 90_000, 1, 2, 3, 4, 5), KEY)).toBe(3);
});

test('times that can be none are not learnt, and not read', () => {
  expect(after(0, -5, Number.NaN, 2 * 60 * 60_000)).toEqual({});
  expect(readPaces({ [KEY]: [7000, 'soon', null, -1], other: 'text' })).toEqual({ [KEY]: [7000] });
  expect(readSettings({ paces: 'none' }).paces).toEqual({});
  expect(readSettings({ paces: after(7000) }).paces).toEqual(after(7000));
});
