// Where an edit belongs, as it is told from every other place: by the names, ids and sizes of what it is in.
import type { EditPlan } from '../core/plan.ts';
import type { Whereabouts } from '../core/unfinished.ts';
import { layersOf, pageOf } from './layers.ts';

/** With those of the regions that are there; null when the target is not in this document. */
export async function whereabouts({
  target: { id },
  regions,
}: Pick<EditPlan, 'target' | 'regions'>): Promise<Whereabouts | null> {
  const [target] = await layersOf([id]);
  const layers = await layersOf(regions.map((region) => region.id));
  const page = target && pageOf(target);
  if (!page) return null;
  const { name, width, height } = target;
  return {
    document: figma.root.name,
    page: { id: page.id, name: page.name },
    target: { id, name, width, height },
    regions: layers.map((layer) => ({ id: layer.id, name: layer.name })),
  };
}
