// `Edit again`: the result that was chosen gives way to the next one, in the picture sent as in the document.
import type {
  EllipseNode,
  FrameNode,
  ImagePaint,
  RectangleNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, it } from 'vitest';
import { type Edited, openEditor } from '../support/edit.ts';
import { emptyPage, press } from '../support/figma.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { ellipse, frame, rectangle, solid } from '../support/shapes.ts';
import { codec } from '../ui/world.ts';

const editor = oncePerFile(openEditor);
let page: FrameNode;
let mask: EllipseNode;

beforeEach(() => {
  emptyPage(editor);
  page = frame(editor.figma, 96, 80);
  const card = rectangle(editor.figma, page, [8, 8, 60, 50]);
  card.name = 'Card';
  card.fills = [solid(0.2, 0.5, 0.8)];
  mask = ellipse(editor.figma, page, [30, 20, 36, 32]);
});

async function layersOf({ outcome }: Edited): Promise<RectangleNode[]> {
  const layers = await Promise.all(outcome.layerIds.map((id) => editor.figma.getNodeByIdAsync(id)));
  return layers as RectangleNode[];
}

async function editAgain(layer: RectangleNode) {
  const { again } = await press(editor, 'edit-again', layer);
  if (!again) throw new Error('nothing came back');
  return again;
}

async function runAgain(replacedIds: readonly string[]): Promise<Edited> {
  return editor.edit(await editor.select(page, mask), { seed: 8 }, replacedIds);
}

it('is not in the picture sent, and is hidden in the step that brings the new one', async () => {
  const first = await editor.edit(await editor.select(page, mask));
  const [result] = await layersOf(first);
  const { replacedIds } = await editAgain(result!);
  const before = await editor.host.fingerprint();
  const second = await runAgain(replacedIds);
  expect(second.source).toEqual(first.source);
  expect(result!.visible).toBe(false);
  expect((await layersOf(second))[0]!.visible).toBe(true);
  expect(await editor.prove(second)).toEqual({ kind: 'kept' });
  editor.host.undo();
  expect(await editor.host.fingerprint()).toBe(before);
});

it('takes the other variations of the run out of the way too, whichever of them is shown', async () => {
  const first = await editor.edit(await editor.select(page, mask), { variations: 2 });
  const [one, two] = await layersOf(first);
  const { replacedIds } = await editAgain(two!);
  expect([...replacedIds].sort()).toEqual([one!.id, two!.id].sort());
  const second = await runAgain(replacedIds);
  expect(second.source).toEqual(first.source);
  expect([one!.visible, two!.visible]).toEqual([false, false]);
});

it('as a fill is not in the picture sent either, nor seen beneath the new one, and nothing else has changed', async () => {
  const { figma } = editor;
  const photo = rectangle(figma, figma.currentPage, [0, 200, 64, 64]);
  const data = Uint8Array.from({ length: 64 * 64 * 4 }, (_, i) => (i % 4 === 3 ? 255 : 90 + (i % 64)));
  const { hash } = figma.createImage(codec.encode({ width: 64, height: 64, data }));
  photo.fills = [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: hash }];
  const over = ellipse(figma, figma.currentPage, [20, 220, 24, 20]);
  const fill = { insertAs: 'fill' } as const;
  const first = await editor.edit(await editor.select(photo, over), fill);
  const { replacedIds } = await editAgain(photo);
  const before = await editor.host.fingerprint();
  const second = await editor.edit(await editor.select(photo, over), { ...fill, seed: 8 }, replacedIds);
  expect(second.source).toEqual(first.source);
  expect((photo.fills as readonly ImagePaint[]).map(({ visible }) => visible)).toEqual([true, false, true]);
  expect(await editor.prove(second)).toEqual({ kind: 'kept' });
  editor.host.undo();
  expect(await editor.host.fingerprint()).toBe(before);
});

it('leaves other results alone: they are part of the design by now', async () => {
  const first = await editor.edit(await editor.select(page, mask));
  mask.visible = true;
  const second = await runAgain([]);
  expect(second.source).not.toEqual(first.source);
  const { replacedIds } = await editAgain((await layersOf(second))[0]!);
  expect(replacedIds).toEqual(second.outcome.layerIds);
});

it.each(['edit-again', 'show-region'] as const)(
  '%s on a result on another page goes to its target',
  async (command) => {
    const first = await editor.edit(await editor.select(page, mask));
    const [result] = await layersOf(first);
    const home = editor.figma.currentPage;
    const other = editor.figma.createPage();
    other.appendChild(result!);
    await editor.figma.setCurrentPageAsync(other);
    const { selection } = await press(editor, command, result!);
    expect(selection).toMatchObject({ kind: 'ready', target: { id: page.id } });
    expect([editor.figma.currentPage.id, mask.visible]).toEqual([home.id, command === 'show-region']);
  },
);

it('opens the panel, and leaves the document alone, when a command cannot be carried out', async () => {
  const [result] = await layersOf(await editor.edit(await editor.select(page, mask)));
  const before = await editor.host.fingerprint();
  const told: string[] = [];
  editor.plugin.on('failed', ({ failure }) => told.push(failure));
  editor.host.closePlugin();
  editor.host.select([result!.id]);
  editor.host.fault('selection');
  expect((await editor.start('show-region')).opening).toEqual({ kind: 'tab', tab: 'edit' });
  expect(told).toEqual(['unexpected']);
  expect(await editor.host.fingerprint()).toBe(before);
});
