// tmp
import { afterAll, it } from 'vitest';
import { closeBrowser, openPlayground } from '../support/playground.ts';
afterAll(closeBrowser);
it.each(['light', 'dark'] as const)('%s', async (colorScheme) => {
  const playground = await openPlayground({ colorScheme });
  await playground.resetSmall();
  const ids = await playground.page.evaluate(() => {
    const { figma } = window;
    return ['Header', 'Hero with a rather long name', 'Teaser', 'Footer'].map((name, i) => {
      const [frame, region] = [figma.createFrame(), figma.createRectangle()];
      frame.name = name;
      frame.x = 150 * i; frame.y = 200;
      frame.resize(96, 64);
      if (i < 3) { frame.appendChild(region); region.name = 'Mask'; region.resize(24, 24); region.x = 30; region.y = 20; } else region.remove();
      return frame.id;
    });
  });
  await playground.select(...ids);
  await playground.panel.getByRole('radio', { name: 'Different in each' }).waitFor();
  const shot = (name: string) => playground.page.locator('iframe').screenshot({ path: `/tmp/shots/${colorScheme}-${name}.png` });
  await playground.panel.getByRole('textbox', { name: 'Prompt' }).fill('a {red|blue} door');
  await playground.panel.getByLabel('Variations').fill('2');
  await shot('batch-before');
  await playground.fault('completed-with-error', { times: 1 });
  await playground.generate();
  await playground.panel.getByRole('button', { name: 'Insert now' }).waitFor({ timeout: 60000 });
  await shot('batch-running');
  await playground.results(11);
  await playground.page.waitForTimeout(1500);
  await shot('batch-done');
  await playground.close();
}, 180000);
