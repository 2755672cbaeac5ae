// Clean up: what edits have left on a page is told with every doubt, and goes in one undo step; nothing else does.
import type { FrameNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import type { Leftover } from '../../core/clean-up.ts';
import { emptyPage, openStarted } from '../support/figma.ts';
import { insertOne } from '../support/insert.ts';
import { picture, run } from '../support/insert-as.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { emptyRequest } from '../support/patch.ts';
import { ellipse, frame, rectangle } from '../support/shapes.ts';

const open = oncePerFile(openStarted);
let card: FrameNode;

beforeEach(() => {
  emptyPage(open);
  card = newCard('Card');
});

function newCard(name: string): FrameNode {
  const made = frame(open.figma, 96, 80);
  made.name = name;
  return made;
}

function mask(parent: FrameNode, name: string) {
  const layer = ellipse(open.figma, parent, [30, 20, 36, 32]);
  layer.name = name;
  return layer;
}

/** Results over the region, which is hidden with them. */
async function made(
  target: FrameNode,
  region: SceneNode,
  names = ['a red door'],
): Promise<readonly string[]> {
  const request = emptyRequest(target, {
    regions: [{ id: region.id, use: 'mask' }],
    results: names.map((name) => ({ name, recipe: { regionIds: [region.id] } })),
  });
  return (await insertOne(open.plugin, request)).layerIds;
}

const THREE = ['a red door 1', 'a red door 2', 'a red door 3'];
const leftovers = () => open.plugin.call('leftovers');
const told = ({ kind, name, within, doubt }: Leftover) => [kind, name, within, doubt];
const names = () => open.host.nodes().map(({ name }) => name);

async function removed(items: readonly Pick<Leftover, 'kind' | 'layerId'>[]): Promise<number> {
  return (await open.plugin.call('cleanUp', { items })).removed;
}

test('regions that were used and results that wait go at once, what is seen stays, and one undo brings all back', async () => {
  await made(card, mask(card, 'Mask'), THREE);
  const before = await open.host.fingerprint();
  const { items, pageName } = await leftovers();
  expect(pageName).toBe(open.figma.currentPage.name);
  expect(items.map(told)).toEqual([
    ['regions', 'Mask', 'Card', null],
    ['results', 'a red door 2', 'Card', null],
    ['results', 'a red door 3', 'Card', null],
  ]);
  expect(await open.host.fingerprint()).toBe(before);
  expect(await removed(items)).toBe(3);
  // The group of several has done its work.
  expect(card.children.map(({ name, type }) => `${type} ${name}`)).toEqual(['RECTANGLE a red door 1']);
  expect((await leftovers()).items).toEqual([]);
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(before);
});

test('a finished result that somebody has hidden is in doubt beside one of another region', async () => {
  const [door = ''] = await made(card, mask(card, 'Mask'), ['a red door']);
  await made(card, mask(card, 'Mask 2'), ['a green hill']);
  const hidden = (await open.figma.getNodeByIdAsync(door)) as SceneNode;
  hidden.visible = false;
  const { items } = await leftovers();
  const results = items.filter(({ kind }) => kind === 'results').map(told);
  expect(results).toEqual([['results', 'a red door', 'Card', 'none-seen']]);
});

test('the regions of every run of fills in a picture count as used, and not those of the last alone', async () => {
  const photo = picture(open, [120, 72]);
  for (const requestId of ['first', 'second']) {
    const region = mask(card, `Region of the ${requestId} run`);
    const wanted = { targetId: photo.id, regions: [{ id: region.id, use: 'mask' as const }] };
    await run(open, { ...wanted, insertAs: 'fill' }, { recipe: { requestId } });
  }
  const { items } = await leftovers();
  expect(items.map(told)).toEqual([
    ['masks', 'Region of the first run', 'Card', 'other-name'],
    ['masks', 'Region of the second run', 'Card', 'other-name'],
  ]);
});

test('what may have been drawn for something else is listed with the doubt, to be chosen by hand', async () => {
  await made(card, mask(card, 'Ellipse 1'));
  const flowing = newCard('List');
  flowing.layoutMode = 'VERTICAL';
  await made(flowing, mask(flowing, 'Region 1'));
  const [hidden] = await made(newCard('Teaser'), mask(card, 'Region 2'));
  const alone = open.figma.currentPage.findOne(({ id }) => id === hidden) as SceneNode;
  alone.visible = false;
  mask(card, 'Region 3');
  const holding = frame(open.figma, 20, 20, card);
  holding.name = 'Region 4';
  rectangle(open.figma, holding, [0, 0, 9, 9]).name = 'Photo';
  await made(newCard('Footer'), holding);
  const shown = mask(card, 'Region 5');
  await made(newCard('Header'), shown);
  shown.visible = true;
  const found = (await leftovers()).items;
  expect(found.map(told)).toEqual([
    ['regions', 'Region 2', 'Card', null],
    ['regions', 'Region 3', 'Card', 'never-used'],
    ['regions', 'Region 4', 'Card', 'holds-layers'],
    ['regions', 'Region 5', 'Card', 'seen'],
    ['regions', 'Region 1', 'List', 'in-flow'],
    ['masks', 'Ellipse 1', 'Card', 'other-name'],
    ['results', 'a red door', 'Teaser', 'none-seen'],
  ]);
});

test('content, what holds a result or is a target, and Figma’s own masks are none of it', async () => {
  const content = mask(card, 'Mask');
  content.visible = false;
  await open.plugin.call('setRegion', { regionId: content.id, changes: { use: 'content' } });
  const holder = frame(open.figma, 60, 60, card);
  holder.name = 'Region 1';
  await made(holder, mask(newCard('Teaser'), 'Region 2'));
  mask(card, 'Mask 2').isMask = true;
  expect((await leftovers()).items.map(({ name }) => name)).toEqual(['Region 2']);
});

test('what is locked, put away in something hidden, shared or on another page is not touched, which is counted', async () => {
  const locked = mask(card, 'Mask 1');
  await made(card, locked);
  locked.locked = true;
  const archive = newCard('Archive');
  await made(archive, mask(archive, 'Mask 2'), THREE);
  archive.visible = false;
  const component = open.figma.createComponent();
  component.resize(96, 80);
  mask(component as unknown as FrameNode, 'Mask 3');
  component.createInstance();
  const other = open.figma.createPage();
  other.appendChild(newCard('Elsewhere'));
  mask(other.children[0] as FrameNode, 'Mask 4');
  const found = await leftovers();
  // In the component itself a mask can go; in its instance it goes with that.
  expect(found.items.map(told)).toEqual([['regions', 'Mask 3', component.name, 'never-used']]);
  // The locked one, the hidden frame's mask and two results, and the instance's.
  expect(found.untouchable).toBe(5);
  const before = await open.host.fingerprint();
  const elsewhere = { kind: 'regions' as const, layerId: (other.children[0] as FrameNode).children[0]!.id };
  expect(await removed([{ kind: 'regions', layerId: locked.id }, elsewhere])).toBe(0);
  expect(await open.host.fingerprint()).toBe(before);
  other.remove();
});

test('only what is still left over goes: never a layer that was meanwhile shown or used, nor one never listed', async () => {
  const ids = await made(card, mask(card, 'Mask'), THREE);
  const { items } = await leftovers();
  const second = open.figma.currentPage.findOne(({ id }) => id === ids[1]) as SceneNode;
  second.visible = true;
  const listed = items.filter(({ kind }) => kind === 'results');
  expect(await removed([...listed, { kind: 'regions', layerId: card.id }])).toBe(1);
  expect(names()).toEqual(expect.arrayContaining(['Card', 'Mask', 'a red door 1', 'a red door 2']));
  expect(names()).not.toContain('a red door 3');
});

test('results that were being looked through are one step with it', async () => {
  const layerIds = [...(await made(card, mask(card, 'Mask'), THREE))];
  const before = await open.host.fingerprint();
  const placed = layerIds.map((layerId) => ({ kind: 'layer' as const, layerId }));
  await open.plugin.call('showResult', { targetId: card.id, results: placed, shown: placed[2]! });
  const { items } = await leftovers();
  await removed(items.filter(({ kind }) => kind === 'results'));
  expect(names()).toEqual(['Card', 'Mask', 'a red door 3']);
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(before);
});

test('a temporary frame goes once nobody can still be at work on it', async () => {
  for (const [name, age] of [
    ['crashed', 2 * 60 * 60 * 1000],
    ['drawing', 1000],
  ] as const) {
    const left = newCard(name);
    left.setPluginData('temporary', `${Date.now() - age}-x`);
  }
  const { items } = await leftovers();
  expect(items.map(told)).toEqual([['temporary', 'crashed', '', null]]);
  expect(await removed(items)).toBe(1);
  expect(names()).toEqual(['Card', 'drawing']);
});

test('where Figma refuses, that is said, and one undo still brings all of it back', async () => {
  await made(card, mask(card, 'Mask'), THREE);
  const before = await open.host.fingerprint();
  const { items } = await leftovers();
  open.host.fault('remove', { after: 2 });
  await expect(removed(items)).rejects.toMatchObject({ kind: 'clean-up-failed' });
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(before);
});

test('the menu asks for it by name', async () => {
  expect((await open.start('clean-up')).opening).toEqual({ kind: 'clean-up' });
});

test('of a copy that a crash has left nothing is listed, and it goes as soon as its time has run out', async () => {
  mask(card, 'Mask');
  const left = frame(open.figma, 96, 80);
  left.setPluginData('temporary', 'of a crash');
  left.appendChild(card.clone());
  const lease = { id: 'of a crash', pageId: open.figma.currentPage.id };
  const runsOut = (until: number) =>
    open.figma.clientStorage.setAsync('lease of a crash', { ...lease, until });
  await runsOut(Date.now() + 60_000);
  const { items, untouchable } = await open.plugin.call('leftovers');
  expect(items.map(({ kind, within }) => [kind, within])).toEqual([['regions', 'Card']]);
  expect([untouchable, left.removed]).toEqual([0, false]);
  await runsOut(Date.now() - 1);
  await open.plugin.call('leftovers');
  expect(left.removed).toBe(true);
});
