// What is watched of the selection: told once when it has settled, and nothing while the plugin itself is at work.
import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, it } from 'vitest';
import type { Selected } from '../../core/selection.ts';
import { openFigma } from '../support/figma.ts';
import { oncePerTest } from '../support/lifetime.ts';
import { ellipse, frame } from '../support/shapes.ts';

const open = oncePerTest(openFigma);
let page: FrameNode;
let told: Selected[];

beforeEach(async () => {
  page = frame(open.figma, 96, 80);
  told = [];
  open.plugin.on('selectionChanged', (selected) => told.push(selected));
  await open.start();
});

const isOn = (id: string) =>
  open.selectionWhere((selection) => selection.kind !== 'none' && selection.target.id === id);

it('does not tell of a drag’s many changes one by one', async () => {
  const region = ellipse(open.figma, page, [8, 8, 20, 20]);
  open.host.select([page.id]);
  open.host.select([page.id, region.id]);
  for (let x = 9; x <= 30; x++) region.x = x;
  await open.selectionWhere((selection) => selection.kind === 'ready' && selection.regions[0]?.box.x === 30);
  // On a slow machine the drag may outlast the wait for its end.
  expect(told.length).toBeLessThan(5);
});

it('takes each page’s own selection, and keeps a target while its page is shown', async () => {
  const { figma, host } = open;
  host.select([page.id]);
  await isOn(page.id);
  const other = figma.createPage();
  await figma.setCurrentPageAsync(other);
  const second = frame(figma, 40, 40, other);
  host.select([second.id]);
  await isOn(second.id);
  host.select([]);
  await figma.setCurrentPageAsync(figma.root.children[0]!);
  await isOn(page.id);
});

it('says that a target is gone when somebody deletes it', async () => {
  open.host.select([page.id]);
  await isOn(page.id);
  page.remove();
  await open.selectionWhere((selection) => selection.kind === 'none');
});
