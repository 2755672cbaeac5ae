// What tells layers of the same name apart in a list.
import { expect, test } from 'vitest';
import { labelsOf } from '../../core/target-labels.ts';

const named = (name: string, within = '') => ({ name, within });

test('a name that is alone needs no more', () => {
  expect(labelsOf([named('Photo', 'Card 1'), named('Header')])).toEqual([null, null]);
});

test('layers of one name are told by what they lie in', () => {
  expect(labelsOf([named('Photo', 'Card 1'), named('Photo', 'Card 2'), named('Logo', 'Card 2')])).toEqual([
    'Photo (Card 1)',
    'Photo (Card 2)',
    null,
  ]);
});

test('and by a number where that is the same, or nothing', () => {
  expect(labelsOf([named('Photo', 'Card'), named('Photo', 'Card'), named('Photo', 'Hero')])).toEqual([
    'Photo (Card) 1',
    'Photo (Card) 2',
    'Photo (Hero)',
  ]);
  expect(labelsOf([named('Photo'), named('Photo')])).toEqual(['Photo 1', 'Photo 2']);
});
