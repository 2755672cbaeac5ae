// Protect text: which place a result takes, and which text it must cover all the same.
import { describe, expect, it } from 'vitest';
import { leaveText, marksOf, protectText, type Stacked } from '../../core/protection.ts';

type Paints = Stacked['paints'];

/** A frame that can take a result anywhere among its children. */
function frame(name: string, paints: Paints, ...children: Stacked[]): Stacked {
  return {
    id: name,
    name,
    paints,
    places: Array.from({ length: children.length + 1 }, (_, i) => i),
    children,
  };
}

/** A layer too small for the result, an instance, or a leaf: nothing can be added in it. */
function closed(name: string, paints: Paints, ...children: Stacked[]): Stacked {
  return { id: name, name, paints, places: [], children };
}

const photo = closed('Photo', 'other');
const mask = closed('Mask', 'nothing');
const title = closed('Title', 'text');
const label = closed('Label', 'text');
const top = (index: number) => ({ parentId: 'Page', index });

describe('protected text', () => {
  it('has the result beneath it, and above the picture that changes', () => {
    const page = frame('Page', 'other', photo, title, label, mask);
    expect(protectText(page, top(4))).toEqual({
      spot: top(1),
      kept: ['Title', 'Label'],
      covered: [],
      beneath: ['Title', 'Label'],
    });
  });

  it('leaves the result where it goes by itself when no text lies beneath that', () => {
    const page = frame('Page', 'other', photo, mask, title);
    expect(protectText(page, top(2))).toMatchObject({ spot: top(2), kept: ['Title'], beneath: [] });
  });

  it('is covered where the layer that holds it changes too', () => {
    const button = closed('Button', 'other', label);
    const page = frame('Page', 'other', photo, button, mask);
    expect(protectText(page, top(3))).toMatchObject({
      spot: top(3),
      kept: [],
      covered: [{ name: 'Label', because: { kind: 'inside', layer: 'Button' } }],
    });
  });

  it('is covered where something else that changes lies over it, and the text above that stays', () => {
    const page = frame('Page', 'other', photo, title, closed('Shade', 'other'), label, mask);
    expect(protectText(page, top(5))).toMatchObject({
      spot: top(3),
      kept: ['Label'],
      covered: [{ name: 'Title', because: { kind: 'beneath', layer: 'Shade' } }],
    });
  });

  it('stays in a frame that paints nothing, with the result beneath the frame rather than in it', () => {
    const words = frame('Words', 'nothing', title, label);
    const page = frame('Page', 'other', photo, words, mask);
    expect(protectText(page, top(3)).spot).toEqual(top(1));
  });

  it('stays in a nested frame that paints, with the result in that frame', () => {
    const hero = frame('Hero', 'other', photo, frame('Words', 'nothing', title));
    const page = frame('Page', 'other', hero, mask);
    expect(protectText(page, top(2))).toMatchObject({
      spot: { parentId: 'Hero', index: 1 },
      kept: ['Title'],
    });
  });

  it('is covered where no layer can be put beneath it', () => {
    const group = closed('Group', 'nothing', photo, title);
    const page = frame('Page', 'other', group, mask);
    expect(protectText(page, top(2))).toMatchObject({
      spot: top(2),
      covered: [{ name: 'Title', because: { kind: 'no-place' } }],
    });
    const bare = { ...frame('Page', 'nothing', title, mask), places: [2] };
    expect(protectText(bare, top(2)).covered).toEqual([{ name: 'Title', because: { kind: 'no-place' } }]);
  });
});

describe('a result in a hidden frame', () => {
  it('stays there, and covers nothing', () => {
    const page = frame('Page', 'other', photo, title, mask);
    const hidden = { parentId: 'Hidden', index: 1 };
    expect(protectText(page, hidden)).toMatchObject({ spot: hidden, kept: ['Title'], covered: [] });
  });
});

describe('text left to the result', () => {
  it('is covered when it lies beneath the place, and only then', () => {
    const page = frame('Page', 'other', photo, title, mask, label);
    expect(leaveText(page, top(3))).toMatchObject({ kept: ['Label'], covered: [{ name: 'Title' }] });
    expect(leaveText(page, null)).toMatchObject({
      kept: [],
      covered: [{ name: 'Title' }, { name: 'Label' }],
    });
  });
});

describe('layers that are no text', () => {
  const badge: Stacked = { ...closed('Badge', 'other'), mark: 'possible' };
  const words: Stacked = { ...frame('Words', 'nothing', title), mark: 'possible' };
  const stamp: Stacked = { ...closed('Stamp', 'text'), mark: 'marked' };

  it('are offered as far as the result would cover them, the topmost first; those of text alone are not', () => {
    const page = frame('Page', 'other', photo, badge, words, stamp, mask, {
      ...badge,
      id: 'Late',
      name: 'Late',
    });
    expect(marksOf(page, top(5))).toEqual({
      marked: [{ id: 'Stamp', name: 'Stamp' }],
      possible: [{ id: 'Badge', name: 'Badge' }],
    });
    expect(marksOf(page, null).possible.map(({ name }) => name)).toEqual(['Late', 'Badge']);
  });

  it('are found within what could not be protected itself, as wholes', () => {
    const card = frame('Card', 'other', photo, { ...frame('Price', 'other', title), mark: 'possible' });
    expect(marksOf(frame('Page', 'other', card, mask), top(2)).possible).toEqual([
      { id: 'Price', name: 'Price' },
    ]);
  });
});
