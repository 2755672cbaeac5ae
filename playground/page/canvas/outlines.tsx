// What Figma draws over the page: names of the outer frames, and outlines with size of what is selected or hovered.
import type { NodeInfo } from '../../host/index.ts';
import { toScreen } from '../camera.ts';
import { cornersOf, type Editor, select } from '../editor.ts';

const HANDLE = 7;
const LABEL_GAP = 8;
const LABELLED = new Set(['FRAME', 'COMPONENT', 'COMPONENT_SET', 'INSTANCE', 'SECTION']);

interface Props {
  editor: Editor;
  hovered: string | null;
}

export function Outlines({ editor, hovered }: Props) {
  const nodes = editor.nodesById.value;
  const selected = editor.selection.value.flatMap((id) => nodes.get(id) ?? []);
  const isHoverNew = hovered !== null && !editor.selection.value.includes(hovered);
  const hover = isHoverNew ? nodes.get(hovered) : undefined;
  return (
    <svg class="outlines" aria-hidden="true">
      {editor.nodes.value
        .filter((node) => isLabelled(node, nodes))
        .map((node) => (
          <Label key={node.id} editor={editor} node={node} />
        ))}
      {hover && <Outline editor={editor} node={hover} isHover />}
      {selected.map((node) => (
        <Outline key={node.id} editor={editor} node={node} />
      ))}
      {selected.length === 1 && selected[0] && <Size editor={editor} node={selected[0]} />}
    </svg>
  );
}

const isLabelled = ({ type, parentId, visible }: NodeInfo, nodes: ReadonlyMap<string, NodeInfo>) =>
  visible && LABELLED.has(type) && !nodes.has(parentId ?? '');

const screenCorners = (editor: Editor, node: NodeInfo) =>
  cornersOf(node).map((corner) => toScreen(editor.camera.value, corner));

function Outline({ editor, node, isHover = false }: { editor: Editor; node: NodeInfo; isHover?: boolean }) {
  const corners = screenCorners(editor, node);
  const kind = COMPONENTS.has(node.type) ? 'component' : '';
  return (
    <g class={`outline ${kind} ${isHover ? 'hover' : ''}`} data-node={node.id}>
      <polygon points={corners.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {!isHover && corners.map(({ x, y }, index) => <Handle key={index} x={x} y={y} />)}
    </g>
  );
}

const COMPONENTS = new Set(['COMPONENT', 'COMPONENT_SET', 'INSTANCE']);

const Handle = ({ x, y }: { x: number; y: number }) => (
  <rect class="handle" x={x - HANDLE / 2} y={y - HANDLE / 2} width={HANDLE} height={HANDLE} />
);

function Size({ editor, node }: { editor: Editor; node: NodeInfo }) {
  const corners = screenCorners(editor, node);
  const bottom = Math.max(...corners.map(({ y }) => y));
  const middle = corners.reduce((sum, { x }) => sum + x, 0) / corners.length;
  const text = `${round(node.width)} × ${round(node.height)}`;
  const width = text.length * 6 + 10;
  return (
    <g class="size" transform={`translate(${middle - width / 2} ${bottom + LABEL_GAP})`}>
      <rect width={width} height={18} rx={3} />
      <text x={width / 2} y={12.5} text-anchor="middle">
        {text}
      </text>
    </g>
  );
}

const round = (length: number) => Math.round(length * 100) / 100;

function Label({ editor, node }: { editor: Editor; node: NodeInfo }) {
  const [corner] = screenCorners(editor, node);
  if (!corner) return null;
  const isSelected = editor.selection.value.includes(node.id);
  const room = node.width * editor.camera.value.zoom;
  return (
    <text
      class={`label ${COMPONENTS.has(node.type) ? 'component' : ''} ${isSelected ? 'selected' : ''}`}
      x={corner.x}
      y={corner.y - LABEL_GAP}
      onPointerDown={(event) => {
        event.stopPropagation();
        select(editor, node.id, event.shiftKey);
      }}
    >
      {shorten(node.name, room)}
    </text>
  );
}

const CHARACTER_WIDTH = 6.2;

function shorten(name: string, room: number): string {
  const count = Math.floor(room / CHARACTER_WIDTH);
  return name.length <= count ? name : `${name.slice(0, Math.max(1, count - 1))}…`;
}
