// A hash of everything a document holds, so that two states can be compared as one string.
import { canonical, sha1 } from './hash.ts';
import type { SceneDocument } from './scene/document.ts';
import { type Props, preorder } from './scene/model.ts';

/** Structure, properties, plugin data and images of all pages, in tree order; not the selection. */
export function fingerprint(document: SceneDocument): string {
  const nodes = [...preorder(document.root)].map((node) => [
    node.id,
    node.type,
    node.parent?.id ?? null,
    described(node.props),
  ]);
  const images = [...new Set(JSON.stringify(nodes).match(/(?<="imageHash":")[^"]+/g) ?? [])].sort();
  return sha1(new TextEncoder().encode(canonical([nodes, images])));
}

/** Fractions are cut to a millionth: moving something there and back must not show. */
function described(props: Readonly<Props>): unknown {
  return JSON.parse(
    JSON.stringify(props, (_key, value) =>
      typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value,
    ),
  );
}
