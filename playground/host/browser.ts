// What the host needs, found in a browser: files served in one folder beside the page's bundle.
import CanvasKitInit from 'canvaskit-wasm';
import { newQuickJSWASMModule, newVariant, RELEASE_SYNC } from 'quickjs-emscripten';
import { INTER_FILES } from './fonts.ts';
import type { HostAssets } from './types.ts';

export { INTER_FILES } from './fonts.ts';

/** `folder` serves `canvaskit.wasm`, `quickjs.wasm` (emscripten-module.wasm of the package) and the Inter files. */
export function browserAssets(folder: string): HostAssets {
  const url = (file: string) => new URL(file, new URL(folder, location.href)).href;
  const quickjs = WebAssembly.compileStreaming(fetch(url('quickjs.wasm')));
  return {
    loadCanvasKit: () => CanvasKitInit({ locateFile: url }),
    loadFonts: () =>
      Promise.all(
        INTER_FILES.map(async ({ style, file }) => ({
          family: 'Inter',
          style,
          bytes: await fetchBytes(url(file)),
        })),
      ),
    loadQuickJS: () => newQuickJSWASMModule(newVariant(RELEASE_SYNC, { wasmModule: quickjs })),
  };
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
