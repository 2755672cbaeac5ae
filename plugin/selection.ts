// Figma's selection → Selected. Reads only: selecting never writes to the document.
import { Failure, type FailureFacts, type FailureKind } from '../core/failure.ts';
import {
  type Batch,
  type BatchMember,
  NO_OFFER,
  type Region,
  type Selected,
  type Selection,
  type Target,
} from '../core/selection.ts';
import { type Choice, choose, type MemberChoice } from '../core/selection-rules.ts';
import { createFacts, type Facts } from './facts.ts';
import { labelling } from './labels.ts';
import {
  ancestors,
  hasChildren,
  isLayer,
  type Layer,
  pageOf,
  pageToFrame,
  targetProblem,
  visibleFills,
} from './layers.ts';
import { paintedBox } from './region.ts';
import { regionData, usedAs } from './region-data.ts';

/**
 * The selected layers as the panel needs to know them.
 * @param wanted the id of the target that was chosen instead of the one that follows from the rules
 */
export function describeSelection(nodes: readonly SceneNode[], wanted: string | null): Selected {
  const facts = createFacts();
  const layers = new Set(nodes.filter(isLayer).map(wholeShape));
  const choice = choose([...layers].map(facts.of), facts, wanted);
  switch (choice.kind) {
    case 'none':
      return notTaken(choice.problem, { layer: choice.layer, target: choice.layer });
    case 'batch':
      return { ...notTaken('several-targets'), offer: { ...NO_OFFER, batch: batchOf(choice, facts) } };
    case 'target':
    case 'ready':
      return taken(choice, facts);
    default:
      return choice satisfies never;
  }
}

/** What the selected layers are to each other, by the same rules. */
export function chosenIn(nodes: readonly SceneNode[]): Choice {
  const facts = createFacts();
  return choose([...new Set(nodes.filter(isLayer).map(wholeShape))].map(facts.of), facts);
}

/** A part of a boolean operation paints nothing by itself: the shape that it is part of is meant. */
function wholeShape(layer: Layer): Layer {
  const outwards: readonly BaseNode[] = ancestors(layer);
  const shapes = outwards.filter(isLayer).filter(({ type }) => type === 'BOOLEAN_OPERATION');
  return shapes.at(-1) ?? layer;
}

/** That nothing is edited, and why. */
export function notTaken(problem: FailureKind, names: FailureFacts = {}): Selected {
  const { message } = new Failure(problem, names);
  return { selection: { kind: 'none', problem, message }, offer: NO_OFFER };
}

function taken(choice: Extract<Choice, { kind: 'target' | 'ready' }>, facts: Facts): Selected {
  const layer = facts.layer(choice.targetId);
  if (!layer) return notTaken('target-gone');
  const targets = choice.targets.length > 1 ? targetsOf(choice.targets, facts) : [];
  return { selection: selectionOf(choice, layer, facts), offer: { ...NO_OFFER, targets } };
}

function selectionOf(
  choice: Extract<Choice, { kind: 'target' | 'ready' }>,
  layer: Layer,
  facts: Facts,
): Selection {
  const target = targetOf(layer);
  if (choice.kind === 'ready') {
    const regions = choice.regions.flatMap(({ id, use }) => regionOf(facts.layer(id), use, layer));
    return { kind: 'ready', target, regions };
  }
  const { problem } = choice;
  const { message } = new Failure(problem, { layer: choice.layer ?? '', target: layer.name });
  return { kind: 'target', target, problem, message };
}

function targetsOf(ids: readonly string[], facts: Facts): Target[] {
  const layers = layersAmong(ids, facts);
  const labelOf = labelling(layers);
  return layers.map((layer) => targetOf(layer, labelOf(layer)));
}

function batchOf({ members, loose }: Extract<Choice, { kind: 'batch' }>, facts: Facts): Batch {
  const layers = layersAmong(
    members.map(({ targetId }) => targetId),
    facts,
  );
  const labelOf = labelling(layers);
  return {
    members: members.flatMap((member) => memberOf(member, labelOf, facts)),
    loose,
    isAlike: areAlike(layers),
  };
}

/** They show one picture, or go by one name, as the cards of a list and the instances of a component do. */
function areAlike(layers: readonly Layer[]): boolean {
  return [pictureIn, roleOf].some((read) => {
    const [first, ...others] = layers.map(read);
    return first !== null && others.every((other) => other === first);
  });
}

function pictureIn(layer: Layer): string | null {
  const image = visibleFills(layer).find((paint) => paint.type === 'IMAGE');
  return image?.type === 'IMAGE' ? image.imageHash : null;
}

/** Names that Figma gives by itself say nothing of a role. */
const OWN_NAME = /^(frame|group|rectangle|ellipse|image|section|component)$/i;

function roleOf({ name }: Layer): string | null {
  const role = name.replace(/[\s\d]+$/, '').toLowerCase();
  return role === '' || OWN_NAME.test(role) ? null : role;
}

function memberOf(
  { targetId, regions }: MemberChoice,
  labelOf: ReturnType<typeof labelling>,
  facts: Facts,
): BatchMember[] {
  return layersAmong([targetId], facts).map((layer) => {
    // A picture that changes as a whole is no region of its own.
    const own = regions.map(({ id }) => id).filter((id) => id !== targetId);
    const names = layersAmong(own, facts).map(({ name }) => name);
    const problem = targetProblem(layer);
    const message = problem && new Failure(problem, { target: layer.name }).message;
    const found = regions.flatMap(({ id, use }) => regionOf(facts.layer(id), use, layer));
    const target = targetOf(layer, labelOf(layer));
    const ready = found.length > 0 ? ({ kind: 'ready', target, regions: found } as const) : null;
    return { target, regions: names, ready, problem: message };
  });
}

function layersAmong(ids: readonly string[], facts: Facts): Layer[] {
  return ids.map((id) => facts.layer(id)).filter((layer) => layer !== undefined);
}

export function targetOf(layer: Layer, label: string | null = null): Target {
  return {
    id: layer.id,
    name: layer.name,
    ...(label !== null && { label }),
    pageId: pageOf(layer)?.id ?? '',
    kind: kindOf(layer),
    size: { width: layer.width, height: layer.height },
  };
}

function kindOf(layer: Layer): Target['kind'] {
  if (layer.type === 'INSTANCE') return 'instance';
  if (layer.type === 'COMPONENT' || layer.type === 'COMPONENT_SET') return 'component';
  if (layer.type === 'GROUP') return 'group';
  return hasChildren(layer) ? 'frame' : 'picture';
}

export function regionOf(layer: Layer | undefined, use: Region['use'], target: Layer): Region[] {
  const toFrame = pageToFrame(target);
  if (!layer || !toFrame) return [];
  const { amount, readFrom, use: useSetting, grain } = regionData(layer);
  const box = paintedBox(layer, toFrame);
  const own = { id: layer.id, name: layer.name, use: usedAs(layer, use), amount, readFrom, useSetting, box };
  return [grain > 0 ? { ...own, grain } : own];
}
