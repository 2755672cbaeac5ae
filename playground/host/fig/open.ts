// Opens a `.fig` file.
import type { SceneDocument } from '../scene/document.ts';

export async function openFigFile(_bytes: Uint8Array): Promise<SceneDocument> {
  throw new Error('Opening .fig files is not there yet');
}
