// The panel's end of the line to the main thread, with every message cloned as a real one is.
import { expect, test } from 'vitest';
import { type Failure, Failure as FailureClass, toWire } from '../../core/failure.ts';
import type { ToPlugin } from '../../core/protocol.ts';
import { openChannel } from '../../ui/channel.ts';

function line() {
  const sent: ToPlugin[] = [];
  let receive: (message: unknown) => void = () => {};
  const plugin = openChannel({
    send: (message) => sent.push(structuredClone(message)),
    listen: (handler) => {
      receive = handler;
      return () => {};
    },
  });
  return { plugin, sent, tell: (message: unknown) => receive(structuredClone(message)) };
}

test('answers reach the call they belong to, in whatever order they come', async () => {
  const { plugin, sent, tell } = line();
  const shown = plugin.call('show', { layerIds: ['1:2'] });
  const stopped = plugin.call('cancelRaster');
  tell({ reply: sent[1]!.id, value: null });
  tell({ reply: sent[0]!.id, value: { shown: 1 } });
  await expect(stopped).resolves.toBeNull();
  await expect(shown).resolves.toEqual({ shown: 1 });
});

test('a failure keeps its kind, sentence and raw text across the threads', async () => {
  const { plugin, sent, tell } = line();
  const call = plugin.call('cancelRaster').catch((error: Failure) => error);
  const error = toWire(new FailureClass('region-empty', { layer: 'Mask' }, new Error('no pixels')));
  tell({ reply: sent[0]!.id, error });
  expect(await call).toMatchObject({
    kind: 'region-empty',
    message: expect.stringContaining('“Mask”'),
    detail: 'Error: no pixels',
  });
});

test('events reach their handlers until these are taken off', () => {
  const { plugin, tell } = line();
  const heard: unknown[] = [];
  const stop = plugin.on('failed', (failure) => heard.push(failure.failure));
  tell({ event: 'failed', value: { failure: 'view', message: '', detail: null } });
  stop();
  tell({ event: 'failed', value: { failure: 'again', message: '', detail: null } });
  expect(heard).toEqual(['view']);
});

test('messages of others are passed over', () => {
  const { tell } = line();
  for (const message of [undefined, null, 'text', { type: 'resize' }, { reply: 99, value: 1 }]) {
    expect(() => tell(message)).not.toThrow();
  }
});
