// The pictures of the newest run, in the order of its requests: looked through on the canvas, and decided on.
import { toWire } from '../core/failure.ts';
import type { Held } from '../core/finish.ts';
import { toCrop } from '../core/framing.ts';
import { around, intersect, mapRect, type Rect } from '../core/geometry.ts';
import { cropped, type Pixels } from '../core/pixels.ts';
import { addressOf, type FillKey, type Placed, pictureKey, placedKey } from '../core/placed.ts';
import type { EditPlan } from '../core/plan.ts';
import type { ShowRequest } from '../core/protocol.ts';
import type { Recipe } from '../core/recipe.ts';
import { shrunkTo } from '../core/resample.ts';
import { toDataUri } from './base64.ts';
import type { Plugin } from './channel.ts';
import type { Codec } from './codec.ts';
import type { Composited } from './cut-out.ts';
import { type LookNote, lookNotes } from './look-notes.ts';
import { goTo } from './opening.ts';
import type { Part } from './run.ts';
import type { State } from './state.ts';

export interface Result {
  readonly key: string;
  readonly targetId: string;
  readonly name: string;
  readonly picture: Held;
  /** With this picture alone. */
  readonly composited: Composited;
  readonly recipe: Recipe;
  /** Null before it is inserted. */
  readonly placed: Placed | null;
}

type Watched = Pick<State, 'run' | 'looks' | 'pickedResult'>;

/** As they arrive; those that are gone from the document are passed over. */
export function resultsIn({ run, looks }: Pick<Watched, 'run' | 'looks'>): Result[] {
  const all = run.value?.parts.flatMap(resultsOf) ?? [];
  return all.filter(({ placed }) => placed === null || looks.value.get(placedKey(placed)) !== 'gone');
}

/** Of any run that is still at hand; null where no more than its layers is left. */
export function resultOf({ runs }: Pick<State, 'runs'>, made: FillKey): Result | null {
  const all = runs.value.flatMap(({ parts }) => parts).flatMap(resultsOf);
  return all.find(({ recipe }) => pictureKey(recipe) === pictureKey(made)) ?? null;
}

/** All of a run that have come into the document, whatever has become of them since. */
export function placedIn({ parts }: { readonly parts: readonly Part[] }): Placed[] {
  return parts.flatMap(resultsOf).flatMap(({ placed }) => placed ?? []);
}

function resultsOf({ id, checkpoint, outcome }: Part): Result[] {
  if (checkpoint?.stage !== 'composited') return [];
  const { plan, insert, pictures } = checkpoint;
  return insert.patches.flatMap(({ name, recipe }, i) => {
    const placed = outcome && (outcome.placed[i] ?? null);
    // It had gone before the panel was there to see it.
    if (outcome && !placed) return [];
    const picture = pictures[i]!;
    return {
      key: `${id} ${i}`,
      targetId: plan.target.id,
      name,
      picture,
      composited: { ...checkpoint, pictures: [picture] },
      recipe,
      placed,
    };
  });
}

/** The one that the buttons are about: picked last, else the first that is seen. */
export function currentResult(state: Watched): Result | null {
  const results = resultsIn(state);
  const picked = results.find(({ key }) => key === state.pickedResult.value);
  const isSeen = ({ placed }: Result) =>
    placed !== null && state.looks.value.get(placedKey(placed)) === 'shown';
  return picked ?? results.find(isSeen) ?? results[0] ?? null;
}

/** All of its kind for its target, itself among them: what one is chosen from. */
export function choiceOf(results: readonly Result[], { targetId, placed }: Result): Result[] {
  return results.filter(
    (other) => placed !== null && other.placed?.kind === placed.kind && other.targetId === targetId,
  );
}

export interface ResultActions {
  /** Lets it be seen on the canvas: instead of the others of its place, or, as a copy, in the middle of the view. */
  pickResult(result: Result): void;
  /** Keeps it, and removes the others. */
  useThis(result: Result): void;
  /** Removes it, a copy whole; the next is seen. */
  discardResult(result: Result): void;
  /** Its place is seen as it was before, until that is stopped. */
  compareResult(result: Result): void;
  /** Once it is stopped, by whomever, nothing more happens. */
  stopComparing(): void;
  /** Sets the panel to make more from it, with less change and new seeds. */
  likeResult(result: Result): void;
  /** Its small picture, for lists. */
  resultPicture(result: Result): string;
}

