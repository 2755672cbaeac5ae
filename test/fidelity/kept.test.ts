// A job's way into client storage and back: what its result is cut by returns as it was, and small.
import { expect, test } from 'vitest';
import type { Args } from '../../core/protocol.ts';
import { sniff } from '../../ui/codec.ts';
import { takenUp } from '../../ui/kept.ts';
import { somePiece } from '../support/photos.ts';
import { seeded } from '../support/random.ts';
import { scene } from '../ui/scene.ts';
import { codec, fakeClock, fakePlugin, rasterOf } from '../ui/world.ts';

test('a photograph is stored as a small JPEG, all else exactly, and the result is cut by the same again', async () => {
  const edit = scene({
    settings: { surroundings: 'whole', fillTransparent: false },
    plugin: {
      raster: (request) => {
        const { columns, rows } = request.framing;
        const { pixels } = somePiece(seeded(1), columns * 16, rows * 16);
        return { ...rasterOf()(request), source: codec.encode(pixels) };
      },
    },
  });
  await edit.run();
  const stored = edit.calls.find(({ call }) => call === 'keepJob')?.args as Args<'keepJob'>;
  const { intent, pictures } = stored;
  expect(sniff(pictures.source)).toBe('image/jpeg');
  const bytes = [pictures.source, pictures.limit, ...pictures.regions.map((r) => r.coverage)];
  expect(bytes.reduce((sum, png) => sum + (png?.length ?? 0), 0)).toBeLessThan(500_000);

  const { plugin } = fakePlugin({ loadJob: () => ({ ...intent, pictures, where: null, requestId: 'r-1' }) });
  const again = await takenUp(intent.id, { plugin, codec, clock: fakeClock() });
  const first = edit.checkpoints[0]!;
  const { source, ...around } = again.around;
  const { source: sent, ...wanted } = first.around;
  expect(around).toEqual(wanted);
  expect([again.allowed, again.regions]).toEqual([first.allowed, first.regions]);
  const off = source.data.reduce((sum, value, i) => sum + Math.abs(value - sent.data[i]!), 0);
  expect(off / source.data.length).toBeLessThan(4);
});
