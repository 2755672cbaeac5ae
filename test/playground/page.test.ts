// The page's pure parts: camera, picking, the layer list's rows, and the panel's document.
import { describe, expect, it } from 'vitest';
import { fitCamera, toPage, toScreen, zoomAt } from '../../playground/page/camera.ts';
import { pick } from '../../playground/page/canvas/pick.ts';
import { rowsOf } from '../../playground/page/layers/tree.ts';
import { panelDocument, policy } from '../../playground/page/panel/document.ts';
import { wrapperUrl } from '../../playground/page/panel/wrapper.ts';

const NODES = [
  { id: 'frame', type: 'FRAME', parentId: 'page', name: 'Frame', visible: true },
  { id: 'card', type: 'FRAME', parentId: 'frame', name: 'Card', visible: false },
  { id: 'title', type: 'TEXT', parentId: 'card', name: 'Title', visible: true },
  { id: 'photo', type: 'RECTANGLE', parentId: 'card', name: 'Photo', visible: true },
  { id: 'lone', type: 'RECTANGLE', parentId: 'page', name: 'Lone', visible: true },
];
const BY_ID = new Map(NODES.map((node) => [node.id, node]));

describe('camera', () => {
  it('keeps the point under the pointer while zooming', () => {
    const camera = { x: 10, y: -4, zoom: 0.5 };
    const anchor = { x: 120, y: 80 };
    const zoomed = zoomAt(camera, anchor, 3);
    expect(toScreen(zoomed, toPage(camera, anchor))).toEqual({
      x: expect.closeTo(anchor.x),
      y: expect.closeTo(anchor.y),
    });
  });

  it('fits a box into what the panel leaves free', () => {
    const insets = { left: 20, top: 20, right: 320, bottom: 20 };
    const camera = fitCamera(
      { x: 100, y: 50, width: 1200, height: 900 },
      { width: 1000, height: 700 },
      insets,
    );
    expect(toScreen(camera, { x: 100, y: 50 }).x).toBeCloseTo(20);
    expect(toScreen(camera, { x: 1300, y: 950 }).x).toBeCloseTo(680);
  });
});

describe('picking', () => {
  it('takes the child of the outer frame, then its sibling level, then deeper', () => {
    expect(pick('title', [], BY_ID, 'level')).toBe('card');
    expect(pick('title', ['photo'], BY_ID, 'level')).toBe('title');
    expect(pick('title', ['card'], BY_ID, 'deeper')).toBe('title');
    expect(pick('title', [], BY_ID, 'deepest')).toBe('title');
  });

  it('takes a frame where nothing else was hit, and a layer that stands alone', () => {
    expect(pick('frame', [], BY_ID, 'level')).toBe('frame');
    expect(pick('lone', ['title'], BY_ID, 'level')).toBe('lone');
  });
});

describe('rows', () => {
  it('reads from the top, and leaves out what is folded away', () => {
    const rows = rowsOf(NODES, new Set(['frame', 'card']));
    expect(rows.map(({ node, level }) => [node.id, level])).toEqual([
      ['lone', 1],
      ['frame', 1],
      ['card', 2],
      ['photo', 3],
      ['title', 3],
    ]);
    expect(rowsOf(NODES, new Set()).map(({ node }) => node.id)).toEqual(['lone', 'frame']);
  });

  it('shows as hidden what lies in something hidden', () => {
    const hidden = rowsOf(NODES, new Set(['frame', 'card'])).filter(({ isHidden }) => isHidden);
    expect(hidden.map(({ node }) => node.id)).toEqual(['card', 'photo', 'title']);
  });
});

describe('the panel’s document', () => {
  const options = { allowsBlob: false, fontOrigin: 'http://localhost:1' };

  it('makes the policy from the manifest', () => {
    expect(policy({ allowedDomains: ['none'] }, options)).toContain('default-src data:;');
    expect(policy({ allowedDomains: ['https://fal.run'] }, options)).toContain(
      'default-src https://fal.run data:;',
    );
    expect(policy({ allowedDomains: ['*'] }, { ...options, allowsBlob: true })).toContain(
      'default-src * data: blob:;',
    );
  });

  it('puts policy and theme before everything else', () => {
    const html = '<!doctype html><html lang="en"><head><title>Panel</title></head><body></body></html>';
    const theme = { name: 'dark', variables: '--figma-color-bg:#222' } as const;
    const result = panelDocument(html, { ...options, networkAccess: { allowedDomains: ['*'] }, theme });
    expect(result).toMatch(
      /^<!doctype html><html class="figma-dark" lang="en"><head><meta http-equiv="Content-Security-Policy"/,
    );
    expect(result.indexOf('figma-style')).toBeLessThan(result.indexOf('<title>'));
  });

  it('keeps the wrapper far below what Chromium loads from a data: URL', () => {
    expect(wrapperUrl().length).toBeLessThan(4000);
  });
});
