// What the target's own outline and opacity do to a result; and what is never paid for, since nothing of it would show.
import type { ComponentNode, SolidPaint } from '@figma/plugin-typings/plugin-api-standalone';
import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../core/pixels.ts';
import { openEditor } from '../support/edit.ts';
import { oncePerTest } from '../support/lifetime.ts';
import { codec } from '../ui/world.ts';

const GREEN: SolidPaint = { type: 'SOLID', color: { r: 0.2, g: 0.5, b: 0.3 } };
const HALF: SolidPaint = { ...GREEN, opacity: 0.5 };

const editor = oncePerTest(openEditor);

const png = async (id: string): Promise<Pixels> => codec.decode(await editor.host.png(id, 1));
const alphas = ({ data }: Pixels) => data.filter((_, i) => i % 4 === 3);

/** A component with round corners, an instance of it, and a mask over a corner of that. */
function roundInstance() {
  const { figma } = editor;
  const component: ComponentNode = figma.createComponent();
  component.resize(120, 90);
  [component.fills, component.cornerRadius] = [[GREEN], 40];
  const instance = component.createInstance();
  instance.x = 300;
  const mask = figma.createRectangle();
  mask.resize(70, 60);
  [mask.x, mask.name] = [300, 'Mask'];
  return { instance, mask };
}

describe('a result beside its target', () => {
  it('keeps to the round corners of an instance, with nothing there to cut it', async () => {
    const { instance, mask } = roundInstance();
    const selection = await editor.select(instance, mask);
    const { outcome } = await editor.edit(selection, { softEdge: 6 });
    const layer = await editor.figma.getNodeByIdAsync(outcome.layerIds[0]!);
    const whole = editor.figma.group([instance, layer as never], editor.figma.currentPage);
    const [before, after] = [alphas(await png(instance.id)), alphas(await png(whole.id))];
    const spilt = after.filter((alpha, i) => alpha > 16 && before[i] === 0);
    expect(before.filter((alpha) => alpha === 0).length).toBeGreaterThan(100);
    expect(spilt).toHaveLength(0);
  });

  it('covers a picture that one can see through in full', async () => {
    const { figma } = editor;
    const picture = figma.createRectangle();
    picture.resize(96, 80);
    const { hash } = figma.createImage(
      codec.encode({ width: 2, height: 2, data: new Uint8Array(16).fill(255) }),
    );
    picture.fills = [{ type: 'IMAGE', imageHash: hash, scaleMode: 'FILL' }];
    picture.opacity = 0.5;
    const { outcome } = await editor.edit(await editor.select(picture));
    const alpha = alphas(await png(outcome.layerIds[0]!));
    expect(alpha.reduce((most, value) => Math.max(most, value), 0)).toBe(255);
  });
});

describe('what nothing would show of', () => {
  it('is not sent: a mask over the transparent part of a group', async () => {
    const { figma } = editor;
    const parts = [figma.createRectangle(), figma.createRectangle()];
    for (const [i, part] of parts.entries()) {
      part.resize(40, 40);
      [part.x, part.fills] = [i * 160, [HALF]];
    }
    const group = figma.group(parts, figma.currentPage);
    const mask = figma.createRectangle();
    mask.resize(30, 20);
    [mask.x, mask.y, mask.name] = [85, 10, 'Mask'];
    const selection = await editor.select(group, mask);
    await expect(editor.edit(selection, { softEdge: 4 })).rejects.toMatchObject({ kind: 'nothing-shows' });
    expect(editor.standIn.requests()).toHaveLength(0);
  });

  it('is everything else, where the target is its own region: it changes as a whole', async () => {
    const picture = editor.figma.createRectangle();
    picture.resize(96, 80);
    const data = new Uint8Array(16).fill(255);
    const { hash } = editor.figma.createImage(codec.encode({ width: 2, height: 2, data }));
    picture.fills = [{ type: 'IMAGE', imageHash: hash, scaleMode: 'FILL' }];
    const { outcome } = await editor.edit(await editor.select(picture), { changeEverythingElse: true });
    expect(outcome.layerIds).toHaveLength(1);
  });
});
