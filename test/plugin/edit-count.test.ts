// How often a target was edited: every target of a run is listened to, and none is taken for unchanged by mistake.
import type { NodeChangeEvent } from '@figma/plugin-typings/plugin-api-standalone';
import { expect, test } from 'vitest';
import { MOST_PICTURES } from '../../core/run.ts';
import { EditCounts } from '../../plugin/edit-count.ts';
import type { Layer } from '../../plugin/layers.ts';

type Listener = (event: NodeChangeEvent) => void;

/** A page that knows who listens to it. */
function createPage() {
  const listeners = new Set<Listener>();
  const page = {
    id: '0:1',
    type: 'PAGE',
    parent: null,
    on: (_: 'nodechange', listener: Listener) => listeners.add(listener),
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

test('as many targets as a run may have are told apart, by one listener; one that is followed anew is not taken for unchanged', () => {
  const [{ listeners, layer, change }, counts] = [createPage(), new EditCounts()];
  const ids = Array.from({ length: MOST_PICTURES }, (_, i) => String(i));
  for (const id of ids) counts.of(id).follow(layer(id));
  expect(listeners.size).toBe(1);
  const before = ids.map((id) => counts.of(id).edits);
  change('7');
  const changed = ids.filter((id, i) => counts.of(id).edits !== before[i]);
  expect(changed).toEqual(['7']);
  counts.of('one more');
  expect(counts.of('0').edits).not.toBe(before[0]);
});
