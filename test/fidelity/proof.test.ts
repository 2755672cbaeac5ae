// The outside proof in whole edits: yes for every kind of target, no for what really changed, silence for what somebody else did.
import type { FrameNode, RectangleNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { density } from '../../core/framing.ts';
import type { Rect } from '../../core/geometry.ts';
import type { CallName, InsertRequest, PanelCalls, RenderRequest } from '../../core/protocol.ts';
import type { EditSettings } from '../../core/settings.ts';
import { type Edited, openEditor } from '../support/edit.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { ellipse, frame, rectangle, solid } from '../support/shapes.ts';
import { codec } from '../ui/world.ts';

const editor = oncePerFile(openEditor);

interface Drawing {
  readonly target: SceneNode;
  readonly region: SceneNode;
  readonly settings?: Partial<EditSettings>;
  /** What else was drawn, to be cleared away. */
  readonly others?: readonly SceneNode[];
}

function page(width: number, height: number): FrameNode {
  const target = frame(editor.figma, width, height);
  target.fills = [solid(0.9, 0.8, 0.6)];
  const card = rectangle(editor.figma, target, [width * 0.1, height * 0.2, width * 0.5, height * 0.4]);
  card.fills = [solid(0.2, 0.5, 0.8)];
  card.name = 'Part of the design';
  return target;
}

function masked(width: number, height: number, settings: Partial<EditSettings>): Drawing {
  const target = page(width, height);
  const box = [width * 0.4, height * 0.4, width * 0.3, height * 0.3] as const;
  return { target, region: ellipse(editor.figma, target, box), settings };
}

/** Noise, so that a px that moved would show. */
function photo(width: number, height: number): RectangleNode {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) % 251);
  const { hash } = editor.figma.createImage(encode({ width, height, data, channels: 3 }));
  const picture = rectangle(editor.figma, editor.figma.currentPage, [30.5, 500.25, width, height]);
  picture.fills = [{ type: 'IMAGE', imageHash: hash, scaleMode: 'FILL' }];
  picture.name = 'Photo';
  return picture;
}

const DRAWINGS: Readonly<Record<string, () => Drawing>> = {
  'at density 4, with a soft edge': () => masked(150.4, 120.7, { softEdge: 8 }),
  'below density 1, with a hard edge': () => masked(2500, 90, { softEdge: 0, surroundings: 'whole' }),
  'in an auto layout': () => {
    const drawing = masked(200, 180, { softEdge: 6 });
    Object.assign(drawing.target, { layoutMode: 'VERTICAL', itemSpacing: 10 });
    Object.assign(drawing.target, { primaryAxisSizingMode: 'FIXED', counterAxisSizingMode: 'FIXED' });
    return drawing;
  },
  'on a picture, beside which the result stands': () => {
    const target = photo(180, 140);
    const region = ellipse(editor.figma, editor.figma.currentPage, [90.5, 550.25, 50, 40]);
    return { target, region, settings: { softEdge: 6 }, others: [region] };
  },
  'on an instance, beside which the result stands': () => {
    const component = editor.figma.createComponent();
    component.resize(200, 150);
    component.fills = [solid(0.3, 0.6, 0.4)];
    rectangle(editor.figma, component, [20, 20, 90, 60]).fills = [solid(0.8, 0.2, 0.4)];
    const target = component.createInstance();
    [target.x, target.y, target.rotation] = [900.3, 40.6, 12];
    const region = ellipse(editor.figma, editor.figma.currentPage, [980, 60, 60, 50]);
    return { target, region, settings: { softEdge: 6 }, others: [region, component] };
  },
};

async function editOf({ target, region, settings }: Drawing): Promise<Edited> {
  return editor.edit(await editor.select(target, region), settings);
}

type Call = (name: CallName, args?: unknown) => Promise<unknown>;

/** Stands between panel and main thread while the work is done. */
async function between<T>(wrap: (call: Call) => Call, work: () => Promise<T>): Promise<T> {
  const { call } = editor.plugin;
  Object.assign(editor.plugin, { call: wrap(call as Call) });
  return work().finally(() => Object.assign(editor.plugin, { call }));
}

async function clear({ target, others = [] }: Drawing, { outcome }: Edited): Promise<void> {
  for (const layer of [...(await layersOf(outcome)), target, ...others]) if (!layer.removed) layer.remove();
}

/** What is inserted for the one target. */
function onlyPart(args: unknown): InsertRequest {
  return (args as Parameters<PanelCalls['insert']>[0]).parts[0]!;
}

/** The picture with an opaque black px at its corner, which a round region leaves clear. */
async function withDot({ patches: [patch], ...request }: InsertRequest): Promise<InsertRequest> {
  const pixels = await codec.decode(patch!.png);
  const data = Uint8Array.from(pixels.data);
  data.set([0, 0, 255, 255]);
  return { ...request, patches: [{ ...patch!, png: codec.encode({ ...pixels, data }) }] };
}

function movedBy(x: number, { patches: [patch], ...request }: InsertRequest): InsertRequest {
  const moved = (rect: Rect<'frame'>) => ({ ...rect, x: rect.x + x });
  return { ...request, patches: [{ ...patch!, area: moved(patch!.area), shown: moved(patch!.shown) }] };
}

