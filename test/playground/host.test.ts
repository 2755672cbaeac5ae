// The host as a plugin meets it: its globals, its API's rules and refusals, events, undo, and the sandbox.
import { readFile } from 'node:fs/promises';
import { encode } from 'fast-png';
import { describe, expect, test, vi } from 'vitest';
import { firstAnswer, pixels, runInPlugin, startHost } from './host.ts';

const value = async (body: string) => (await runInPlugin(body)).value;

describe('the sandbox', () => {
  test('has only the globals Figma documents', async () => {
    const names = [
      'fetch',
      'XMLHttpRequest',
      'TextEncoder',
      'URL',
      'atob',
      'crypto',
      'AbortController',
      'Blob',
      'Intl',
      'document',
      'window',
      'process',
      'require',
      'queueMicrotask',
    ];
    expect(await value(`return ${JSON.stringify(names)}.filter((name) => name in globalThis)`)).toEqual([]);
    expect(
      await value(
        'return [typeof figma, typeof structuredClone, typeof setTimeout, typeof console.log, __html__]',
      ),
    ).toEqual(['object', 'function', 'function', 'function', '<p>panel</p>']);
  });

  test('throws by name for what is not implemented, and refuses new properties', async () => {
    await expect(value('figma.createTable()')).rejects.toThrow(
      'figma.createTable is not implemented in this stand-in',
    );
    await expect(value('figma.createFrame().foo = 1')).rejects.toThrow(
      "no such property 'foo' on FRAME node",
    );
    await expect(value('figma.createFrame().annotations')).rejects.toThrow('annotations is not implemented');
  });

  test('knows which members a type has', async () => {
    expect(
      await value(`const group = figma.group([figma.createFrame()], figma.currentPage);
      return ['fills' in group, group.fills === undefined, 'children' in group, 'opacity' in group, 'then' in group]`),
    ).toEqual([false, true, true, true, false]);
  });

  test('gives frozen copies of paints, and the same object for the same node', async () => {
    expect(
      await value(`const node = figma.createRectangle();
      return [Object.isFrozen(node.fills), Object.isFrozen(node.fills[0].color), figma.currentPage.children[0] === node, node.parent === figma.currentPage]`),
    ).toEqual([true, true, true, true]);
  });

  test('passes bytes, errors and figma.mixed across', async () => {
    expect(
      await value(`const node = figma.createRectangle();
      node.topLeftRadius = 4;
      let message = '';
      try { node.opacity = 2 } catch (error) { message = error.message }
      return [node.cornerRadius === figma.mixed, message.includes('opacity'), figma.base64Decode(figma.base64Encode(new Uint8Array([0, 255, 7])))]`),
    ).toEqual([true, true, Uint8Array.of(0, 255, 7)]);
  });
});

describe('messages', () => {
  test('only Uint8Array passes among binary types, and no symbol', async () => {
    await expect(value('figma.showUI(""); figma.ui.postMessage({ a: new Uint16Array(2) })')).rejects.toThrow(
      'only Uint8Array',
    );
    await expect(value('figma.showUI(""); figma.ui.postMessage({ a: new ArrayBuffer(2) })')).rejects.toThrow(
      'only Uint8Array',
    );
    await expect(value('figma.showUI(""); figma.ui.postMessage({ a: figma.mixed })')).rejects.toThrow(
      'Cannot unwrap symbol',
    );
    await expect(value('figma.ui.postMessage(1)')).rejects.toThrow('showUI');
  });

  test('wait for the panel to load, and come back as copies', async () => {
    const host = await startHost(`figma.showUI(__html__, { width: 320, height: 500, themeColors: true });
      figma.ui.onmessage = (message, properties) => figma.ui.postMessage([message, properties.origin]);
      figma.ui.postMessage('first');`);
    const received: unknown[] = [];
    const panels: unknown[] = [];
    host.onMessageToUi((message) => received.push(message));
    host.onUi((ui) => panels.push(ui && [ui.width, ui.height, ui.themeColors]));
    await host.runPlugin();
    await later();
    expect([received, panels]).toEqual([[], [[320, 500, true]]]);
    host.uiLoaded();
    host.messageFromUi({ bytes: Uint8Array.of(1) });
    await vi.waitFor(() => expect(received).toEqual(['first', [{ bytes: Uint8Array.of(1) }, 'null']]));
    host.closePlugin();
    expect(panels.at(-1)).toBeNull();
  });
});

