// The shape of the tables that define what each type of node offers.
import { isFrameLike, type NodeType, type Props, type SceneNode } from '../scene/model.ts';
import type { ApiContext } from './context.ts';
import type { Check } from './validate.ts';

export type TypeTest = (type: NodeType) => boolean;

export interface Property {
  on: TypeTest;
  get: (context: ApiContext, node: SceneNode) => unknown;
  set?: (context: ApiContext, node: SceneNode, value: unknown) => void;
}

export interface Method {
  on: TypeTest;
  call: (context: ApiContext, node: SceneNode, ...args: unknown[]) => unknown;
}

const SHAPES: readonly NodeType[] = [
  'RECTANGLE',
  'ELLIPSE',
  'LINE',
  'POLYGON',
  'STAR',
  'VECTOR',
  'BOOLEAN_OPERATION',
  'TEXT',
];

export const any: TypeTest = () => true;
export const scene: TypeTest = (type) => type !== 'PAGE' && type !== 'DOCUMENT';
export const container: TypeTest = (type) =>
  isFrameLike(type) || ['PAGE', 'DOCUMENT', 'GROUP', 'SECTION', 'BOOLEAN_OPERATION'].includes(type);
export const frameLike: TypeTest = isFrameLike;
export const geometry: TypeTest = (type) => isFrameLike(type) || SHAPES.includes(type);
export const filled: TypeTest = (type) => geometry(type) || type === 'SECTION';
export const blended: TypeTest = (type) => geometry(type) || type === 'GROUP';
export const laidOut: TypeTest = (type) => blended(type) || type === 'SLICE';
export const rounded: TypeTest = (type) =>
  isFrameLike(type) ||
  ['RECTANGLE', 'POLYGON', 'STAR', 'VECTOR', 'ELLIPSE', 'BOOLEAN_OPERATION'].includes(type);
export const fourCorners: TypeTest = (type) => isFrameLike(type) || type === 'RECTANGLE';
export const text: TypeTest = (type) => type === 'TEXT';
export const exactly =
  (...types: NodeType[]): TypeTest =>
  (type) =>
    types.includes(type);

/** A property that is stored as it is written. */
export function stored<K extends keyof Props>(on: TypeTest, key: K, check: Check<Props[K]>): Property {
  return {
    on,
    get: (_context, node) => node.props[key],
    set: (context, node, value) => context.edit(node, { [key]: check(value, key) }),
  };
}

export function readOnly(on: TypeTest, get: Property['get']): Property {
  return { on, get };
}
