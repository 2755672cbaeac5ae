// Prompts that are kept: the last ones sent, the saved ones, found again by their words; and those that give an order.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  forget,
  isSaved,
  NO_PROMPTS,
  promptAdvice,
  readPrompts,
  search,
  sent,
  toggleSaved,
} from '../../core/prompts.ts';

describe('the shelf of prompts', () => {
  it('has the last sent first, each once', () => {
    const prompts = ['a', 'b', ' a '].reduce(sent, NO_PROMPTS);
    expect(prompts.recent).toEqual(['a', 'b']);
    expect(sent(prompts, '  ')).toBe(prompts);
  });

  it('keeps what it has when one is sent that is too long for it', () => {
    expect(['a', 'b', 'x'.repeat(100_001)].reduce(sent, NO_PROMPTS).recent).toEqual(['b', 'a']);
  });

  it('stays small, however much is sent', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 9000 }), { maxLength: 80 }), (texts) => {
        const { recent } = texts.reduce(sent, NO_PROMPTS);
        expect(recent.length).toBeLessThanOrEqual(50);
        expect(recent.join('').length).toBeLessThanOrEqual(100_000);
      }),
      { numRuns: 30 },
    );
  });

  it('saves and forgets', () => {
    const saved = toggleSaved(sent(NO_PROMPTS, 'misty lake'), 'misty lake');
    expect(isSaved(saved, ' misty lake')).toBe(true);
    expect(isSaved(toggleSaved(saved, 'misty lake'), 'misty lake')).toBe(false);
    expect(forget(saved, 'misty lake')).toEqual(NO_PROMPTS);
  });

  it('finds by all the words, and lists a saved one once', () => {
    const prompts = toggleSaved(['Misty lake at dawn', 'lake', 'red kite'].reduce(sent, NO_PROMPTS), 'lake');
    expect(search(prompts, 'LAKE')).toEqual({ saved: ['lake'], recent: ['Misty lake at dawn'] });
    expect(search(prompts, 'dawn misty').recent).toEqual(['Misty lake at dawn']);
    expect(search(prompts, '').recent).toHaveLength(2);
  });

  it('reads what another version or a fault has left in storage', () => {
    expect(readPrompts(null)).toEqual(NO_PROMPTS);
    expect(readPrompts({ saved: 'x', recent: ['a', 1, 'b'] })).toEqual({ saved: [], recent: ['a', 'b'] });
  });
});

test.each([
  'remove the people',
  'Remove two people on the left',
  'erase  him',
  'get rid of people',
  'Please, delete this sign',
  'can you remove the car',
  'make it warmer',
  'make sky blue',
  'Replace the sky with stars',
  'replace dog with cat',
  'change colour to red',
  'turn into a painting',
  'add sunglasses',
  'a red kite\nremove the dog',
])('“%s” gives an order', (prompt) => {
  expect(promptAdvice(prompt)).toContain('Describe');
});

test.each([
  'make-up on a dressing table',
  'make up artist at work',
  'swap meet at dawn',
  'a removal van',
  'turning leaves',
  'a change machine',
  'golden autumn forest',
  'addax in the desert',
  '',
])('“%s” describes', (prompt) => {
  expect(promptAdvice(prompt)).toBeNull();
});
