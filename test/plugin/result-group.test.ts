// Several results stand in a group that was made for them: it goes with the last but one, and no other group ever does.
import type { FrameNode, GroupNode, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import { emptyPage, openStarted } from '../support/figma.ts';
import { run } from '../support/insert-as.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { frame } from '../support/shapes.ts';

const open = oncePerFile(openStarted);
let card: FrameNode;

beforeEach(() => {
  emptyPage(open);
  card = frame(open.figma, 96, 64);
});

const made = async (names: readonly string[]): Promise<RectangleNode[]> => {
  const layerIds = await run(open, { targetId: card.id, insertAs: 'layer' }, { names });
  return layerIds.map((id) => card.findOne((node) => node.id === id) as RectangleNode);
};

/** Keeps the first. */
function decide([kept, ...removed]: readonly RectangleNode[]) {
  const placed = ({ id }: RectangleNode) => ({ kind: 'layer' as const, layerId: id });
  return open.plugin.call('chooseResult', {
    targetId: card.id,
    results: [placed(kept!)],
    shown: placed(kept!),
    removed: removed.map(placed),
  });
}

async function cleanUp() {
  const { items } = await open.plugin.call('leftovers');
  return open.plugin.call('cleanUp', { items });
}

const inCard = () => card.children.map(({ type, name }) => `${type} ${name}`);
const PAIR = ['a red door', 'a blue door'];

test('decided, only the result is left', async () => {
  await decide(await made(PAIR));
  expect(inCard()).toEqual(['RECTANGLE a red door']);
});

test.each<[string, Partial<GroupNode>]>([
  ['seen through', { opacity: 0.4 }],
  ['blended', { blendMode: 'MULTIPLY' }],
  ['blurred', { effects: [{ type: 'LAYER_BLUR', blurType: 'NORMAL', radius: 2, visible: true }] }],
  ['into a mask', { isMask: true }],
])('made %s by a designer, it stays, and with it how its result looks', async (_, look) => {
  const layers = await made(PAIR);
  const group = layers[0]!.parent as GroupNode;
  Object.assign(group, look);
  await decide(layers);
  expect(group.removed).toBe(false);
  expect(group.children.map(({ id }) => id)).toEqual([layers[0]!.id]);
  for (const [name, value] of Object.entries(look)) expect(group[name as keyof GroupNode]).toEqual(value);
});

test('a group that a designer made of results stays, whether they are decided on or cleaned up', async () => {
  for (const tidy of [decide, cleanUp]) {
    const [one] = await made(['a red door']);
    const [two] = await made(['a blue door']);
    const group = open.figma.group([one!, two!], card);
    group.name = 'Doors';
    two!.visible = false;
    await tidy([one!, two!]);
    expect([group.removed, group.children.map(({ name }) => name)]).toEqual([false, ['a red door']]);
    group.remove();
  }
});
