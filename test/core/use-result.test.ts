// A result in another target: in its own ratio, over all of the region there, and within the target.
import { expect, test } from 'vitest';
import { readWay } from '../../core/footprint.ts';
import { contains, intersect, type Rect } from '../../core/geometry.ts';
import { matching, placedIn, type Used } from '../../core/use-result.ts';
import { type Random, seeded } from '../support/random.ts';

function someUse(random: Random): Used {
  const target = { width: random.between(100, 900), height: random.between(100, 900) };
  const region: Rect<'frame'> = {
    x: random.between(0, target.width / 2),
    y: random.between(0, target.height / 2),
    width: random.between(10, target.width / 2),
    height: random.between(10, target.height / 2),
  };
  const by = random.between(0, 20);
  const { x, y, width, height } = region;
  const grown = { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
  const area = intersect<'frame'>(grown, { x: 0, y: 0, ...target })!;
  return { target, region, area, shown: area };
}

test('it keeps its ratio, covers the region it is for, and stays within the target', () => {
  const random = seeded(65);
  const wrong = { ratio: 0, uncovered: 0, outside: 0 };
  for (let i = 0; i < 400; i++) {
    const used = someUse(random);
    const other = someUse(random);
    const found = placedIn(used, other.target, other.region)!;
    const ratio = found.area.width / found.area.height / (used.area.width / used.area.height);
    if (Math.abs(ratio - 1) > 1e-9) wrong.ratio++;
    if (!contains(found.shown, other.region, 1e-6)) wrong.uncovered++;
    if (!contains({ x: 0, y: 0, ...other.target }, found.shown, 1e-6)) wrong.outside++;
  }
  expect(wrong).toEqual({ ratio: 0, uncovered: 0, outside: 0 });
});

test('in a target of the same size and region it lies where it lay', () => {
  const used = someUse(seeded(66));
  for (const region of [used.region, null]) {
    const { area } = placedIn(used, used.target, region)!;
    expect(area.x).toBeCloseTo(used.area.x);
    expect(area.width).toBeCloseTo(used.area.width);
  }
});

test('without a region it goes to the same part of a target of another size', () => {
  const region = { x: 50, y: 0, width: 50, height: 100 };
  const used: Used = { target: { width: 100, height: 100 }, region, area: region, shown: region };
  const { shown } = placedIn(used, { width: 300, height: 200 }, null)!;
  expect(shown).toEqual({ x: 150, y: 0, width: 150, height: 200 });
});

test('regions are found by their names, else where it is the only one or there are as many', () => {
  const [hero, logo, text] = [{ name: 'Hero ' }, { name: 'Logo' }, { name: 'Text' }];
  const named = (...names: string[]) => names.map((name) => ({ name }));
  const meant = (names: string[], others: readonly { name: string }[]) => {
    const { own, others: found } = matching(named(...names), others);
    return [own.map(({ name }) => name), found];
  };
  expect(meant(['hero'], [logo, hero])).toEqual([['hero'], [hero]]);
  expect(meant(['Logo', 'hero'], [text, hero, logo])).toEqual([
    ['Logo', 'hero'],
    [hero, logo],
  ]);
  // What the other has not is no part of what says where it goes.
  expect(meant(['Sky', 'hero'], [text, hero])).toEqual([['hero'], [hero]]);
  expect(meant(['hero'], [logo])).toEqual([['hero'], [logo]]);
  expect(meant(['Sky', 'Sea'], [logo])).toEqual([['Sky', 'Sea'], [logo]]);
  expect(meant(['Sky', 'Sea'], [logo, text])).toEqual([
    ['Sky', 'Sea'],
    [logo, text],
  ]);
  expect(meant(['hero'], [logo, text])).toEqual([[], []]);
});

test('a way that is damaged leads nowhere', () => {
  const size = { width: 40, height: 30 };
  const box = { x: 1, y: 2, ...size };
  const way = { target: size, region: box, within: size, over: null };
  expect(readWay(JSON.stringify(way))).toEqual(way);
  expect(readWay(JSON.stringify({ ...way, over: box }))).toEqual({ ...way, over: box });
  const damaged = [
    { ...way, over: 'here' },
    { ...way, within: { ...size, width: 0 } },
    { ...way, region: size },
    [],
  ];
  expect(['', '{', ...damaged.map((each) => JSON.stringify(each))].map(readWay)).toEqual(Array(6).fill(null));
});
