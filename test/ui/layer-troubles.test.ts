// Layers as pictures for the model's fields, where something comes in between: told beside the field, or stopped, and never paid for.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../core/failure.ts';
import { frame, rectangle } from '../support/shapes.ts';
import { everywhere, guideAtDesk, RED, soon } from './guide.ts';
import { scene } from './scene.ts';
import { codec } from './world.ts';

const at = guideAtDesk();

describe('what has become of a layer is told beside the field, before anything is paid for', () => {
  const problem = () => at.session.state.problems.value.reference_image_url ?? null;
  const control = () => at.session.state.problems.value['controlnets.0.control_image_url'] ?? null;

  async function told(sentence: string | null, by = problem): Promise<void> {
    await soon(() => expect(by()).toBe(sentence));
    if (sentence === null) return;
    at.session.panel.generate();
    expect(at.session.state.run.value).toBeNull();
    expect(at.requests()).toEqual([]);
  }

  test('deleted, renamed or emptied', async () => {
    at.set({ reference_image_url: at.layer() });
    at.guide.name = 'Sketch';
    await told('Another layer: “Guide” goes by another name now, or belongs to another file.');
    at.guide.name = 'Guide';
    await told(null);
    at.guide.fills = [];
    await told('A layer that shows something: “Guide” is empty.');
    at.guide.remove();
    await told('Another layer: “Guide” is no longer in this file.');
  });

  test('moved off the target, where it has to line up with it', async () => {
    at.set({
      reference_image_url: at.layer(),
      controlnets: [{ path: 'owner/name', control_image_url: at.layer() }],
    });
    at.guide.x = 500;
    await told('A layer over the target: “Guide” lies elsewhere.', control);
    expect(problem()).toBeNull();
    at.guide.x = 8;
    await told(null, control);
  });

  test('over the target, but not over the part of it that is sent', async () => {
    at.guide.resize(6, 6);
    [at.guide.x, at.guide.y] = [0, 0];
    at.set({ image_url: at.layer() });
    at.session.panel.generate();
    await soon(() =>
      expect(at.session.state.run.value?.job).toMatchObject({
        state: 'failed',
        failure: { failure: 'input-outside', message: expect.stringMatching(/“Guide”.*“Product page”/) },
      }),
    );
    expect(at.requests()).toEqual([]);
  });

  test('with the settings in another file', async () => {
    const remembered = at.layer();
    at.session.kill();
    at.window.host.newDocument();
    const { figma } = at.window.host;
    const target = frame(figma, 96, 64);
    at.window.host.select([target.id, rectangle(figma, target, [30, 20, 30, 20]).id]);
    await at.openSession();
    at.set({ reference_image_url: remembered });
    await told('Another layer: “Guide” is no longer in this file.');
  });

  test('but hidden it is drawn all the same', async () => {
    at.set({ reference_image_url: at.layer() });
    at.guide.visible = false;
    await soon(() =>
      expect(at.session.state.layers.value.get(at.guide.id)).toEqual({
        kind: 'there',
        isHidden: true,
        isOver: true,
      }),
    );
    const { images } = await at.sent();
    expect(everywhere(await codec.decode(images.reference_image_url!), RED)).toBe(true);
    expect(at.guide.visible).toBe(false);
  });
});

test('a cancel while a layer is drawn stops it, and nothing is sent', async () => {
  const edit = scene({
    settings: { values: { reference_image_url: at.layer() } },
    plugin: {
      drawLayer: () => {
        edit.abort.abort();
        throw new Failure('cancelled');
      },
    },
  });
  await expect(edit.run()).rejects.toMatchObject({ kind: 'cancelled' });
  expect(edit.calls.map(({ call }) => call)).toContain('cancelRaster');
  expect(edit.sent.filter(({ method }) => method === 'POST')).toEqual([]);
});
