// `npm run picture`: makes the README's picture anew, with the playground. Look at it before it is committed.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from '../../build.ts';
import { launchBrowser } from '../../tools/browser.ts';
import { openPlayground, type Playground } from './playground.ts';

const FILE = join(import.meta.dirname, '../../docs/before-mask-after.png');
const SCALE = 2;

async function hero(playground: Playground): Promise<string> {
  const { id } = await playground.find('Product page');
  return playground.page.evaluate(
    async ([node, scale]) => window.toBase64(await window.playground.png(node, scale)),
    [id, SCALE] as const,
  );
}

/** Three renders of the sample's page: before, with the mask, after. */
async function renders(playground: Playground): Promise<string[]> {
  const [frame, mask] = [await playground.find('Product page'), await playground.find('Mask')];
  await playground.edit(mask.id, { visible: false });
  const before = await hero(playground);
  await playground.edit(mask.id, { visible: true });
  const withMask = await hero(playground);
  await playground.select(frame.id, mask.id);
  await playground.panel.getByRole('button', { name: 'All model settings' }).click();
  await playground.panel.getByLabel('Seed', { exact: true }).fill('12');
  await playground.prompt('Golden autumn forest');
  await playground.generate();
  await playground.results(1);
  return [before, withMask, await hero(playground)];
}

function sheet(pictures: readonly string[]): string {
  const figures = pictures.map((data) => `<img src="data:image/png;base64,${data}">`);
  return `<!doctype html><style>
    body { display: grid; grid-template-columns: repeat(3, 480px); gap: 16px; margin: 0; width: max-content; }
    img { width: 480px; height: 212px; object-fit: cover; object-position: top; border-radius: 8px; }
  </style>${figures.join('')}`;
}

async function main(): Promise<void> {
  await build();
  const browser = await launchBrowser();
  const playground = await openPlayground(browser, { viewport: { width: 1440, height: 900 } });
  const pictures = await renders(playground);
  const { page } = playground;
  await page.setContent(sheet(pictures));
  await writeFile(FILE, await page.locator('body').screenshot({ omitBackground: true }));
  await playground.close();
  await browser.close();
}

await main();
