// Keys of the layer list, as the ARIA practices describe a tree with several selected rows.
import { type Editor, select, setOpen } from '../editor.ts';
import type { Row } from './tree.ts';

type Move = (id: string) => void;

export function handleTreeKey(
  event: KeyboardEvent,
  rows: readonly Row[],
  current: string | undefined,
  editor: Editor,
  move: Move,
): void {
  const index = rows.findIndex(({ node }) => node.id === current);
  const row = rows[index];
  const action = row && actionFor(event, rows, index, row, editor, move);
  if (!action) return;
  event.preventDefault();
  event.stopPropagation();
  action();
}

function actionFor(
  event: KeyboardEvent,
  rows: readonly Row[],
  index: number,
  row: Row,
  editor: Editor,
  move: Move,
): (() => void) | null {
  const isAdding = event.shiftKey || event.ctrlKey || event.metaKey;
  switch (event.key) {
    case 'Enter':
    case ' ':
      return () => select(editor, row.node.id, isAdding || event.key === ' ');
    case 'ArrowRight':
      return row.hasChildren && !row.isOpen
        ? () => setOpen(editor, row.node.id, true)
        : goTo(rows[index + 1], isBelow(rows[index + 1], row), move);
    case 'ArrowLeft':
      return row.isOpen && row.hasChildren
        ? () => setOpen(editor, row.node.id, false)
        : goTo(parentOf(rows, row), true, move);
    case 'Escape':
      return () => editor.host.select([]);
    default:
      return step(event.key, rows, index, (id) => {
        move(id);
        if (event.shiftKey && !editor.selection.value.includes(id)) select(editor, id, true);
      });
  }
}

function step(key: string, rows: readonly Row[], index: number, move: Move): (() => void) | null {
  const targets: Record<string, Row | undefined> = {
    ArrowDown: rows[index + 1],
    ArrowUp: rows[index - 1],
    Home: rows[0],
    End: rows.at(-1),
  };
  return key in targets ? goTo(targets[key], true, move) : null;
}

/** Does nothing at the ends of the list, but keeps the page from scrolling. */
const goTo = (row: Row | undefined, isAllowed: boolean, move: Move) => () => {
  if (row && isAllowed) move(row.node.id);
};

const isBelow = (row: Row | undefined, parent: Row) => row !== undefined && row.level > parent.level;

const parentOf = (rows: readonly Row[], { node }: Row) => rows.find((row) => row.node.id === node.parentId);
