// Protect text, where somebody goes on drawing while the picture is being made: the result still comes to lie beneath the text.
import { beforeEach, describe, expect, it } from 'vitest';
import { GREEN, RESULT, takeAndInsert, textPage, WHITE } from '../support/text-page.ts';

const drawn = textPage();
const { editor } = drawn;

describe('while the picture is being made', () => {
  beforeEach(() => {
    drawn.photo();
    drawn.text('Title', drawn.page, [25, 30]);
    drawn.mask();
  });

  const child = (name: string) => drawn.page.children.find((layer) => layer.name === name)!;

  async function editMeanwhile(change: () => void): Promise<string[]> {
    const ready = await editor.select(drawn.page, child('Mask'));
    await takeAndInsert(editor, ready, change);
    return drawn.order();
  }

  it('text that is added above the picture stays above the result, which does not show it', async () => {
    const names = await editMeanwhile(
      () => void drawn.page.insertChild(1, drawn.text('New', drawn.page, [25, 20])),
    );
    expect(names).toEqual(['Photo', RESULT, 'New', 'Title', 'Mask']);
  });

  it('text that is taken away leaves the result where its picture was taken', async () => {
    expect(await editMeanwhile(() => child('Title').remove())).toEqual(['Photo', RESULT, 'Mask']);
  });

  it('what is laid over the text does not lift the result above it', async () => {
    const names = await editMeanwhile(() => {
      drawn.page.insertChild(2, drawn.rectangle('Shade', drawn.page, [10, 10, 75, 55], WHITE));
    });
    expect(names).toEqual(['Photo', RESULT, 'Title', 'Shade', 'Mask']);
  });

  it('the picture itself may go: the result still lies beneath the text', async () => {
    expect(await editMeanwhile(() => child('Photo').remove())).toEqual([RESULT, 'Title', 'Mask']);
  });

  it('a place that is gone is found anew', async () => {
    const hero = drawn.frame('Hero', drawn.page, [5, 5, 90, 65], [GREEN]);
    drawn.page.insertChild(1, hero);
    hero.appendChild(child('Title'));
    const names = await editMeanwhile(() => {
      drawn.page.insertChild(1, hero.children[0]!);
      hero.remove();
    });
    expect(names).toEqual(['Photo', RESULT, 'Title', 'Mask']);
  });
});
