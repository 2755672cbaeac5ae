// An undo pressed while a temporary frame stands takes back what it was meant for, and no frame ever comes back.
import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, it, vi } from 'vitest';
import { type Edited, openEditor } from '../support/edit.ts';
import { oncePerTest } from '../support/lifetime.ts';
import { ellipse, frame, rectangle, solid } from '../support/shapes.ts';

const editor = oncePerTest(openEditor);
let page: FrameNode;
let untouched: string;
let edited: Edited;

beforeEach(async () => {
  page = frame(editor.figma, 96, 80);
  rectangle(editor.figma, page, [8, 8, 60, 50]).fills = [solid(0.2, 0.5, 0.8)];
  const selection = await editor.select(page, ellipse(editor.figma, page, [30, 20, 36, 32]));
  editor.figma.commitUndo();
  untouched = await editor.host.fingerprint();
  edited = await editor.edit(selection);
});

const temporary = () => editor.host.nodes().filter(({ pluginData }) => 'temporary' in pluginData);
const results = () =>
  editor.host.nodes().filter(({ pluginData }) => Object.keys(pluginData).some((key) => /recipe/.test(key)));

/** Takes the proof, and does something as soon as its temporary frame stands. */
async function whileProving(act: () => void) {
  const proof = editor.prove(edited);
  await vi.waitFor(() => expect(temporary()).not.toEqual([]), { interval: 0 });
  act();
  return proof;
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 100));

it('the result is there once, also while its copy is looked at', async () => {
  const counts: number[] = [];
  const proof = await whileProving(() => counts.push(results().length));
  expect([counts, proof]).toEqual([[1], { kind: 'kept' }]);
});

it('one undo during the proof leaves the document as it was before the insert', async () => {
  expect(await whileProving(() => editor.host.undo())).toBeNull();
  await settled();
  expect([temporary(), results()]).toEqual([[], []]);
  expect(await editor.host.fingerprint()).toBe(untouched);
});

it('so does one while two proofs are taken: it is finished for both of them at once', async () => {
  const proofs = [editor.prove(edited), editor.prove(edited)];
  await vi.waitFor(() => expect(temporary()).toHaveLength(2), { interval: 0 });
  editor.host.undo();
  expect(await Promise.all(proofs)).toEqual([null, null]);
  await settled();
  expect([temporary(), results()]).toEqual([[], []]);
  expect(await editor.host.fingerprint()).toBe(untouched);
});

it('so does one after it: looking is no step of its own', async () => {
  expect(await editor.prove(edited)).toEqual({ kind: 'kept' });
  editor.host.undo();
  expect(await editor.host.fingerprint()).toBe(untouched);
});

it('a redo brings the result back, and never the frame', async () => {
  await whileProving(() => editor.host.undo());
  await settled();
  editor.host.redo();
  editor.host.redo();
  await settled();
  expect(results()).toHaveLength(1);
  expect(temporary()).toEqual([]);
});
