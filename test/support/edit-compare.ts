// An edit in a real browser, and what it has changed: the target before and after, beside the map that was sent.
import { parseRecipe } from '../../core/recipe.ts';
import { compare } from './outside.ts';
import { type Playground, recipeText } from './playground.ts';

/** Runs one edit on what is selected, and compares the target before and after. */
export async function editAndCompare(
  playground: Playground,
  targetId: string,
  maskName: string | null,
  slack = 0,
) {
  const before = await withoutMask(playground, targetId, maskName);
  await playground.prompt('golden autumn forest at sunset');
  await playground.generate();
  const [layer] = await playground.results(1);
  const after = await playground.render(targetId);
  const [request] = await playground.requests();
  const recipe = parseRecipe(recipeText(layer!) ?? '');
  if (!request || !recipe) throw new Error('no request arrived, or the layer has no recipe');
  const map = request.images.change_map_image_url!;
  return { layer: layer!, request, recipe, ...compare(before, after, map, recipe.framing, slack) };
}

// The edit itself hides the mask, so that must not count as a change; the layer list's eye does it here.
async function withoutMask(playground: Playground, targetId: string, maskName: string | null) {
  if (maskName === null) return playground.render(targetId);
  await playground.page.getByRole('button', { name: `Hide ${maskName}` }).click();
  const picture = await playground.render(targetId);
  await playground.page.getByRole('button', { name: `Show ${maskName}` }).click();
  return picture;
}
