// What the plugin tells the panel about the selection, in a real document, without ever writing to it.
import type {
  BaseNode,
  ChildrenMixin,
  FrameNode,
  SceneNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, describe, expect, it } from 'vitest';
import { openFigma } from '../support/figma.ts';
import { oncePerTest } from '../support/lifetime.ts';

const open = oncePerTest(openFigma);
let frame: FrameNode;

function add<T extends SceneNode>(node: T, name: string, parent: BaseNode & ChildrenMixin = frame): T {
  parent.appendChild(node);
  node.name = name;
  return node;
}

beforeEach(async () => {
  frame = open.figma.createFrame();
  frame.name = 'Page';
  frame.resize(400, 300);
  await open.start();
});

describe('selection', () => {
  it('starts with nothing, and says what to select', async () => {
    const told = await open.selectionWhere((selection) => selection.kind === 'none');
    expect(told).toMatchObject({
      problem: 'nothing-selected',
      message: expect.stringContaining('Select a frame'),
    });
  });

  it('tells target and regions with their boxes in the target’s own px', async () => {
    frame.x = 1000;
    frame.rotation = 90;
    const ellipse = add(open.figma.createEllipse(), 'Sun');
    ellipse.x = 50;
    ellipse.y = 60;
    ellipse.resize(100, 80);
    open.host.select([frame.id, ellipse.id]);
    const told = await open.selectionWhere((selection) => selection.kind === 'ready');
    expect(told).toMatchObject({
      target: { name: 'Page', kind: 'frame', size: { width: 400, height: 300 } },
      regions: [{ name: 'Sun', use: 'mask' }],
    });
    const { box } = (told as Extract<typeof told, { kind: 'ready' }>).regions[0]!;
    for (const [key, value] of Object.entries({ x: 50, y: 60, width: 100, height: 80 })) {
      expect(box[key as keyof typeof box]).toBeCloseTo(value, 4);
    }
  });

  it('counts blur and outside strokes into a region’s box', async () => {
    const mask = add(open.figma.createRectangle(), 'Mask');
    mask.x = 100;
    mask.y = 100;
    mask.resize(50, 50);
    mask.effects = [{ type: 'LAYER_BLUR', blurType: 'NORMAL', radius: 10, visible: true }];
    open.host.select([frame.id]);
    const told = await open.selectionWhere((selection) => selection.kind === 'ready');
    expect(told).toMatchObject({ regions: [{ box: { x: 90, y: 90, width: 70, height: 70 } }] });
  });

  it('keeps the last target while nothing is selected', async () => {
    const mask = add(open.figma.createRectangle(), 'Mask');
    open.host.select([frame.id, mask.id]);
    await open.selectionWhere((selection) => selection.kind === 'ready');
    open.host.select([]);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await open.selectionWhere(() => true)).toMatchObject({ kind: 'ready', target: { name: 'Page' } });
  });

  it('follows a region that is moved', async () => {
    const mask = add(open.figma.createRectangle(), 'Mask');
    open.host.select([frame.id, mask.id]);
    await open.selectionWhere((selection) => selection.kind === 'ready');
    mask.x = 200;
    const told = await open.selectionWhere(
      (selection) => selection.kind === 'ready' && selection.regions[0]?.box.x === 200,
    );
    expect(told.kind).toBe('ready');
  });

  it('takes a lone layer as a silhouette', async () => {
    const card = add(open.figma.createRectangle(), 'Card');
    open.host.select([card.id]);
    const told = await open.selectionWhere((selection) => selection.kind === 'ready');
    expect(told).toMatchObject({ target: { name: 'Page' }, regions: [{ name: 'Card', use: 'content' }] });
  });

  it.each([
    ['a frame without a region', 'no-region', () => open.host.select([frame.id])],
    [
      'a hidden frame',
      'target-hidden',
      () => {
        frame.visible = false;
        open.host.select([frame.id]);
      },
    ],
    [
      'a section',
      'section-target',
      () => {
        const section = open.figma.createSection();
        section.appendChild(frame);
        open.host.select([section.id]);
      },
    ],
    [
      'layers that share no frame',
      'no-common-target',
      () => {
        const alone = add(open.figma.createEllipse(), 'Alone', open.figma.currentPage);
        open.host.select([alone.id, add(open.figma.createEllipse(), 'Sun').id]);
      },
    ],
    [
      'a Figma mask as the only region',
      'region-clips',
      () => {
        const clip = add(open.figma.createEllipse(), 'Clip');
        clip.isMask = true;
        open.host.select([frame.id, clip.id]);
      },
    ],
    [
      'a layer on the bare page',
      'unusable-layer',
      () => open.host.select([add(open.figma.createEllipse(), 'Alone', open.figma.currentPage).id]),
    ],
  ])('says what is wrong with %s', async (_, problem, select) => {
    select();
    const told = await open.selectionWhere(
      (selection) => 'problem' in selection && selection.problem === problem,
    );
    expect(told).toMatchObject({ message: expect.stringMatching(/.{20}/) });
  });

  it('never writes to the document', async () => {
    const mask = add(open.figma.createRectangle(), 'Mask');
    const before = await open.host.fingerprint();
    for (const ids of [[frame.id], [mask.id], [frame.id, mask.id], []]) {
      open.host.select(ids);
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
    await open.plugin.call('preview', { targetId: frame.id, regionIds: [mask.id], longestSide: 200 });
    expect(await open.host.fingerprint()).toBe(before);
  });

  it('says that something looks different when somebody changed it, not for temporary frames', async () => {
    const settled = () => new Promise((resolve) => setTimeout(resolve, 150));
    let repaints = 0;
    open.plugin.on('repainted', () => repaints++);
    const card = add(open.figma.createFrame(), 'Card');
    const button = add(open.figma.createRectangle(), 'Button', card);
    await settled();
    repaints = 0;
    const framing = { x: 0, y: 0, columns: 25, rows: 19, unit: 16 };
    await open.plugin.call('render', { targetId: frame.id, maskIds: [], layerIds: [], framing });
    await settled();
    expect(repaints).toBe(0);
    button.opacity = 0.5;
    await settled();
    button.remove();
    await settled();
    expect(repaints).toBe(2);
  });

  it('keeps the settings', async () => {
    const { settings } = await open.start();
    const changed = { ...settings, proxyUrl: 'https://proxy.example/api/fal/proxy' };
    await open.plugin.call('saveSettings', { settings: changed, since: settings });
    expect((await open.start()).settings).toEqual(changed);
  });
});
