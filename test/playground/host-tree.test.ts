import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { runInPlugin, startHost } from './host.ts';

const value = async (body: string) => (await runInPlugin(body)).value;

describe('the tree', () => {
  test.each([
    ['const f = figma.createFrame(); f.appendChild(f)', 'child of itself'],
    [
      'const f = figma.createFrame(); const g = figma.createFrame(); f.appendChild(g); g.appendChild(f)',
      'child of itself',
    ],
    ['figma.createFrame().appendChild(figma.createPage())', 'A page can only be in the document'],
    [
      'const c = figma.createComponent(); c.createInstance().appendChild(figma.createFrame())',
      'New parent is an instance',
    ],
    [
      'const c = figma.createComponent(); c.appendChild(figma.createFrame()); c.createInstance().children[0].remove()',
      'not allowed',
    ],
    [
      'const c = figma.createComponent(); c.appendChild(figma.createFrame()); c.createInstance().children[0].x = 5',
      'cannot be overridden in an instance',
    ],
    ['figma.currentPage.remove()', 'last page'],
    ['const f = figma.createFrame(); f.remove(); f.x', 'does not exist'],
    ["figma.createFrame().layoutPositioning = 'ABSOLUTE'", 'layoutMode !== NONE'],
    ['figma.createFrame().relativeTransform = [[2, 0, 0], [0, 2, 0]]', 'axes of length 1'],
  ])('%s is refused', async (body, reason) => {
    await expect(value(body)).rejects.toThrow(reason);
  });

  test('clones land on the page with the numbers of the original, and double flow starts', async () => {
    expect(
      await value(`const f = figma.createFrame(); const child = figma.createRectangle(); f.appendChild(child);
      child.x = 7; f.x = 50;
      figma.currentPage.flowStartingPoints = [{ nodeId: f.id, name: 'Flow' }];
      const copy = child.clone(); const twin = f.clone();
      return [copy.parent.type, copy.x, twin.x, twin.children.length, figma.currentPage.flowStartingPoints.length]`),
    ).toEqual(['PAGE', 7, 50, 1, 2]);
  });

  test('children of a group are placed in the container, and the group follows them', async () => {
    expect(
      await value(`const f = figma.createFrame(); f.x = 100;
      const a = figma.createRectangle(); const b = figma.createRectangle();
      for (const node of [a, b]) { f.appendChild(node); node.resize(10, 10); }
      a.x = 20; b.x = 50; b.y = 5;
      const group = figma.group([a, b], f);
      const first = [group.x, group.y, group.width, group.height, a.x, a.absoluteTransform[0][2]];
      b.x = 80; group.x = 0;
      return [...first, group.width, a.x, b.x]`),
    ).toEqual([20, 0, 40, 15, 20, 120, 70, 0, 60]);
  });

  test('bounds: turned boxes, shadows, clipping and invisibility', async () => {
    expect(
      await value(`const f = figma.createFrame(); f.resize(100, 100);
      const node = figma.createRectangle(); f.appendChild(node); node.resize(40, 20); node.x = 80;
      node.effects = [{ type: 'DROP_SHADOW', color: { r: 0, g: 0, b: 0, a: 1 }, offset: { x: 0, y: 10 }, radius: 5, visible: true, blendMode: 'NORMAL' }];
      const clipped = node.absoluteRenderBounds;
      node.visible = false;
      return [clipped, node.absoluteRenderBounds, node.absoluteBoundingBox]`),
    ).toEqual([{ x: 75, y: 0, width: 25, height: 35 }, null, { x: 80, y: 0, width: 40, height: 20 }]);
  });
});

describe('auto layout', () => {
  test('is recomputed at once, ignores x, and leaves absolute children alone', async () => {
    expect(
      await value(`const f = figma.createFrame(); f.layoutMode = 'HORIZONTAL'; f.itemSpacing = 8; f.paddingLeft = 10;
      const nodes = [1, 2, 3].map(() => { const node = figma.createRectangle(); node.resize(20, 30); f.appendChild(node); return node; });
      nodes[1].x = 500;
      const flow = nodes.map((node) => node.x);
      nodes[1].layoutPositioning = 'ABSOLUTE'; nodes[1].x = 300;
      return [flow, nodes.map((node) => node.x), f.width, f.height]`),
    ).toEqual([[10, 38, 66], [10, 300, 38], 58, 30]);
  });

  test('fills and hugs', async () => {
    expect(
      await value(`const f = figma.createFrame(); f.layoutMode = 'VERTICAL'; f.resize(200, 300);
      const a = figma.createRectangle(); const b = figma.createRectangle(); f.appendChild(a); f.appendChild(b);
      a.layoutSizingHorizontal = 'FILL'; b.layoutSizingVertical = 'FILL';
      return [a.width, a.height, b.width, b.height, a.layoutSizingHorizontal, f.layoutSizingVertical]`),
    ).toEqual([200, 100, 100, 200, 'FILL', 'FIXED']);
  });

  test('opacity 0 keeps the place, invisible does not', async () => {
    expect(
      await value(`const f = figma.createFrame(); f.layoutMode = 'HORIZONTAL';
      const a = figma.createRectangle(); const b = figma.createRectangle(); f.appendChild(a); f.appendChild(b);
      a.opacity = 0; const kept = b.x; a.visible = false; return [kept, b.x]`),
    ).toEqual([100, 0]);
  });
});

