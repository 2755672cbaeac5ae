// What several prompts go by together.
import { expect, test } from 'vitest';
import { sharedName } from '../../core/shared-name.ts';

test.each([
  [['a red door'], 'a red door'],
  [['a red door', 'a red door'], 'a red door'],
  [['a red door', 'a blue door', 'a wide blue door'], 'a … door'],
  [['oak forest in spring', 'oak forest in autumn'], 'oak forest in …'],
  [['dawn over the bay', 'noon over the bay'], '… over the bay'],
  // None of the words is counted twice, whichever way it is read.
  [['door', 'door door'], 'door …'],
  [['red', 'blue', 'green'], 'red and 2 more'],
  // By an article alone nobody would know them.
  [['a fox', 'a lamp'], 'a fox and 1 more'],
  [[], ''],
])('%j: %s', (prompts, name) => {
  expect(sharedName(prompts)).toBe(name);
});