const SIDE = 96;

export function createResults(
  state: State,
  { plugin, codec }: { plugin: Plugin; codec: Codec },
): ResultActions {
  const pictures = new WeakMap<Held, string>();
  const note = lookNotes(state);

  /** While one is: what its place shows again afterwards, whatever the list has in it by then. */
  let compared: ShowRequest | null = null;

  function tell(error: unknown): void {
    state.notice.value = toWire(error);
  }

  /** Where it fails, how far it came is told with the next look. */
  function attempt(looks: readonly LookNote[], work: Promise<unknown>): void {
    const takeBack = note(looks);
    const { value: picked } = state.pickedResult;
    work.catch((error: unknown) => {
      tell(error);
      takeBack();
      // The buttons are about the one that is seen then, unless another has been picked since.
      if (state.pickedResult.value === picked) state.pickedResult.value = null;
    });
  }

  /** What is turned where this one stands: a copy stands by itself. */
  function asked(result: Result, shown: Result | null): ShowRequest {
    const { placed, targetId } = result;
    const isCopy = placed?.kind === 'copy';
    const turned = isCopy ? [shown ?? result] : choiceOf(resultsIn(state), result);
    return { targetId, results: turned.flatMap((each) => each.placed ?? []), shown: shown?.placed ?? null };
  }

  function show(request: ShowRequest): void {
    const { results, shown } = request;
    const left = results.filter((placed) => state.looks.value.get(placedKey(placed)) !== 'gone');
    if (left.length === 0) return;
    const looks = left.map((placed) => [placed, areSame(placed, shown) ? 'shown' : 'hidden'] as const);
    attempt(looks, plugin.call('showResult', request));
  }

  function decide(result: Result, shown: Result | null, removed: readonly Result[]): void {
    compared = null;
    const gone = removed.flatMap(({ placed }) => placed ?? []);
    const request = asked(result, shown);
    const results = request.results.filter((placed) => !gone.some((each) => areSame(each, placed)));
    const looks = [
      ...gone.map((placed) => [placed, 'gone'] as const),
      ...(shown?.placed ? [[shown.placed, 'shown'] as const] : []),
    ];
    state.pickedResult.value = shown?.key ?? null;
    attempt(looks, plugin.call('chooseResult', { ...request, results, removed: gone }));
  }

  return {
    pickResult(result) {
      compared = null;
      state.pickedResult.value = result.key;
      show(asked(result, result));
    },
    useThis(result) {
      const others = choiceOf(resultsIn(state), result).filter(({ key }) => key !== result.key);
      decide(result, result, others);
    },
    discardResult(result) {
      const choice = choiceOf(resultsIn(state), result);
      const at = choice.findIndex(({ key }) => key === result.key);
      decide(result, choice[at + 1] ?? choice[at - 1] ?? null, [result]);
    },
    compareResult(result) {
      compared = asked(result, result);
      show({ ...compared, shown: null });
    },
    stopComparing() {
      if (compared) show(compared);
      compared = null;
    },
    likeResult({ placed }) {
      if (placed === null) return;
      const back = plugin.call('goBack', { way: 'more-like-this', ...addressOf(placed) });
      back.then((again) => again && goTo(again, state)).catch(tell);
    },
    resultPicture({ picture, composited }) {
      const known = pictures.get(picture);
      const address =
        known ?? toDataUri(codec.encode(shrunkTo(closeUp(picture, composited.plan), SIDE)), 'image/png');
      pictures.set(picture, address);
      return address;
    },
  };
}

function areSame(a: Placed, b: Placed | null): boolean {
  return b !== null && placedKey(a) === placedKey(b);
}

/** What is new in it: beside the rest of the target, differences would be too small to see. */
function closeUp({ pixels }: Held, { framing, reach }: EditPlan): Pixels {
  const { width, height } = pixels;
  const box = mapRect(toCrop(framing), around(reach));
  const seen = intersect(wholePixels(box), { x: 0, y: 0, width, height });
  return seen ? cropped(pixels, seen) : pixels;
}

function wholePixels({ x, y, width, height }: Rect<'crop'>): Rect<'crop'> {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  return { x: left, y: top, width: Math.ceil(x + width) - left, height: Math.ceil(y + height) - top };
}