const later = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('dynamic-page', () => {
  test.each([
    ["figma.getNodeById('0:1')", 'figma.getNodeByIdAsync'],
    ['figma.currentPage = figma.createPage()', 'figma.setCurrentPageAsync'],
    ['figma.createComponent().createInstance().mainComponent', 'node.getMainComponentAsync'],
  ])('%s names the asynchronous form', async (body, instead) => {
    await expect(value(body)).rejects.toThrow(instead);
  });
});

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
    await later();
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

describe('storage', () => {
  test('client storage clones, has a quota, and outlives a run', async () => {
    await expect(value("await figma.clientStorage.setAsync('big', new Uint8Array(5000001))")).rejects.toThrow(
      'quota',
    );
    const { host } = await runInPlugin(
      `const old = await figma.clientStorage.getAsync('seen'); await figma.clientStorage.setAsync('seen', { at: 1 }); return old ?? 'new'`,
      { clientStorage: { other: 1 } },
    );
    host.closePlugin();
    expect(await firstAnswer(host)).toEqual({ at: 1 });
  });

  test('plugin data is limited to 100 kB and empty strings remove it', async () => {
    await expect(value("figma.currentPage.setPluginData('a', 'x'.repeat(100001))")).rejects.toThrow('100 kB');
    await expect(value("figma.currentPage.setSharedPluginData('a', 'b', 'c')")).rejects.toThrow('namespace');
    expect(
      await value(`const f = figma.createFrame(); f.setPluginData('a', '1'); f.setPluginData('b', '2'); f.setPluginData('a', '');
      f.setSharedPluginData('space', 'k', 'v'); const copy = f.clone();
      return [f.getPluginDataKeys(), copy.getSharedPluginData('space', 'k'), figma.currentPage.findAllWithCriteria({ pluginData: { keys: ['b'] } }).length]`),
    ).toEqual([['b'], 'v', 2]);
  });
});

describe('events', () => {
  test('selectionchange comes later and once; close runs at once and may still write', async () => {
    const host = await startHost(`const f = figma.createFrame(); let count = 0;
      figma.on('selectionchange', () => { count += 1; f.setPluginData('selections', String(count)); });
      figma.on('close', () => f.setPluginData('closed', 'yes'));
      figma.currentPage.selection = [f]; figma.currentPage.selection = []; figma.currentPage.selection = [f];
      f.setPluginData('at once', String(count));`);
    await host.runPlugin();
    await later();
    host.closePlugin();
    expect(host.nodes()[0]?.pluginData).toEqual({ 'at once': '0', selections: '1', closed: 'yes' });
    expect(host.running()).toBe(false);
  });

  test('nodechange tells what changed', async () => {
    expect(
      await value(`const f = figma.createFrame(); await new Promise((resolve) => setTimeout(resolve, 5));
      const change = new Promise((resolve) => figma.currentPage.on('nodechange', resolve));
      f.x = 3; f.opacity = 0.5;
      const { nodeChanges } = await change;
      return [nodeChanges.length, nodeChanges[0].id === f.id, nodeChanges[0].type, nodeChanges[0].properties.includes('opacity')]`),
    ).toEqual([1, true, 'PROPERTY_CHANGE', true]);
  });

  test('a closed plugin can do nothing more', async () => {
    const host = await startHost(
      "setTimeout(() => figma.createFrame(), 5); figma.createRectangle(); figma.closePlugin('Done');",
    );
    const notices: string[] = [];
    host.onNotify((notice) => notices.push(notice));
    await host.runPlugin();
    await later();
    expect([host.nodes().length, host.running(), notices]).toEqual([1, false, ['Done']]);
  });
});

