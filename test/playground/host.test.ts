// The host as a plugin meets it: its globals, its API's rules and refusals, events, undo, and the sandbox.
import { readFile } from 'node:fs/promises';
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