async function layersOf({ layerIds }: Edited['outcome']): Promise<RectangleNode[]> {
  const layers = await Promise.all(layerIds.map((id) => editor.figma.getNodeByIdAsync(id)));
  return layers as RectangleNode[];
}

describe('an edit', () => {
  it.each(Object.entries(DRAWINGS))(
    '%s: is proven, with one look before and one after',
    async (name, draw) => {
      const drawing = draw();
      const calls: CallName[] = [];
      const noted = (call: Call): Call => {
        return (name, args) => {
          calls.push(name);
          return call(name, args);
        };
      };
      const { edited, proof, isLeftAlone } = await between(noted, async () => {
        const edited = await editOf(drawing);
        const before = await editor.host.fingerprint();
        const proof = await editor.prove(edited);
        return { edited, proof, isLeftAlone: (await editor.host.fingerprint()) === before };
      });
      expect(proof).toEqual({ kind: 'kept' });
      const ofFigma = new Set<CallName>(['raster', 'render', 'insert']);
      expect(calls.filter((call) => ofFigma.has(call))).toEqual(['raster', 'render', 'insert', 'render']);
      expect(isLeftAlone).toBe(true);
      await clear(drawing, edited);
      console.log(`Proof: ${name}: density ${density(edited.plan.framing).toFixed(2)}`);
    },
  );

  it('whose layer lands elsewhere is told by how many px and levels', async () => {
    const drawing = masked(150, 120, { softEdge: 8 });
    const moved = (call: Call): Call => {
      return (name, args) => call(name, name === 'insert' ? { parts: [movedBy(12, onlyPart(args))] } : args);
    };
    const edited = await between(moved, () => editOf(drawing));
    expect(await editor.prove(edited)).toMatchObject({ kind: 'changed' });
    await clear(drawing, edited);
  });

  it('that shows one px outside is told of that one', async () => {
    const drawing = masked(150, 120, { softEdge: 8 });
    const dotted = (call: Call): Call => {
      return async (name, args) =>
        call(name, name === 'insert' ? { parts: [await withDot(onlyPart(args))] } : args);
    };
    const edited = await between(dotted, () => editOf(drawing));
    expect(await editor.prove(edited)).toEqual({ kind: 'changed', pixels: 1, most: 128 });
    await clear(drawing, edited);
  });

  it('is left without a word when somebody changed the design before the layers came', async () => {
    const drawing = masked(150, 120, { softEdge: 8 });
    const meddled = (call: Call): Call => {
      return async (name, args) => {
        const answer = await call(name, args);
        if (name === 'render') Object.assign(drawing.target, { fills: [solid(0.1, 0.1, 0.1)] });
        return answer;
      };
    };
    const edited = await between(meddled, () => editOf(drawing));
    expect(edited.outcome.before).toBeNull();
    expect(await editor.prove(edited)).toBeNull();
    await clear(drawing, edited);
  });

  it('is left without a word when a layer of the design was deleted meanwhile', async () => {
    const drawing = masked(150, 120, { softEdge: 8 });
    const deleted = (call: Call): Call => {
      return async (name, args) => {
        const answer = await call(name, args);
        if (name === 'render') (drawing.target as FrameNode).children[0]!.remove();
        return answer;
      };
    };
    const edited = await between(deleted, () => editOf(drawing));
    expect(await editor.prove(edited)).toBeNull();
    await clear(drawing, edited);
  });

  it.each<[string, (drawing: Drawing, layer: RectangleNode) => void]>([
    ['the design', ({ target }) => Object.assign(target, { fills: [solid(0.1, 0.1, 0.1)] })],
    ['the result', (_, layer) => Object.assign(layer, { x: layer.x + 12 })],
  ])('is left without a word when somebody changed %s after the layers came', async (_, change) => {
    const drawing = masked(150, 120, { softEdge: 8 });
    const edited = await editOf(drawing);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const [layer] = await layersOf(edited.outcome);
    change(drawing, layer!);
    expect(await editor.prove(edited)).toBeNull();
    await clear(drawing, edited);
  });

  it('of one target is not taken for untouched because another target was looked at since', async () => {
    const drawing = masked(150, 120, { softEdge: 8 });
    const other = page(64, 64);
    const looked = (call: Call): Call => {
      return async (name, args) => {
        const answer = await call(name, args);
        if (name !== 'render') return answer;
        await call('render', { ...(args as RenderRequest), targetId: other.id });
        Object.assign(drawing.target, { fills: [solid(0.1, 0.1, 0.1)] });
        return answer;
      };
    };
    const edited = await between(looked, () => editOf(drawing));
    expect(await editor.prove(edited)).toBeNull();
    await clear({ ...drawing, others: [other] }, edited);
  });

  it('is left without a word when Figma refuses the export, and is there all the same', async () => {
    const drawing = masked(150, 120, { softEdge: 8 });
    const edited = await editOf(drawing);
    editor.host.fault('exportAsync');
    expect(await editor.prove(edited)).toBeNull();
    editor.host.fault(null);
    expect((await layersOf(edited.outcome))[0]?.removed).toBe(false);
    await clear(drawing, edited);
  });
});
