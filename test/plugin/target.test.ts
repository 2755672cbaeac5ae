// Which target is edited, in a real document: what is offered instead, what stays, and what is asked.
import type {
  BaseNode,
  ChildrenMixin,
  FrameNode,
  SceneNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Selection } from '../../core/selection.ts';
import { openFigma } from '../support/figma.ts';
import { oncePerTest } from '../support/lifetime.ts';

const open = oncePerTest(openFigma);
let page: FrameNode;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A layer of the name and box, in the frame `Page` unless another parent is given. */
function add<T extends SceneNode & { resize(width: number, height: number): void }>(
  node: T,
  name: string,
  { x, y, width, height }: Box,
  parent: BaseNode & ChildrenMixin = page,
): T {
  parent.appendChild(node);
  node.name = name;
  Object.assign(node, { x, y });
  node.resize(width, height);
  return node;
}

const box = (x: number, width = 100): Box => ({ x, y: 20, width, height: 80 });
const frame = (name: string, at: Box, parent?: BaseNode & ChildrenMixin) =>
  add(open.figma.createFrame(), name, at, parent);
const ellipse = (name: string, at: Box, parent?: BaseNode & ChildrenMixin) =>
  add(open.figma.createEllipse(), name, at, parent);

beforeEach(async () => {
  page = frame('Page', box(0, 400), open.figma.currentPage);
  await open.start();
});

const named = (name: string) => (selection: Selection) =>
  selection.kind !== 'none' && selection.target.name === name;
const choose = (layer: SceneNode) => open.plugin.call('chooseTarget', { targetId: layer.id });
const select = (...layers: SceneNode[]) => open.host.select(layers.map(({ id }) => id));

describe('Target', () => {
  let card: FrameNode;
  let sun: SceneNode;

  beforeEach(() => {
    card = frame('Card', box(40));
    sun = ellipse('Sun', { x: 10, y: 10, width: 30, height: 20 }, card);
  });

  it('offers each container around the region, by name, kind and size', async () => {
    select(sun);
    const { offer } = await open.selectedWhere(named('Page'));
    expect(offer.targets).toMatchObject([
      { name: 'Page', kind: 'frame', size: { width: 400, height: 80 } },
      { name: 'Card', kind: 'frame', size: { width: 100, height: 80 } },
    ]);
  });

  it('keeps the regions when another is chosen, in its px, and writes nothing', async () => {
    select(sun);
    await open.selectedWhere(named('Page'));
    const before = await open.host.fingerprint();
    await choose(card);
    const { selection, offer } = await open.selectedWhere(named('Card'));
    expect(selection).toMatchObject({ regions: [{ name: 'Sun', use: 'content', box: { x: 10, y: 10 } }] });
    expect(offer.targets).toHaveLength(2);
    expect(await open.host.fingerprint()).toBe(before);
    expect(open.host.selection()).toEqual([sun.id]);
  });

  it('stays chosen while nothing is selected, until something else is', async () => {
    select(sun);
    await open.selectedWhere(named('Page'));
    await choose(card);
    await open.selectedWhere(named('Card'));
    select();
    sun.x = 12;
    await open.selectionWhere(
      (selection) => selection.kind === 'ready' && selection.regions[0]?.box.x === 12,
    );
    expect(await open.selectionWhere(() => true)).toMatchObject({ target: { name: 'Card' } });
    select(ellipse('Star', box(200)));
    await open.selectionWhere(named('Page'));
    select(sun);
    const isSun = (selection: Selection) =>
      selection.kind === 'ready' && selection.regions[0]?.name === 'Sun';
    expect(await open.selectionWhere(isSun)).toMatchObject({ target: { name: 'Page' } });
  });

  it('leaves out sections, and what is too thin to be changed', async () => {
    const section = open.figma.createSection();
    section.appendChild(page);
    const thin = frame('Thin', { x: 0, y: 0, width: 10, height: 0.5 }, card);
    thin.clipsContent = false;
    const dot = ellipse('Dot', { x: 0, y: 0, width: 5, height: 5 }, thin);
    select(dot);
    const { offer } = await open.selectedWhere(named('Page'));
    expect(offer.targets.map(({ name }) => name)).toEqual(['Page', 'Card']);
  });

  it('does not let a region be added twice over: silhouettes stay what they are', async () => {
    select(sun);
    await open.selectedWhere(named('Page'));
    const { regionId } = await open.plugin.call('addRegion', { targetId: page.id });
    const isNew = (selection: Selection) =>
      selection.kind === 'ready' && selection.regions[0]?.id === regionId;
    expect(await open.selectionWhere(isNew)).toMatchObject({ target: { id: page.id }, regions: [{}] });
  });
});

