// Several prompts in one text: lines, and alternatives in braces.
import { expect, test } from 'vitest';
import { joined, promptsIn } from '../../core/prompt-list.ts';

test.each([
  ['a red door', ['a red door']],
  ['a red door\n\n  a blue door \r\na red door', ['a red door', 'a blue door']],
  ['a {red|blue} door', ['a red door', 'a blue door']],
  [
    'a {red|blue} door, {day|night}',
    ['a red door, day', 'a red door, night', 'a blue door, day', 'a blue door, night'],
  ],
  ['a {big |}door', ['a big door', 'a door']],
  ['{a {red|blue} door|a window}', ['a red door', 'a window', 'a blue door']],
  ['a {red|blue} door\na window', ['a red door', 'a blue door', 'a window']],
  // What is no choice is left as it is, spaces and all.
  ['a  {curly} door { "colour": "red" }', ['a  {curly} door { "colour": "red" }']],
  ['', ['']],
  ['\n \n', ['']],
])('%j', (text, prompts) => {
  expect(promptsIn(text, 100)).toEqual(prompts);
});

test('more combinations than anybody wants are not even counted', () => {
  expect(promptsIn('{a|b|c|d}'.repeat(40), 500)).toHaveLength(500);
});

test('lines become one prompt on request', () => {
  expect(joined('a red door,\n\n  in the evening\r\n')).toBe('a red door, in the evening');
});
