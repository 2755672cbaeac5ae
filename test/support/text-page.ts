// A small page in which text lies over what is drawn, and a result to be inserted beneath it: for tests of what is protected.
import type {
  BaseNode,
  ChildrenMixin,
  FrameNode,
  SceneNode,
  SolidPaint,
  TextNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach } from 'vitest';
import type { Pixels } from '../../core/pixels.ts';
import { planEdit } from '../../core/plan.ts';
import type { Ready } from '../../core/selection.ts';
import { DEFAULT_EDIT } from '../../core/settings.ts';
import { placeRequest } from '../../ui/place-request.ts';
import { codec } from '../ui/world.ts';
import { type Editor, openEditor } from './edit.ts';
import { insertOne } from './insert.ts';
import { oncePerTest } from './lifetime.ts';
import { emptyPatch } from './patch.ts';
import { type Box, solid } from './shapes.ts';

type Parent = BaseNode & ChildrenMixin;

/** Small, so that a test takes little time. */
export const EDIT = { ...DEFAULT_EDIT, prompt: 'a red door', softEdge: 2 };
export const RESULT = 'Simulated · a red door';
export const GREEN = solid(0, 0.6, 0.2);
export const WHITE = solid(1, 1, 1);
const RED = solid(1, 0, 0);

export function put<T extends SceneNode>(
  node: T,
  name: string,
  parent: Parent,
  [x, y, width, height]: Box,
): T {
  parent.appendChild(node);
  node.name = name;
  if ('resize' in node) node.resize(width, height);
  [node.x, node.y] = [x, y];
  return node;
}

/** Drawn anew for each test of the file. */
export function textPage() {
  const editor = oncePerTest(openEditor);
  let page: FrameNode;

  const rectangle = (name: string, parent: Parent, box: Box, fill = GREEN) => {
    const node = put(editor.figma.createRectangle(), name, parent, box);
    node.fills = [fill];
    return node;
  };
  const frame = (name: string, parent: Parent, box: Box, fills: SolidPaint[] = []) => {
    const node = put(editor.figma.createFrame(), name, parent, box);
    node.fills = fills;
    return node;
  };
  /** Red, so that any of it in the picture sent is seen there. */
  const text = (name: string, parent: Parent, [x, y]: readonly [number, number]): TextNode => {
    const node = put(editor.figma.createText(), name, parent, [x, y, 30, 8]);
    node.characters = 'MMMMMM';
    node.fontSize = 6;
    node.fills = [RED];
    return node;
  };

  beforeEach(async () => {
    page = frame('Page', editor.figma.currentPage, [10, 8, 100, 75], [WHITE]);
    await editor.figma.loadFontAsync({ family: 'Inter', style: 'Regular' });
  });

  return {
    editor,
    get page() {
      return page;
    },
    rectangle,
    frame,
    text,
    photo: () => rectangle('Photo', page, [10, 10, 75, 55]),
    mask: (box: Box = [15, 15, 60, 40]) => rectangle('Mask', page, box),
    /** Every layer in painting order, groups and frames before what they hold. */
    order: () => page.findAll(() => true).map(({ name }) => name),
  };
}

/** What the plugin is asked for an edit of what is selected. */
export function asked(selection: Ready, protectText: boolean | null = null) {
  const plan = planEdit(selection, { ...EDIT, protectText }, 7);
  return { plan, request: placeRequest(plan) };
}

/** Takes the picture and inserts a result, as an edit does; `meanwhile` happens in between. */
export async function takeAndInsert(
  { plugin }: Editor,
  selection: Ready,
  meanwhile = () => {},
): Promise<Pixels> {
  const { plan, request } = asked(selection);
  const { source, place } = await plugin.call('raster', { ...request, framing: plan.framing });
  meanwhile();
  const patch = emptyPatch(plan.target, plan.framing, { x: 0, y: 0, width: 32, height: 32 });
  await insertOne(plugin, {
    ...request,
    place,
    patches: [{ ...patch, name: RESULT }],
    name: RESULT,
  });
  return codec.decode(source);
}
