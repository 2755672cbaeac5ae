// Several prompts in one text: lines, and alternatives in braces.
import { expect, test, vi } from 'vitest';
import { promptsIn } from '../../core/prompt-list.ts';

test.each([
  ['a red door', ['a red door']],
  ['a red door\n\n  a blue door \r\na red door', ['a red door', 'a blue door']],
  ['a {red|blue} door', ['a red door', 'a blue door']],
  [
    'a {red|blue} door, {day|night}',
    ['a red door, day', 'a red door, night', 'a blue door, day', 'a blue door, night'],
  ],
  ['a {big |}door', ['a big door', 'a door']],
  ['a {big |} {|red }door', ['a big door', 'a big red door', 'a door', 'a red door']],
  // Spaces that no choice leaves behind are the designer's.
  ['a  {red|} door,  {day|}', ['a  red door,  day', 'a  red door,', 'a  door,  day', 'a  door,']],
  ['{a {red|blue} door|a window}', ['a red door', 'a window', 'a blue door']],
  ['a {red|blue} door\na window', ['a red door', 'a blue door', 'a window']],
  // What is no choice is left as it is, spaces and all.
  ['a  {curly} door { "colour": "red" }', ['a  {curly} door { "colour": "red" }']],
  ['', ['']],
  ['\n \n', ['']],
])('%j', (text, prompts) => {
  expect(promptsIn(text, { isPerLine: true, most: 100 })).toEqual(prompts);
});

test('more combinations than anybody wants are not even counted', () => {
  expect(promptsIn('{a|b|c|d}'.repeat(40), { isPerLine: false, most: 500 })).toHaveLength(500);
});

test.each([
  ['choices that all come to the same', '{|}'.repeat(40), 1],
  ['twice the same', `${'{a|a}'.repeat(40)}`, 1],
  ['spaces that make no difference', '{ |  }{|}'.repeat(40), 1],
  ['one more each', '{|x}'.repeat(40), 40],
  ['as many as a prompt has room for', '{a|b}'.repeat(2000), 500],
])('%s: each text on the way is met once', (_, text, count) => {
  const look = vi.spyOn(RegExp.prototype, 'exec');
  expect(promptsIn(text, { isPerLine: false, most: 500 })).toHaveLength(count);
  const steps = look.mock.calls.length;
  look.mockRestore();
  expect(steps).toBeGreaterThanOrEqual(count);
  expect(steps).toBeLessThan(text.length ** 2 / 10);
});

test('a line break is part of the prompt, unless lines were asked for', () => {
  const prompts = (text: string) => promptsIn(text, { isPerLine: false, most: 100 });
  expect(prompts('a red door,\nin the evening\n')).toEqual(['a red door,\nin the evening']);
  expect(prompts('a {red|blue} door,\nin the evening')).toEqual([
    'a red door,\nin the evening',
    'a blue door,\nin the evening',
  ]);
});
