// Which colour means change: found out through the real client and proxy, and by pixels alone.
import { describe, expect, it } from 'vitest';
import { MODELS } from '../../core/models/index.ts';
import { PROBE_SIDE, polarityOf, probeSource } from '../../core/polarity.ts';
import { openFal } from '../../ui/fal/fal.ts';
import { checkPolarity } from '../../ui/polarity-check.ts';
import { codec, fakeNetwork, PROXY_URL } from './world.ts';

const WITH_MAP = MODELS.filter(({ polarity }) => polarity !== null);

/** The probe's source with red painted over the columns from one share of the width to another. */
function painted(from: number, to: number) {
  const { width, height, data } = probeSource();
  for (let i = 0; i < width * height; i++) {
    const x = (i % width) / PROBE_SIDE;
    if (x >= from && x < to) data.set([200, 20, 20], i * 4);
  }
  return { width, height, data };
}

describe('which colour means change', () => {
  it.each(WITH_MAP.map((model) => [model.id, model] as const))('is found out for %s', async (_, model) => {
    const network = fakeNetwork();
    const fal = openFal({ proxyUrl: PROXY_URL, token: '' }, network.fetch);
    const world = { fal, codec, clock: network.clock };
    expect(await checkPolarity(model, world, new AbortController().signal)).toBe('white-preserves');
    expect(network.submits()).toHaveLength(1);
  });

  it('is told by the half that changed', () => {
    expect(polarityOf(painted(0, 0.5))).toBe('white-preserves');
    expect(polarityOf(painted(0.5, 1))).toBe('white-changes');
  });

  it('stays unknown when both halves changed, or neither', () => {
    expect(polarityOf(painted(0, 1))).toBeNull();
    expect(polarityOf(probeSource())).toBeNull();
  });
});
