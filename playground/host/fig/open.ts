// Opens a `.fig` file: @open-pencil/core reads it, and its graph becomes a document of ours.
import { parseFigFile } from '@open-pencil/core/io/formats/fig';
import { imageSize } from '../api/images.ts';
import { SceneDocument } from '../scene/document.ts';
import { type NodeType, preorder, type SceneNode } from '../scene/model.ts';
import { convertProps } from './convert.ts';

type Graph = Awaited<ReturnType<typeof parseFigFile>>;
export type FigNode = NonNullable<ReturnType<Graph['getNode']>>;

const TYPES: Readonly<Partial<Record<FigNode['type'], NodeType>>> = {
  CANVAS: 'PAGE',
  ROUNDED_RECTANGLE: 'RECTANGLE',
  CONNECTOR: 'VECTOR',
  SHAPE_WITH_TEXT: 'RECTANGLE',
};

export async function openFigFile(bytes: Uint8Array): Promise<SceneDocument> {
  const graph = await parseFigFile(new Uint8Array(bytes).buffer, { populate: 'all' });
  const document = new SceneDocument();
  for (const [hash, image] of graph.images) storeImage(document, hash, image);
  const root = graph.getNode(graph.rootId);
  const pages = (root?.childIds ?? [])
    .flatMap((id) => graph.getNode(id) ?? [])
    .filter((page) => !page.internalOnly);
  for (const page of pages) add(document, graph, page, document.root);
  linkComponents(document, graph);
  return document;
}

function storeImage(document: SceneDocument, hash: string, bytes: Uint8Array): void {
  const size = imageSize(bytes);
  if (size) document.images.set(hash, { bytes, ...size });
}

/** Ids of the reader's own making are kept apart from those of nodes created later. */
function add(document: SceneDocument, graph: Graph, source: FigNode, parent: SceneNode): void {
  const type = TYPES[source.type] ?? (source.type as NodeType);
  const node = document.create(type, convertProps(source), idOf(source, parent));
  document.insert(parent, node, parent.children.length);
  for (const id of source.childIds) {
    const child = graph.getNode(id);
    if (child) add(document, graph, child, node);
  }
}

/** A layer in an instance is named by the instance and the component's layer it repeats. */
function idOf(source: FigNode, parent: SceneNode): string {
  const inside = parent.type === 'INSTANCE' || parent.id.startsWith('I');
  if (!inside || !source.componentId) return `2:${source.id.replace(/^\d+:/, '')}`;
  const instance = parent.type === 'INSTANCE' ? parent.id : parent.id.slice(0, parent.id.indexOf(';'));
  return `I${instance.replace(/^I/, '')};2:${source.componentId.replace(/^\d+:/, '')}`;
}

function linkComponents(document: SceneDocument, graph: Graph): void {
  const known = new Set(document.nodes.keys());
  for (const node of [...preorder(document.root)]) {
    const source = graph.getNode(`0:${node.id.replace(/^2:/, '')}`);
    const main = source?.componentId ? `2:${source.componentId.replace(/^\d+:/, '')}` : null;
    if (node.type === 'INSTANCE' && main && known.has(main)) document.set(node, { mainComponentId: main });
    if (node.id.startsWith('I')) document.set(node, { sourceId: node.id.slice(node.id.indexOf(';') + 1) });
  }
}
