// Builds everything that ships: dist/main.js and dist/ui.html, which Figma loads, and dist/playground.
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { builtinModules, createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildOptions, build as bundle, type Plugin } from 'esbuild';

const ROOT = dirname(fileURLToPath(import.meta.url));
const DIST = join(ROOT, 'dist');
const PLAYGROUND = join(DIST, 'playground');
const { resolve: modulePath } = createRequire(import.meta.url);

const COMMON: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  charset: 'utf8',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  logLevel: 'warning',
};

/** Figma's main thread. Names stay readable, because errors there come without source maps. */
async function buildMain(): Promise<string[]> {
  const outfile = join(DIST, 'main.js');
  await bundle({
    ...COMMON,
    entryPoints: ['plugin/main.ts'],
    outfile,
    format: 'iife',
    target: 'es2017',
    minifySyntax: true,
    minifyWhitespace: true,
  });
  return [outfile];
}

/** The panel. Figma takes one file, so script and styles go inside. */
async function buildPanel(): Promise<string[]> {
  const { outputFiles } = await bundle({
    ...COMMON,
    entryPoints: ['ui/main.tsx'],
    outdir: DIST,
    write: false,
    format: 'iife',
    target: 'es2020',
    minify: true,
    plugins: [resolveBangImports],
  });
  const outputOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  const outfile = join(DIST, 'ui.html');
  await writeFile(outfile, panelHtml(outputOf('.js'), outputOf('.css')));
  return [outfile];
}

function panelHtml(script: string, style: string): string {
  if (!script) throw new Error('The panel’s bundle is empty.');
  const safeScript = script.replace(/<(?=\/script|!--)/gi, '\\x3c');
  const safeStyle = style.replace(/<(?=\/style)/gi, '\\3c ');
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Changemap</title>',
    `<style>${safeStyle}</style></head><body><div id="app"></div>`,
    `<script>${safeScript}</script></body></html>`,
  ].join('\n');
}

/** @create-figma-plugin/ui writes `import '!../css/base.css'`, a mark for its own bundler. */
const resolveBangImports: Plugin = {
  name: 'resolve-bang-imports',
  setup: (esbuild) =>
    esbuild.onResolve({ filter: /^!/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.slice(1)),
    })),
};

async function buildPlayground(): Promise<string[]> {
  await mkdir(PLAYGROUND, { recursive: true });
  await removeOldChunks(await bundlePage());
  await copyAssets();
  await writeTheme();
  return [join(PLAYGROUND, 'page.js'), join(PLAYGROUND, 'page.css')];
}

/** Resolves with the paths of what was written. */
async function bundlePage(): Promise<string[]> {
  const { metafile } = await bundle({
    ...COMMON,
    metafile: true,
    entryPoints: ['playground/page/page.tsx', 'playground/page/page.css'],
    outdir: PLAYGROUND,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    splitting: true,
    target: 'es2022',
    minify: true,
    external: ['/assets/*'],
    plugins: [stubNodeModules],
  });
  return Object.keys(metafile.outputs).map((path) => join(ROOT, path));
}

/** After the build, so that a page that is just loading still finds its own. */
async function removeOldChunks(written: string[]): Promise<void> {
  const chunks = join(PLAYGROUND, 'chunks');
  const stale = (await readdir(chunks))
    .map((name) => join(chunks, name))
    .filter((path) => !written.includes(path));
  for (const path of stale) await rm(path);
}

/** The scene graph and the WebAssembly loaders look for Node's modules, and do without them in a browser. */
const stubNodeModules: Plugin = {
  name: 'stub-node-modules',
  setup(esbuild) {
    const filter = new RegExp(`^(node:.*|undici|${builtinModules.join('|')})$`);
    esbuild.onResolve({ filter }, ({ path }) => ({ path, namespace: 'node-stub' }));
    esbuild.onLoad({ filter: /.*/, namespace: 'node-stub' }, () => ({
      contents: 'module.exports = { env: {}, versions: {}, argv: [] };',
    }));
  },
};

/** Where the page finds each file beside its bundle. */
function assets(): [from: string, to: string][] {
  const fonts = join(dirname(modulePath('@open-pencil/core/package.json')), 'assets');
  return [
    [join(ROOT, 'playground/page/index.html'), 'index.html'],
    [join(ROOT, 'playground/page/icon.svg'), 'icon.svg'],
    [join(ROOT, 'playground/sample/images'), 'images'],
    [fonts, 'assets'],
    [modulePath('canvaskit-wasm/bin/canvaskit.wasm'), 'assets/canvaskit.wasm'],
    [modulePath('@jitl/quickjs-wasmfile-release-sync/wasm'), 'assets/quickjs.wasm'],
  ];
}

async function copyAssets(): Promise<void> {
  for (const [from, to] of assets()) await cp(from, join(PLAYGROUND, to), { recursive: true });
}

/** Figma's own colours for plugins, light and dark, as @create-figma-plugin/ui (MIT, Yuan Qing Lim) lists them. */
async function writeTheme(): Promise<void> {
  const css = await readFile(modulePath('@create-figma-plugin/ui/css/theme.css'), 'utf8');
  const themes = { light: variablesOf(css, 'figma-light'), dark: variablesOf(css, 'figma-dark') };
  await writeFile(join(PLAYGROUND, 'theme.json'), JSON.stringify(themes));
}

function variablesOf(css: string, className: string): string {
  const variables = css.match(new RegExp(`\\.${className}\\s*\\{([^}]*)\\}`))?.[1];
  if (!variables?.includes('--figma-color-bg')) throw new Error(`No colours for ${className} in theme.css.`);
  return variables.replace(/\s+/g, ' ').trim();
}

async function printSizes(files: string[]): Promise<void> {
  for (const file of files) {
    const { size } = await stat(file);
    console.log(`${relative(ROOT, file).padEnd(26)}${(size / 1000).toFixed(1).padStart(8)} kB`);
  }
}

export async function build(): Promise<void> {
  await mkdir(DIST, { recursive: true });
  const written = await Promise.all([buildMain(), buildPanel(), buildPlayground()]);
  await printSizes(written.flat());
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await build();
