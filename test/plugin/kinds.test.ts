// Whole edits of every kind of target and region: each works, changes nothing outside its reach, and one undo takes it back.
import type {
  BaseNode,
  ChildrenMixin,
  FrameNode,
  RectangleNode,
  SceneNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { afterEach, expect, it } from 'vitest';
import { intersect, outset, type Rect } from '../../core/geometry.ts';
import type { Ready, Selection } from '../../core/selection.ts';
import { type Editor, openEditor } from '../support/edit.ts';
import { emptyPage } from '../support/figma.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { differenceAt } from '../support/outside.ts';
import { comparePage, pageBox, renderedPage } from '../support/outside-page.ts';
import type { Picture } from '../support/page-bytes.ts';
import { softReach } from '../support/reach.ts';

/** In frame px, around masks. */
const SOFT_EDGE = 8;

const editor = oncePerFile(openEditor);

afterEach(async () => {
  emptyPage(editor);
  await editor.selectionWhere(({ kind }) => kind === 'none');
});

type Holder = BaseNode & ChildrenMixin;
const FILLS = [{ type: 'SOLID', color: { r: 0.9, g: 0.5, b: 0.2 } }] as const;

function square(name: string, at: number, parent: Holder = editor.figma.currentPage): RectangleNode {
  const layer = editor.figma.createRectangle();
  parent.appendChild(layer);
  Object.assign(layer, { name, x: at, y: at, fills: FILLS });
  layer.resize(40, 40);
  return layer;
}

function dressed<T extends FrameNode | ReturnType<Editor['figma']['createComponent']>>(
  layer: T,
  name: string,
): T {
  Object.assign(layer, { name, fills: [{ type: 'SOLID', color: { r: 0.6, g: 0.7, b: 0.8 } }] });
  layer.resize(120, 120);
  return layer;
}

const frame = () => dressed(editor.figma.createFrame(), 'Frame');
const component = (name = 'Component') => dressed(editor.figma.createComponent(), name);

function maskGroup(): { clip: SceneNode; photo: SceneNode; group: SceneNode } {
  const parent = frame();
  const [clip, photo] = [square('Clip', 20, parent), square('Photo', 30, parent)];
  clip.isMask = true;
  const group = editor.figma.group([clip, photo], parent);
  group.name = 'Cut';
  return { clip, photo, group };
}

/** What is selected, the target and region that follow, and the parent of the result. */
const CASES: Record<string, { make(): SceneNode[]; target: string; region: string; parent: string }> = {
  'a component': {
    make: () => {
      const target = component();
      return [target, square('Mask', 20, target)];
    },
    target: 'Component',
    region: 'Mask: mask',
    parent: 'Component',
  },
  'a component set, which takes nothing in but variants': {
    make: () => {
      const variants = [component('Size=1'), component('Size=2')];
      const set = editor.figma.combineAsVariants(variants, editor.figma.currentPage);
      set.name = 'Set';
      return [set, square('Mask', 20, variants[0]!)];
    },
    target: 'Set',
    region: 'Mask: mask',
    parent: 'Page 1',
  },
  'an instance, which takes nothing in': {
    make: () => [component().createInstance(), square('Mask', 20)],
    target: 'Component',
    region: 'Mask: mask',
    parent: 'Page 1',
  },
  'a layer of an instance': {
    make: () => {
      const main = component();
      square('Dot', 20, main);
      return [main.createInstance().children[0]!];
    },
    target: 'Component',
    region: 'Dot: content',
    parent: 'Page 1',
  },
  'locked layers': {
    make: () => {
      const target = frame();
      const mask = square('Mask', 20, target);
      for (const layer of [target, mask]) layer.locked = true;
      return [target, mask];
    },
    target: 'Frame',
    region: 'Mask: mask',
    parent: 'Frame',
  },
  'a layer in turned groups': {
    make: () => {
      const parent = frame();
      const dot = square('Dot', 40, parent);
      const inner = editor.figma.group([dot], parent);
      inner.rotation = 20;
      editor.figma.group([inner], parent).rotation = -35;
      return [dot];
    },
    target: 'Frame',
    region: 'Dot: content',
    parent: 'Frame',
  },
  'a region that a frame cuts': {
    make: () => {
      const target = frame();
      const cutting = dressed(editor.figma.createFrame(), 'Cutting');
      target.appendChild(cutting);
      cutting.resize(50, 50);
      return [target, square('Mask', 30, cutting)];
    },
    target: 'Frame',
    region: 'Mask: mask',
    parent: 'Frame',
  },
  'a picture that a Figma mask cuts': {
    make: () => [maskGroup().photo],
    target: 'Frame',
    region: 'Photo: content',
    parent: 'Frame',
  },
  'a Figma mask, for the shape it cuts': {
    make: () => [maskGroup().clip],
    target: 'Frame',
    region: 'Clip: content',
    parent: 'Frame',
  },
  'a part of a boolean shape, which is the whole shape': {
    make: () => {
      const parent = frame();
      const part = square('Part', 20, parent);
      editor.figma.union([part, square('Other', 40, parent)], parent).name = 'Shape';
      return [part];
    },
    target: 'Frame',
    region: 'Shape: content',
    parent: 'Frame',
  },
};

it.each(Object.entries(CASES))('%s', async (_, { make, target, region, parent }) => {
  const layers = make();
  editor.host.select(layers.map(({ id }) => id));
  const selection = await readyFor(target);
  expect(selection.regions.map(({ name, use }) => `${name}: ${use}`)).toEqual([region]);
  const edited = await editedAndCompared(selection);
  const before = edited.fingerprint;
  const result = await editor.figma.getNodeByIdAsync(edited.layerIds[0]!);
  expect(result?.parent?.name).toBe(parent);
  editor.host.undo();
  expect(await editor.host.fingerprint()).toBe(before);
});

it('the target that was chosen instead: its pixels are sent, and the result goes into it', async () => {
  const parent = frame();
  const card = dressed(editor.figma.createFrame(), 'Card');
  parent.appendChild(card);
  card.resize(80, 60);
  editor.host.select([square('Dot', 10, card).id]);
  await readyFor('Frame');
  await editor.plugin.call('chooseTarget', { targetId: card.id });
  const { plan, outcome } = await editor.edit(await readyFor('Card'));
  expect([plan.target.name, plan.target.size]).toEqual(['Card', { width: 80, height: 60 }]);
  expect((await editor.figma.getNodeByIdAsync(outcome.layerIds[0]!))?.parent?.name).toBe('Card');
});

/** Edits the selection; nothing outside the reach may look different, and what is within must. */
async function editedAndCompared(selection: Ready) {
  const node = (await editor.figma.getNodeByIdAsync(selection.target.id)) as SceneNode;
  const box = pageBox(node);
  const isHard = selection.regions.every(({ use }) => use === 'content');
  const bounds = await boundsOf(selection);
  const before = await withoutMasks(selection, () => renderedPage(editor.host, box));
  const fingerprint = await editor.host.fingerprint();
  const edited = await editor.edit(selection, isHard ? {} : { softEdge: SOFT_EDGE });
  const after = await renderedPage(editor.host, box);
  expect(changedBeyond(bounds, box, before, after)).toBe(0);
  const compared = comparePage(edited, node, box, { before, after }, isHard);
  expect(compared.changedOutside).toBe(0);
  expect(compared.comparedOutside).toBeGreaterThan(1000);
  expect(compared.changedInside).toBeGreaterThan(100);
  return { fingerprint, layerIds: edited.outcome.layerIds };
}

/** What Figma says of where the regions are, and how far beyond that anything may change: the plugin has no part in it. */
async function boundsOf({ regions }: Ready): Promise<Rect<'page'>[]> {
  const layers = await Promise.all(regions.map(({ id }) => editor.figma.getNodeByIdAsync(id)));
  return layers.map((layer, i) => {
    const reach = regions[i]!.use === 'mask' ? softReach(SOFT_EDGE) : 0;
    // A px that is touched at all, and the next one, into which a hard edge blends.
    return outset<'page'>((layer as SceneNode).absoluteBoundingBox!, reach + 2);
  });
}

/** How many px of the page differ that lie in none of the bounds. */
function changedBeyond(
  bounds: readonly Rect<'page'>[],
  box: Rect<'page'>,
  before: Picture,
  after: Picture,
): number {
  let changed = 0;
  for (let y = 0; y < before.height; y++) {
    for (let x = 0; x < before.width; x++) {
      const pixel = { x: box.x + x, y: box.y + y, width: 1, height: 1 };
      if (bounds.some((each) => intersect(each, pixel))) continue;
      changed += Number(differenceAt(before, after, x, y) > 0);
    }
  }
  return changed;
}

/** Masks are hidden with the result, and are no part of the design. */
async function withoutMasks<T>({ regions }: Ready, work: () => Promise<T>): Promise<T> {
  const ids = regions.filter(({ use }) => use === 'mask').map(({ id }) => id);
  const masks = await Promise.all(ids.map((id) => editor.figma.getNodeByIdAsync(id)));
  for (const mask of masks) (mask as SceneNode).visible = false;
  const done = await work();
  for (const mask of masks) (mask as SceneNode).visible = true;
  return done;
}

async function readyFor(target: string): Promise<Ready> {
  const isReady = (selection: Selection) => selection.kind === 'ready' && selection.target.name === target;
  return (await editor.selectionWhere(isReady)) as Ready;
}
