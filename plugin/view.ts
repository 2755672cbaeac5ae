// Brings layers into view.
import { type Layer, pageOf, turnTo } from './layers.ts';

/** On the page of the first; @returns those of them that lie on it. */
export async function bringIntoView(layers: readonly Layer[]): Promise<Layer[]> {
  const page = layers[0] && pageOf(layers[0]);
  if (!page) return [];
  await turnTo(page);
  const there = layers.filter((layer) => pageOf(layer)?.id === page.id);
  figma.viewport.scrollAndZoomIntoView(there);
  return there;
}
