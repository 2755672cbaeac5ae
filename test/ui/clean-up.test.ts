// What could be cleaned up is chosen kind by kind and one by one; a choice outlives the page's changes.
import { expect, test, vi } from 'vitest';
import type { Leftover, Leftovers } from '../../core/clean-up.ts';
import { Failure } from '../../core/failure.ts';
import { chosenLeftovers } from '../../ui/clean-up.ts';
import { leftoverNote, leftoversText } from '../../ui/clean-up-text.ts';
import { openPanel } from './open-panel.ts';

const item = (kind: Leftover['kind'], layerId: string, doubt: Leftover['doubt'] = null): Leftover => ({
  kind,
  layerId,
  name: `Layer ${layerId}`,
  within: 'Card',
  doubt,
});
const ITEMS = [item('regions', '1'), item('regions', '2', 'never-used'), item('results', '3')];
const FOUND: Leftovers = { pageName: 'Page 1', items: ITEMS, untouchable: 2 };

async function opened(plugin: Parameters<typeof openPanel>[0] = {}) {
  const open = await openPanel({ opening: { kind: 'clean-up' }, ...plugin });
  const shown = () => {
    const { value } = open.state.cleanUp;
    if (value.kind !== 'shown') throw new Error(`it is ${value.kind}`);
    return value;
  };
  return { ...open, shown, chosen: () => chosenLeftovers(shown()).map(({ layerId }) => layerId) };
}

test('the menu leads to it, under History; what there is no doubt about is chosen, and what is left out stays so', async () => {
  let found = FOUND;
  const { panel, state, tell, calls, chosen } = await opened({
    plugin: { leftovers: () => found, cleanUp: ({ items }) => ({ removed: items.length }) },
  });
  await vi.waitFor(() => expect(chosen()).toEqual(['1', '3']));
  expect(state.tab.value).toBe('history');
  panel.chooseLeftovers(ITEMS.slice(0, 2), true);
  panel.chooseLeftovers([ITEMS[2]!], false);
  expect(chosen()).toEqual(['1', '2']);
  found = { ...FOUND, items: [...ITEMS, item('results', '4')] };
  tell({ event: 'repainted', value: null });
  await vi.waitFor(() => expect(chosen()).toEqual(['1', '2', '4']));
  panel.cleanUp();
  await vi.waitFor(() => expect(state.cleanUp.value.kind).toBe('closed'));
  expect(calls.filter(({ call }) => call === 'cleanUp')).toMatchObject([
    { args: { items: [{ layerId: '1' }, { layerId: '2' }, { layerId: '4' }] } },
  ]);
  expect(state.historyNote.value).toMatchObject({
    text: '3 removed. One undo brings them back.',
  });
});

test('asked for twice at once, it is done once', async () => {
  const { panel, state, calls, chosen } = await opened({
    plugin: { leftovers: () => FOUND, cleanUp: ({ items }) => ({ removed: items.length }) },
  });
  await vi.waitFor(() => expect(chosen()).toEqual(['1', '3']));
  panel.cleanUp();
  panel.cleanUp();
  await vi.waitFor(() => expect(state.cleanUp.value.kind).toBe('closed'));
  expect(calls.filter(({ call }) => call === 'cleanUp')).toHaveLength(1);
  expect(state.historyNote.value).toMatchObject({ text: '2 removed. One undo brings them back.' });
});

test('where Figma refuses, that is said in its place', async () => {
  const { panel, state, chosen } = await opened({
    plugin: {
      leftovers: () => FOUND,
      cleanUp: () => {
        throw new Failure('clean-up-failed');
      },
    },
  });
  await vi.waitFor(() => expect(chosen()).toHaveLength(2));
  panel.cleanUp();
  const failed = { kind: 'failed', failure: { failure: 'clean-up-failed' } };
  await vi.waitFor(() => expect(state.cleanUp.value).toMatchObject(failed));
});

test('one that cannot be shown is told of beside the list, which stays, until the next', async () => {
  let isGone = true;
  const select = () => {
    if (isGone) throw new Error('not to be shown');
    return { shown: 1 };
  };
  const { panel, state, chosen } = await opened({ plugin: { leftovers: () => FOUND, select } });
  await vi.waitFor(() => expect(chosen()).toEqual(['1', '3']));
  panel.chooseLeftovers([ITEMS[2]!], false);
  panel.findLeftover(ITEMS[0]!);
  const message = expect.stringContaining('Nothing was charged.');
  const failed = { kind: 'failed', failure: { failure: 'unexpected', message } };
  await vi.waitFor(() => expect(state.historyNote.value).toMatchObject(failed));
  expect(chosen()).toEqual(['1']);
  isGone = false;
  panel.findLeftover(ITEMS[0]!);
  expect(state.historyNote.value).toBeNull();
});

test('each is told with where it lies and why it is in doubt, and what stays is counted', () => {
  expect(ITEMS.map(leftoverNote)).toEqual([
    'In “Card”',
    'In “Card” · no result here was made with it',
    'In “Card”',
  ]);
  expect(leftoversText(FOUND)).toContain('2 more stay in any case: locked');
  expect(leftoversText({ ...FOUND, items: [], untouchable: 0 })).toBe(
    'Nothing is left over on the page “Page 1”.',
  );
});
