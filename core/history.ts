// What has been made in a file, told by the recipes on its layers: one entry for each run and target.
import type { Charge } from './billed.ts';
import type { Recipe } from './recipe.ts';

/** A layer that shows a result. */
export interface ResultLayer {
  readonly id: string;
  readonly recipe: Recipe;
  readonly pageName: string;
}

export interface PastRun extends Charge {
  readonly prompt: string;
  readonly targetId: string;
  /** Null when the target is no longer in the file. */
  readonly targetName: string | null;
  readonly pageName: string;
  /** As in the recipe; empty when that does not tell. */
  readonly createdAt: string;
  /** Of its variations, and of copies made since. */
  readonly layerIds: readonly string[];
}

/** Newest first. */
export function pastRuns(
  results: readonly ResultLayer[],
  targetNames: ReadonlyMap<string, string>,
): PastRun[] {
  const runs = new Map<string, readonly ResultLayer[]>();
  for (const result of results) {
    const key = `${result.recipe.requestId} ${result.recipe.targetId}`;
    runs.set(key, [...(runs.get(key) ?? []), result]);
  }
  return [...runs.values()]
    .map((layers) => pastRun(layers, targetNames))
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}

function pastRun(layers: readonly ResultLayer[], targetNames: ReadonlyMap<string, string>): PastRun {
  const { recipe, pageName } = layers[0]!;
  const { settings, targetId, createdAt, requestId, billed, simulated } = recipe;
  return {
    prompt: settings.prompt,
    targetId,
    targetName: targetNames.get(targetId) ?? null,
    pageName,
    createdAt,
    requestId,
    billed,
    simulated,
    layerIds: layers.map(({ id }) => id),
  };
}
