// Opens documents: the sample, which ordinary plugin code builds, and .fig files.
import { buildSample, SAMPLE_IMAGES, SAMPLE_NAME } from '../sample/index.ts';
import { type Editor, zoomToFit } from './editor.ts';

export async function openSample(editor: Editor, name?: string): Promise<void> {
  if (name !== undefined && name !== SAMPLE_NAME) {
    throw new Error(`There is no sample “${name}”; the only one is “${SAMPLE_NAME}”.`);
  }
  const images = await loadImages();
  await replaceDocument(editor, SAMPLE_NAME, async ({ host }) => {
    host.newDocument();
    await buildSample(host.figma, images);
    host.figma.commitUndo();
    host.select([]);
  });
}

/** Another document ends the plugin, as in Figma; here it starts again, because it is what one came for. */
async function replaceDocument(
  editor: Editor,
  name: string,
  open: (editor: Editor) => Promise<void>,
): Promise<void> {
  const wasRunning = editor.host.running();
  await open(editor);
  showFrom(editor, name);
  if (wasRunning) await editor.host.runPlugin();
}

async function loadImages(): Promise<Record<string, Uint8Array>> {
  const load = async (name: string) => [name, await loadBytes(`/images/${name}.jpg`)] as const;
  return Object.fromEntries(await Promise.all(SAMPLE_IMAGES.map(load)));
}

async function loadBytes(path: string): Promise<Uint8Array> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} could not be loaded (${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

export async function openFig(editor: Editor, bytes: Uint8Array, name = 'Untitled'): Promise<void> {
  await replaceDocument(editor, name, ({ host }) => host.openFig(bytes));
  zoomToFit(editor);
}

export async function openFigFile(editor: Editor, file: File): Promise<void> {
  try {
    await openFig(editor, new Uint8Array(await file.arrayBuffer()), file.name.replace(/\.fig$/i, ''));
    editor.notice.value = '';
  } catch (error) {
    editor.notice.value = `“${file.name}” could not be opened: ${(error as Error).message}`;
  }
}

/** Begins at the first layer of the list, unfolded; the rest is a scroll away. */
export function showFrom(editor: Editor, name: string): void {
  editor.documentName.value = name;
  editor.openLayers.value = new Set(firstLayer(editor));
  zoomToFirst(editor);
}

export function zoomToFirst(editor: Editor): void {
  zoomToFit(editor, firstLayer(editor));
}

function firstLayer({ nodes, nodesById }: Editor): string[] {
  const first = nodes.value.findLast(({ parentId }) => !nodesById.value.has(parentId ?? ''));
  return first ? [first.id] : [];
}
