// What the host needs, found in Node: the WebAssembly modules and fonts of its packages.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import CanvasKitInit, { type CanvasKit } from 'canvaskit-wasm';
import { newQuickJSWASMModule, newVariant, RELEASE_SYNC } from 'quickjs-emscripten';
import { INTER_FILES } from './fonts.ts';
import type { HostAssets } from './types.ts';

const require = createRequire(import.meta.url);

let canvasKit: Promise<CanvasKit> | undefined;

/** Skia takes a moment to start and holds nothing of a host's, so all hosts of a process share it. */
function sharedCanvasKit(): Promise<CanvasKit> {
  canvasKit ??= CanvasKitInit({ locateFile: (file) => require.resolve(`canvaskit-wasm/bin/${file}`) });
  return canvasKit;
}

let quickJS: Promise<WebAssembly.Module> | undefined;

function compiledQuickJS(): Promise<WebAssembly.Module> {
  quickJS ??= readFile(require.resolve('@jitl/quickjs-wasmfile-release-sync/wasm')).then(WebAssembly.compile);
  return quickJS;
}

export function nodeAssets(): HostAssets {
  return {
    loadCanvasKit: sharedCanvasKit,
    loadFonts: () =>
      Promise.all(
        INTER_FILES.map(async ({ style, file }) => {
          const path = new URL(`assets/${file}`, packageFolder('@open-pencil/core'));
          return { family: 'Inter', style, bytes: new Uint8Array(await readFile(path)) };
        }),
      ),
    loadQuickJS: () => newQuickJSWASMModule(newVariant(RELEASE_SYNC, { wasmModule: compiledQuickJS })),
  };
}

function packageFolder(name: string): URL {
  return new URL(`file://${require.resolve(`${name}/package.json`)}`);
}