describe('the last target', () => {
  let mask: SceneNode;
  let alone: SceneNode;

  beforeEach(async () => {
    mask = ellipse('Glow', box(40));
    alone = ellipse('Alone', box(600), open.figma.currentPage);
    select(page, mask);
    await open.selectionWhere(named('Page'));
  });

  it('stays when a layer is selected that cannot be used, and the panel hears why', async () => {
    select(alone);
    const { selection, offer } = await open.selectedWhere((_, { refusal }) => refusal !== null);
    expect(selection).toMatchObject({ kind: 'ready', target: { name: 'Page' }, regions: [{ name: 'Glow' }] });
    expect(offer.refusal).toContain('“Alone” lies in no frame');
    select();
    const { offer: later } = await open.selectedWhere((_, { refusal }) => refusal === null);
    expect(later.refusal).toBeNull();
  });

  it('does not take what cannot be used for a region when one is added', async () => {
    select(alone);
    await open.selectedWhere((_, { refusal }) => refusal !== null);
    const { regionId } = await open.plugin.call('addRegion', { targetId: page.id });
    const ids = (selection: Selection) =>
      (selection.kind === 'ready' ? selection.regions : []).map(({ id }) => id);
    const told = await open.selectionWhere((selection) => ids(selection).includes(regionId));
    expect(ids(told)).toEqual([mask.id, regionId]);
  });

  it('stays when one of its regions is selected to be moved, and gives way where that lies over another', async () => {
    const card = frame('Card', box(40));
    const own = ellipse('Mask', { x: 10, y: 10, width: 30, height: 20 }, card);
    const other = ellipse('Region', box(300));
    select(card);
    await open.selectionWhere(named('Card'));
    select(own);
    own.x = 12;
    const isMoved = (selection: Selection) =>
      selection.kind === 'ready' && selection.regions[0]?.box.x === 12;
    expect(await open.selectionWhere(isMoved)).toMatchObject({
      target: { name: 'Card' },
      regions: [{ name: 'Mask', use: 'mask' }],
    });
    select(other);
    expect(await open.selectionWhere(named('Page'))).toMatchObject({ regions: [{ name: 'Region' }] });
  });

  it('stays without the region that was deleted', async () => {
    select();
    mask.remove();
    expect(await open.selectionWhere(({ kind }) => kind === 'target')).toMatchObject({
      target: { name: 'Page' },
      problem: 'no-region',
    });
  });

  it('is said to be gone when it was deleted, and is back when that is undone', async () => {
    open.figma.commitUndo();
    page.remove();
    const told = await open.selectionWhere(({ kind }) => kind === 'none');
    expect(told).toMatchObject({ problem: 'target-gone', message: expect.stringContaining('“Page”') });
    open.figma.commitUndo();
    open.host.undo();
    expect(await open.selectionWhere(named('Page'))).toMatchObject({ regions: [{ name: 'Glow' }] });
  });

  it('is told to be hidden when it was hidden, and gives way to a sentence about what is selected', async () => {
    select();
    page.visible = false;
    await open.selectionWhere(
      (selection) => selection.kind === 'none' && selection.problem === 'target-hidden',
    );
    select(alone);
    const isOfAlone = (selection: Selection) =>
      selection.kind === 'none' && selection.problem === 'unusable-layer';
    expect((await open.selectedWhere(isOfAlone)).offer.refusal).toBeNull();
  });

  it('is left behind on its page, and found again there', async () => {
    const first = open.figma.currentPage;
    const second = open.figma.createPage();
    await open.figma.setCurrentPageAsync(second);
    const told = await open.selectionWhere(({ kind }) => kind === 'none');
    expect(told).toMatchObject({ problem: 'nothing-selected' });
    await open.figma.setCurrentPageAsync(first);
    expect(await open.selectionWhere(named('Page'))).toMatchObject({ regions: [{ name: 'Glow' }] });
  });
});

describe('several targets', () => {
  let left: FrameNode;
  let right: FrameNode;

  beforeEach(async () => {
    left = frame('Left', box(1000), open.figma.currentPage);
    right = frame('Right', box(1200), open.figma.currentPage);
    ellipse('Mask', box(0, 20), right);
    const across = ellipse('Across', box(1060, 150), open.figma.currentPage);
    select(page, left, right, across);
    await open.selectedWhere((_, { batch }) => batch !== null);
  });

  it('are told with their regions, and none is taken before it is chosen', async () => {
    const { selection, offer } = await open.selectedWhere(() => true);
    expect(selection).toMatchObject({ kind: 'none', problem: 'several-targets' });
    expect(offer.batch?.members).toMatchObject([
      { target: { name: 'Page' }, regions: [] },
      { target: { name: 'Left' }, regions: ['Across'] },
      { target: { name: 'Right' }, regions: ['Mask'] },
    ]);
  });

  it('are taken one at a time', async () => {
    await choose(right);
    const { selection, offer } = await open.selectedWhere(named('Right'));
    expect(selection).toMatchObject({ kind: 'ready', regions: [{ name: 'Mask', use: 'mask' }] });
    expect(offer.targets.map(({ name }) => name)).toEqual(['Page', 'Left', 'Right']);
    await choose(page);
    expect(await open.selectionWhere(named('Page'))).toMatchObject({ kind: 'target', problem: 'no-region' });
  });

  it('of one name are told apart by what they lie in', async () => {
    const inner = [left, right].map((card) => frame('Photo', box(10), card));
    select(...inner);
    const { offer } = await open.selectedWhere((_, { batch }) => batch?.members.length === 2);
    expect(offer.batch?.members.map(({ target }) => target.label)).toEqual(['Photo (Left)', 'Photo (Right)']);
  });

  it('cannot be taken while hidden, and say so', async () => {
    left.visible = false;
    const { offer } = await open.selectedWhere((_, { batch }) => batch?.members[1]?.problem != null);
    expect(offer.batch?.members[1]?.problem).toContain('“Left” is hidden');
    await choose(left);
    await choose(right);
    await open.selectedWhere(named('Right'));
  });
});
