// An endpoint that fal no longer has: the nearest of the others is offered, and what was set stays.
import { expect, test, vi } from 'vitest';
import { findModel, MODELS, nearestModel } from '../../core/models/index.ts';
import { modelOffer } from '../../ui/model-offer.ts';
import { openPanel } from './open-panel.ts';
import { SETTINGS } from './world.ts';

const GENERAL = 'fal-ai/flux-general/differential-diffusion';
const DIFFERENTIAL = 'fal-ai/flux-differential-diffusion';
const RESTYLE = 'fal-ai/flux/dev/image-to-image';

test.each([
  [GENERAL, DIFFERENTIAL],
  [DIFFERENTIAL, GENERAL],
  [RESTYLE, GENERAL],
  ['fal-ai/flux/dev', RESTYLE],
  ['fal-ai/flux/dev/redux', RESTYLE],
])('nearest to %s is %s, whatever the order of the table', (gone, nearest) => {
  for (const models of [MODELS, [...MODELS].reverse()]) {
    expect(nearestModel(findModel(gone)!, models)?.id).toBe(nearest);
  }
  expect(nearestModel(findModel(gone)!, [findModel(gone)!])).toBeNull();
});

async function goneRun(modelId: string, changes: Partial<typeof SETTINGS> = {}) {
  const open = await openPanel({ settings: { edit: { ...SETTINGS, modelId, ...changes } } });
  open.network.standIn.fault('404-model');
  open.panel.generate();
  await isGone(open);
  return open;
}

const isGone = ({ state }: Pick<Awaited<ReturnType<typeof openPanel>>, 'state'>) =>
  vi.waitFor(() => expect(state.run.value?.job).toMatchObject({ failure: { failure: 'model-gone' } }), 5000);

test('one click goes on with the nearest model; everything that was set is sent to it', async () => {
  const open = await goneRun(DIFFERENTIAL, { values: { strength: 0.4, guidance_scale: 7 }, variations: 2 });
  const { panel, state, network } = open;
  const offer = modelOffer(state);
  expect(offer?.text).toBe('“FLUX general · differential” takes the same inputs. Everything you set stays.');
  panel.takeOffer(offer!);
  expect(state.run.value).toBeNull();
  expect(network.submits()).toHaveLength(1);
  network.standIn.fault(null);
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.job.state).toBe('done'), 5000);
  expect(network.standIn.requests().at(-1)).toMatchObject({
    endpoint: GENERAL,
    input: { prompt: SETTINGS.prompt, seed: 7, strength: 0.4, guidance_scale: 7, num_images: 2 },
  });
});

test('what the nearest model does not take is named, and one that is gone too is not offered again', async () => {
  const values = { loras: [{ path: 'a/b' }], strength: 0.4, num_inference_steps: 5 };
  const open = await goneRun(GENERAL, { values });
  const { panel, state } = open;
  expect(modelOffer(state)?.text).toBe(
    '“FLUX dev · differential” takes most of the same inputs. Everything you set stays, but for LoRAs, which it does not take.',
  );
  panel.takeOffer(modelOffer(state)!);
  panel.generate();
  await isGone(open);
  expect(modelOffer(state)).toMatchObject({ model: { id: RESTYLE } });
  expect(modelOffer(state)?.text).toContain(
    'Everything you set stays. Steps has to be a whole number from 10 to 50 there.',
  );
  panel.changeEdit({ modelId: 'fal-ai/flux/dev' });
  expect(modelOffer(state)).toBeNull();
});

test('a model that goes by the prompt says so to whom came without one', async () => {
  const { state } = await goneRun('fal-ai/flux/dev/redux');
  expect(modelOffer(state)?.text).toMatch(/It goes by the prompt as well\.$/);
});
