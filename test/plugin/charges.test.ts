// What fal billed, noted by several windows of Figma on one machine.
import { expect, test } from 'vitest';
import { ClientStorage } from '../../playground/host/storage.ts';
import { openFigma } from '../support/figma.ts';

test('windows that are open at once note what is billed beside each other, and each tells of all of it', async () => {
  const clientStorage = new ClientStorage({ 'charges 1-damaged': 'nothing of the kind' });
  const windows = [await openFigma({ clientStorage }), await openFigma({ clientStorage })] as const;
  for (const { start } of windows) await start();
  const keep = (at: 0 | 1, requestId: string) => {
    const charge = { requestId, billed: { units: 2, dollars: 0.5 }, simulated: false };
    return windows[at].plugin.call('keepCharge', { charge });
  };
  await Promise.all([keep(0, 'a'), keep(0, 'b')]);
  await Promise.all([keep(1, 'b'), keep(1, 'c')]);
  await keep(0, 'd');
  for (const { plugin, host } of windows) {
    expect(await plugin.call('spent')).toEqual({
      paid: { requests: 4, dollars: 2, unpricedUnits: 0 },
      simulated: { requests: 0, dollars: 0, unpricedUnits: 0 },
    });
    host.dispose();
  }
  // The next to start takes over what they have left.
  const next = await openFigma({ clientStorage });
  await next.start();
  await next.plugin.call('keepCharge', { charge: { requestId: 'd', billed: null, simulated: false } });
  expect(await next.plugin.call('spent')).toMatchObject({ paid: { requests: 4, dollars: 2 } });
  expect(clientStorage.keys().filter((key) => key.startsWith('charges '))).toHaveLength(1);
  next.host.dispose();
});
