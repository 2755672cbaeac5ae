// The pictures of a run: what cannot be placed in one target keeps no other out, and nothing of it stays.
import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone';
import { encode } from 'fast-png';
import { beforeEach, expect, it } from 'vitest';
import type { InsertRequest } from '../../core/protocol.ts';
import { emptyPage, openStarted } from '../support/figma.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { emptyRequest } from '../support/patch.ts';
import { frame } from '../support/shapes.ts';

/** One px more than Figma takes. */
const TOO_WIDE = encode({ width: 4097, height: 1, data: new Uint8Array(4097 * 4), channels: 4 });

const open = oncePerFile(openStarted);
let [first, second]: FrameNode[] = [];

beforeEach(() => {
  emptyPage(open);
  [first, second] = [frame(open.figma, 96, 80), frame(open.figma, 96, 80)];
  open.figma.commitUndo();
});

/** @param pngs of its results, in place of one that is empty */
function wanted(target: FrameNode, pngs: readonly (Uint8Array | null)[] = [null]): InsertRequest {
  const results = pngs.map((png) => ({ ...(png && { png }), recipe: { requestId: target.id } }));
  return emptyRequest(target, { results });
}

const insert = (...parts: InsertRequest[]) => open.plugin.call('insert', { parts });
const layersIn = () => [first!, second!].map(({ children }) => children.length);

it('a picture that Figma refuses keeps its own target as it was, and one undo takes the others back', async () => {
  const before = await open.host.fingerprint();
  const replies = await insert(wanted(first!, [null, TOO_WIDE]), wanted(second!));
  expect(replies).toMatchObject([
    { kind: 'refused', failure: { failure: 'picture-too-large' } },
    { kind: 'inserted', placed: [{ kind: 'layer', layerId: second!.children[0]?.id }] },
  ]);
  expect(layersIn()).toEqual([0, 1]);
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(before);
});

it('what fails while it is put in is taken back, and what comes after it is put in', async () => {
  open.host.fault('createRectangle');
  const replies = await insert(wanted(first!), wanted(second!));
  expect(replies).toMatchObject([
    { kind: 'refused', failure: { failure: 'insert-failed' } },
    { kind: 'inserted' },
  ]);
  expect(layersIn()).toEqual([0, 1]);
});

it('when nothing can be put in, that is said of the whole, and there is no step to undo', async () => {
  first!.name = 'Renamed';
  open.figma.commitUndo();
  await expect(insert(wanted(first!, [TOO_WIDE]), wanted(second!, [TOO_WIDE]))).rejects.toMatchObject({
    kind: 'picture-too-large',
  });
  expect(layersIn()).toEqual([0, 0]);
  open.host.undo();
  expect(first!.name).not.toBe('Renamed');
});

it('says which page it is on, where another one has been turned to', async () => {
  const [page] = open.figma.root.children;
  const other = open.figma.createPage();
  Object.assign(page!, { name: 'Shop' });
  expect(await insert(wanted(first!))).toMatchObject([{ kind: 'inserted', otherPage: null }]);
  await open.figma.setCurrentPageAsync(other);
  expect(await insert(wanted(second!))).toMatchObject([{ kind: 'inserted', otherPage: 'Shop' }]);
  await open.figma.setCurrentPageAsync(page!);
  other.remove();
});
