// What the trials in Chromium do in the page itself: nothing from around these functions is there.
import type { Layers } from './scene.ts';

/** Names as in the sentences, and what a restart is to find in the form. */
export async function setUp({ target, region }: Layers): Promise<void> {
  const { figma, playground } = window;
  playground.closePlugin();
  figma.root.name = 'Shop';
  const names = [
    [target, 'Product page'],
    [region, 'Mask'],
  ] as const;
  for (const [id, name] of names) Object.assign((await figma.getNodeByIdAsync(id)) ?? {}, { name });
  const settings = await figma.clientStorage.getAsync('settings');
  const edit = { ...settings.edit, prompt: 'a red door', seed: 7 };
  await figma.clientStorage.setAsync('settings', { ...settings, proxyToken: 'secret token', edit });
}

export async function storedJobs(): Promise<{ requestId: string | null }[]> {
  const { clientStorage } = window.figma;
  const keys = (await clientStorage.keysAsync()).filter((key) => key.startsWith('job '));
  const jobs = await Promise.all(keys.map((key) => clientStorage.getAsync(key)));
  return jobs.map(({ requestId }) => ({ requestId }));
}

export async function emptyStorage(): Promise<void> {
  const { clientStorage } = window.figma;
  for (const key of await clientStorage.keysAsync())
    if (key !== 'settings') await clientStorage.deleteAsync(key);
}

/** Whether the document is as it was, once a result has been taken away in one step, and then what somebody changed. */
export async function restore({
  clean,
  isInserted,
}: {
  clean: string;
  isInserted: boolean;
}): Promise<boolean> {
  const { playground } = window;
  if (isInserted) playground.undo();
  const isAlone = playground.nodes().every(({ pluginData }) => !Object.keys(pluginData).some(isRecipe));
  for (let i = 0; i < 3 && (await playground.fingerprint()) !== clean; i++) playground.undo();
  return isAlone && (await playground.fingerprint()) === clean;

  function isRecipe(key: string): boolean {
    return key.includes('recipe');
  }
}

/** How many jobs the panel is told of that are left from an earlier start: it asks as soon as it is open. */
export async function jobsTold(): Promise<number> {
  const { host } = window;
  const told = new Promise<number>((resolve) => {
    host.onMessageToUi((message) => {
      const { value } = message as { value?: { jobs?: unknown[] } };
      if (value?.jobs) resolve(value.jobs.length);
    });
  });
  await host.runPlugin();
  return told;
}
