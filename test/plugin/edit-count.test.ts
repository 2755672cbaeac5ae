// How often a target was edited: of many targets the last few are listened to, and none is taken for unchanged by mistake.
import type { NodeChangeEvent } from '@figma/plugin-typings/plugin-api-standalone';
import { expect, test } from 'vitest';
import { EditCounts } from '../../plugin/edit-count.ts';
import type { Layer } from '../../plugin/layers.ts';

type Listener = (event: NodeChangeEvent) => void;

/** A page that knows who listens to it. */
function createPage() {
  const listeners = new Set<Listener>();
  const page = {
    type: 'PAGE',
    parent: null,
    on: (_: 'nodechange', listener: Listener) => listeners.add(listener),
    off: (_: 'nodechange', listener: Listener) => listeners.delete(listener),
  };
  const layer = (id: string) => ({ id, type: 'RECTANGLE', parent: page }) as unknown as Layer;
  const change = (id: string) => {
    const changes = [{ type: 'PROPERTY_CHANGE', id, properties: ['fills'], node: layer(id) }];
    for (const listener of listeners) listener({ nodeChanges: changes } as unknown as NodeChangeEvent);
  };
  return { listeners, layer, change };
}

test('a change of the target counts, one of another does not', () => {
  const [{ layer, change }, counts] = [createPage(), new EditCounts()];
  const count = counts.of('1:1');
  count.follow(layer('1:1'));
  const before = count.edits;
  change('2:2');
  expect(count.edits).toBe(before);
  change('1:1');
  expect(count.edits).not.toBe(before);
});

test('a session of many targets listens to a few, and one that is followed anew does not pass for unchanged', () => {
  const [{ listeners, layer }, counts] = [createPage(), new EditCounts()];
  const first = counts.of('0').edits;
  for (let i = 0; i < 40; i++) counts.of(String(i)).follow(layer(String(i)));
  expect(listeners.size).toBeLessThanOrEqual(12);
  expect(counts.of('0').edits).not.toBe(first);
});
