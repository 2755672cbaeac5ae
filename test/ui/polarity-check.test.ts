// Which colour means change: found out through the real client and proxy, and by pixels alone.
import { describe, expect, it, vi } from 'vitest';
import { MODELS } from '../../core/models/index.ts';
import { PROBE_SIDE, polarityOf, probeSource } from '../../core/polarity.ts';
import { openFal } from '../../ui/fal/fal.ts';
import { checkPolarity } from '../../ui/polarity-check.ts';
import { openPanel } from './open-panel.ts';
import { codec, fakeNetwork, fakePlugin, PROXY_URL } from './world.ts';

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
    const { plugin, calls } = fakePlugin();
    const world = { fal, plugin, codec, clock: network.clock };
    const sent: (string | null)[] = [];
    const probe = { requestId: null, sent: (id: string | null) => void sent.push(id) };
    expect(await checkPolarity(model, world, probe)).toBe('white-preserves');
    expect(sent).toEqual([null, expect.any(String)]);
    expect(network.submits()).toHaveLength(1);
    const charge = { requestId: sent[1], billed: { units: 1 }, simulated: true };
    expect(calls).toMatchObject([{ call: 'keepCharge', args: { charge } }]);
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

describe('a check that is paid for', () => {
  type Open = Awaited<ReturnType<typeof openPanel>>;

  const isOver = ({ state }: Open) =>
    vi.waitFor(() => expect(state.polarityCheck.value.kind).not.toMatch(/idle|running/), 10_000);

  it('is asked for again and not sent again, once the network is back', async () => {
    const open = await openPanel();
    const { panel, state, network } = open;
    network.standIn.fault('malformed-json');
    panel.checkPolarity();
    await isOver(open);
    expect(state.polarityCheck.value).toMatchObject({
      kind: 'failed',
      failure: { failure: 'answer-unreadable' },
    });
    expect(Object.values(state.settings.value.probes)).toEqual([expect.any(String)]);
    panel.checkPolarity();
    await isOver(open);
    expect(network.submits()).toHaveLength(1);
  });

  it('is fetched by itself at the next start', async () => {
    const open = await openPanel();
    const { panel, state, network } = open;
    network.standIn.fault('never-finishes');
    panel.checkPolarity();
    await vi.waitFor(() => expect(Object.values(state.settings.value.probes)).toEqual([expect.any(String)]));
    const { probes } = state.settings.value;
    const next = await openPanel({ settings: { probes } });
    await isOver(next);
    // Its stand-in knows no such request: what was asked for shows that nothing was sent.
    expect(next.network.submits()).toHaveLength(0);
    expect(next.network.sent.map(({ headers }) => headers.get('x-fal-target-url')).join()).toContain(
      Object.values(probes)[0],
    );
    expect(next.state.settings.value.probes).toEqual({});
    // Nobody asks on for ever.
    network.online.lost = true;
    await isOver(open);
  });

  it('that fal refuses is over, and the next one is a new one', async () => {
    const open = await openPanel();
    open.network.standIn.fault('401-key');
    open.panel.checkPolarity();
    await isOver(open);
    expect(open.state.settings.value.probes).toEqual({});
  });
});
