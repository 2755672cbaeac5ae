// The layer list: a tree of rows, worked by mouse and by keyboard as trees are.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { NodeInfo } from '../../host/index.ts';
import { type Editor, select, setOpen, toggleVisible } from '../editor.ts';
import { Chevron, Eye, Glyph } from './glyphs.tsx';
import { handleTreeKey } from './keyboard.ts';
import { type Row, rowsOf } from './tree.ts';

const INDENT = 16;

export function Layers({ editor }: { editor: Editor }) {
  const rows = rowsOf(editor.nodes.value, editor.openLayers.value);
  const tree = useRef<HTMLDivElement>(null);
  const focused = useSignal<string | null>(null);
  const lastSelected = editor.selection.value.at(-1);
  const stop = stopOf(rows, focused.value, lastSelected);

  useEffect(() => {
    const row = lastSelected && tree.current?.querySelector(`[data-id="${CSS.escape(lastSelected)}"]`);
    if (row) row.scrollIntoView({ block: 'nearest' });
  }, [lastSelected]);

  return (
    <nav class="layers" aria-label="Layers">
      <h2>Layers</h2>
      <div
        class="tree"
        role="tree"
        aria-label="Layers"
        aria-multiselectable="true"
        ref={tree}
        onClick={(event) => selectClicked(event, editor)}
        onKeyDown={(event) =>
          handleTreeKey(event, rows, stop, editor, (id) => focusRow(tree.current, focused, id))
        }
      >
        {rows.map((row) => (
          <LayerRow
            key={row.node.id}
            row={row}
            editor={editor}
            isStop={row.node.id === stop}
            onFocus={() => (focused.value = row.node.id)}
          />
        ))}
      </div>
      {rows.length === 0 && <p class="empty">This page has no layers.</p>}
    </nav>
  );
}

function selectClicked(event: MouseEvent, editor: Editor): void {
  const id = (event.target as Element).closest<HTMLElement>('[data-id]')?.dataset.id;
  if (id) select(editor, id, event.shiftKey || event.ctrlKey || event.metaKey);
}

/** The one row that Tab reaches. */
function stopOf(rows: Row[], focused: string | null, selected: string | undefined): string | undefined {
  const shows = (id: string | null | undefined) => rows.some(({ node }) => node.id === id);
  return [focused, selected].find(shows) ?? rows[0]?.node.id;
}

function focusRow(tree: HTMLElement | null, focused: { value: string | null }, id: string): void {
  focused.value = id;
  tree?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus();
}

interface RowProps {
  row: Row<NodeInfo>;
  editor: Editor;
  isStop: boolean;
  onFocus: () => void;
}

function LayerRow({ row, editor, isStop, onFocus }: RowProps) {
  const { node, level, hasChildren, isOpen, isHidden } = row;
  const isSelected = editor.selection.value.includes(node.id);
  const kind = /^(COMPONENT|COMPONENT_SET|INSTANCE)$/.test(node.type) ? 'component' : '';
  return (
    <div
      class={`row ${kind} ${isHidden ? 'hidden' : ''}`}
      role="treeitem"
      data-id={node.id}
      tabIndex={isStop ? 0 : -1}
      aria-level={level}
      aria-selected={isSelected}
      aria-label={node.name}
      {...(hasChildren ? { 'aria-expanded': isOpen } : {})}
      style={{ paddingLeft: `${4 + (level - 1) * INDENT}px` }}
      onFocus={onFocus}
    >
      <Fold editor={editor} id={node.id} hasChildren={hasChildren} isOpen={isOpen} />
      <Glyph type={node.type} />
      <span class="name">{node.name}</span>
      <VisibilityButton editor={editor} node={node} />
    </div>
  );
}

interface FoldProps {
  editor: Editor;
  id: string;
  hasChildren: boolean;
  isOpen: boolean;
}

function Fold({ editor, id, hasChildren, isOpen }: FoldProps) {
  const onClick = (event: MouseEvent) => {
    event.stopPropagation();
    setOpen(editor, id, !isOpen);
  };
  return (
    <span
      class={`fold ${isOpen ? 'open' : ''}`}
      onClick={hasChildren ? onClick : undefined}
      aria-hidden="true"
    >
      {hasChildren && <Chevron />}
    </span>
  );
}

function VisibilityButton({ editor, node }: { editor: Editor; node: NodeInfo }) {
  const onClick = (event: MouseEvent) => {
    event.stopPropagation();
    void toggleVisible(editor, node.id);
  };
  return (
    <button
      type="button"
      class={`eye ${node.visible ? '' : 'closed'}`}
      tabIndex={-1}
      aria-label={node.visible ? `Hide ${node.name}` : `Show ${node.name}`}
      onClick={onClick}
    >
      <Eye isOpen={node.visible} />
    </button>
  );
}