describe('undo and the fingerprint', () => {
  test('one undo takes back what was not committed; create and remove leave the document equal', async () => {
    const host = await startHost(`const temp = figma.createFrame(); temp.remove(); figma.commitUndo();
      figma.createRectangle(); figma.commitUndo(); figma.createEllipse(); figma.createLine();`);
    host.figma.createFrame().name = 'Before';
    const before = await host.fingerprint();
    await host.runPlugin();
    host.closePlugin();
    expect(host.nodes().map(({ type }) => type)).toEqual(['FRAME', 'RECTANGLE', 'ELLIPSE', 'LINE']);
    host.undo();
    expect(host.nodes().map(({ type }) => type)).toEqual(['FRAME', 'RECTANGLE']);
    host.undo();
    expect(await host.fingerprint()).toBe(before);
    host.undo();
    expect(await host.fingerprint()).toBe(before);
    host.redo();
    expect(host.nodes().map(({ type }) => type)).toEqual(['FRAME', 'RECTANGLE']);
  });

  test('the fingerprint sees plugin data and paints, not the selection', async () => {
    const host = await startHost();
    const frame = host.figma.createFrame();
    const before = await host.fingerprint();
    host.select([frame.id]);
    expect(await host.fingerprint()).toBe(before);
    frame.setPluginData('a', 'b');
    const marked = await host.fingerprint();
    frame.fills = [];
    expect(new Set([before, marked, await host.fingerprint()]).size).toBe(3);
  });
});

describe('faults on demand', () => {
  test('the n-th call throws or rejects, once', async () => {
    const body = `const made = []; for (let i = 0; i < 4; i += 1) { try { figma.createFrame(); made.push(i); } catch (error) { made.push(error.message); } } return made`;
    const { value: made } = await runInPlugin(body, {}, (host) => host.fault('createFrame', { after: 2 }));
    expect(made).toEqual([0, 'in createFrame: fault on demand', 2, 3]);
    const stored = runInPlugin("await figma.clientStorage.setAsync('a', 1)", {}, (host) =>
      host.fault('clientStorage.setAsync'),
    );
    await expect(stored).rejects.toThrow('fault on demand');
  });
});

describe('the page', () => {
  test('hit tests go to the outermost layer, or with deep to the innermost', async () => {
    const host = await startHost();
    const frame = host.figma.createFrame();
    const ellipse = host.figma.createEllipse();
    frame.appendChild(ellipse);
    expect([
      host.hitTest(50, 50),
      host.hitTest(50, 50, { deep: true }),
      host.hitTest(2, 2, { deep: true }),
      host.hitTest(-1, 0),
    ]).toEqual([frame.id, ellipse.id, frame.id, null]);
  });

  test('renders a rectangle of the page over its background', async () => {
    const host = await startHost();
    host.figma.createFrame();
    const { width, height, data } = await host.renderPage({
      x: -10,
      y: -10,
      width: 20,
      height: 20,
      scale: 2,
    });
    expect([width, height, [...data.subarray(0, 4)], [...data.subarray(-4)]]).toEqual([
      40,
      40,
      [245, 245, 245, 255],
      [255, 255, 255, 255],
    ]);
  });
});

describe('.fig files', () => {
  test.each([
    ['structure', 'Groups', 27],
    ['corners', 'frame radius=4:8:12:16', 10],
    ['vector', 'Complex', 2],
  ])('%s opens and shows its layers', async (file, layer, count) => {
    const host = await startHost();
    await host.openFig(await readFile(new URL(`./data/${file}.fig`, import.meta.url)));
    const node = host.nodes().find(({ name }) => name === layer);
    const { data } = pixels(await host.png(node?.id ?? ''));
    expect(host.nodes()).toHaveLength(count);
    expect(data.some((level, index) => index % 4 === 3 && level > 0)).toBe(true);
    expect(new Set(data).size).toBeGreaterThan(1);
  });

  test('the layers of an opened instance are its component’s, and can be overridden', async () => {
    const host = await startHost();
    await host.openFig(await readFile(new URL('./data/structure.fig', import.meta.url)));
    const instance = host.figma.currentPage.findOne((node) => node.name === 'Component 2');
    if (instance?.type !== 'INSTANCE') throw new Error('The file has changed');
    expect((await instance.getMainComponentAsync())?.name).toBe('Component 1');
    expect(instance.findOne((node) => node.type === 'TEXT')).toMatchObject({ type: 'TEXT' });
  });
});