describe('instances', () => {
  test('repeat their component, except for what was overridden', async () => {
    expect(
      await value(`const c = figma.createComponent(); const layer = figma.createRectangle(); c.appendChild(layer);
      const one = c.createInstance(); const other = c.createInstance();
      one.children[0].opacity = 0.5; layer.opacity = 0.8; layer.resize(30, 30);
      return [one.children[0].opacity, other.children[0].opacity, one.children[0].width, one.children[0].id, (await one.getMainComponentAsync()).id === c.id]`),
    ).toEqual([0.5, 0.8, 30, 'I1:4;1:3', true]);
  });
});

describe('gathering', () => {
  test('component sets, boolean operations and ungrouping keep everything in its place', async () => {
    expect(
      await value(`const components = [10, 150].map((x) => { const node = figma.createComponent(); node.x = x; return node; });
      const set = figma.combineAsVariants(components, figma.currentPage);
      const shapes = [0, 50].map((x) => { const node = figma.createRectangle(); node.x = x; return node; });
      const union = figma.union(shapes, figma.currentPage);
      const group = figma.group([union], figma.currentPage); group.x = 5;
      const [back] = figma.ungroup(group);
      return [set.type, set.x, set.width, components[1].x, components[1].absoluteTransform[0][2], union.width, back.x, group.removed]`),
    ).toEqual(['COMPONENT_SET', 10, 240, 140, 150, 150, 5, true]);
  });

  test('the layers of an instance stay the same nodes when its component changes', async () => {
    expect(
      await value(`const c = figma.createComponent(); c.appendChild(figma.createRectangle());
      const layer = c.createInstance().children[0];
      c.appendChild(figma.createEllipse()); c.children[0].resize(5, 5);
      return [layer.removed, layer.width, layer.parent.children.length]`),
    ).toEqual([false, 5, 2]);
  });
});

describe('a plugin closed midway', () => {
  test('its close handler can still clean up, and its export never comes back', async () => {
    const host = await startHost(`const temp = figma.createFrame();
      figma.on('close', () => temp.remove());
      figma.on('run', () => { temp.exportAsync({ format: 'PNG' }).then(() => figma.createRectangle()) });`);
    await host.runPlugin();
    host.closePlugin();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([host.nodes().length, host.running()]).toEqual([0, false]);
  });
});

describe('text', () => {
  test('needs its font, and takes the size of its characters', async () => {
    await expect(value("figma.createText().characters = 'A'")).rejects.toThrow(
      'unloaded font "Inter Regular"',
    );
    await expect(
      value("await figma.loadFontAsync({ family: 'Comic Sans MS', style: 'Regular' })"),
    ).rejects.toThrow('could not be loaded');
    const [width, height] = (await value(`await figma.loadFontAsync({ family: 'Inter', style: 'Regular' });
      const text = figma.createText(); text.characters = 'Hello'; return [text.width, text.height]`)) as [
      number,
      number,
    ];
    expect([width > 25 && width < 40, height]).toEqual([true, 15]);
  });
});

describe('images', () => {
  const png = (width: number, height: number) =>
    figmaBytes(encode({ width, height, channels: 1, depth: 8, data: new Uint8Array(width * height) }));
  const figmaBytes = (bytes: Uint8Array) => `new Uint8Array([${bytes.join(',')}])`;

  test('are PNG, JPEG or GIF of at most 4096 pixels a side', async () => {
    expect(
      await value(
        `const image = figma.createImage(${png(3, 2)}); return [image.hash.length, await image.getSizeAsync(), figma.getImageByHash('none')]`,
      ),
    ).toEqual([40, { width: 3, height: 2 }, null]);
    await expect(value(`figma.createImage(${png(4097, 1)})`)).rejects.toThrow('Image is too large');
    await expect(value('figma.createImage(new Uint8Array([82, 73, 70, 70]))')).rejects.toThrow(
      'Image type is unsupported',
    );
  });
});
