// The pictures of the newest run, in the order of its requests: looked through on the canvas, and decided on.
import { toWire } from '../core/failure.ts';
import type { Held } from '../core/finish.ts';
import { toCrop } from '../core/framing.ts';
import { around, intersect, mapRect, type Rect } from '../core/geometry.ts';
import { cropped, type Pixels } from '../core/pixels.ts';
import type { EditPlan } from '../core/plan.ts';
import type { ChooseRequest, ResultLook } from '../core/protocol.ts';
import { shrunkTo } from '../core/resample.ts';
import { toDataUri } from './base64.ts';
import type { Plugin } from './channel.ts';
import type { Codec } from './codec.ts';
import type { Composited } from './cut-out.ts';
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
  /** Null before it is inserted. */
  readonly layerId: string | null;
  /** Of several in the same place one is seen; copies stand side by side, and fills lie in the target itself. */
  readonly isStacked: boolean;
}

type Watched = Pick<State, 'run' | 'looks' | 'pickedResult'>;

/** As they arrive; those whose layers are gone are passed over. */
export function resultsIn({ run, looks }: Pick<Watched, 'run' | 'looks'>): Result[] {
  const all = run.value?.parts.flatMap(resultsOf) ?? [];
  return all.filter(({ layerId }) => layerId === null || looks.value.get(layerId) !== 'gone');
}

function resultsOf({ id, checkpoint, outcome }: Part): Result[] {
  if (checkpoint?.stage !== 'composited') return [];
  const { plan, insert, pictures } = checkpoint;
  return insert.patches.map(({ name }, i) => {
    const layerId = outcome?.layerIds[i] ?? outcome?.layerIds[0] ?? null;
    const isStacked = layerId !== null && layerId !== plan.target.id && plan.insertAs !== 'copies';
    const picture = pictures[i]!;
    return {
      key: `${id} ${i}`,
      targetId: plan.target.id,
      name,
      picture,
      composited: { ...checkpoint, pictures: [picture] },
      layerId,
      isStacked,
    };
  });
}

/** The one that the buttons are about: picked last, else the first that is seen. */
export function currentResult(state: Watched): Result | null {
  const results = resultsIn(state);
  const picked = results.find(({ key }) => key === state.pickedResult.value);
  const isSeen = ({ layerId }: Result) => layerId !== null && state.looks.value.get(layerId) === 'shown';
  return picked ?? results.find(isSeen) ?? results[0] ?? null;
}

/** All that lie in one place with it, itself among them. */
export function stackOf(results: readonly Result[], { targetId, isStacked }: Result): Result[] {
  return isStacked ? results.filter((other) => other.isStacked && other.targetId === targetId) : [];
}

export interface ResultActions {
  /** Lets it be seen on the canvas instead of the others of its place. */
  pickResult(result: Result): void;
  /** Keeps it, and removes the others of its place. */
  useThis(result: Result): void;
  /** Removes it; the next of its place is seen. */
  discardResult(result: Result): void;
  /** For as long as it is held, its place is seen without any of them. */
  compareResult(result: Result, isHeld: boolean): void;
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

  function looks(changes: Iterable<readonly [string, ResultLook]>): void {
    state.looks.value = new Map([...state.looks.value, ...changes]);
  }

  function tell(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      state.notice.value = toWire(error);
    });
  }

  function asked(result: Result, shown: Result | null): Omit<ChooseRequest, 'removedIds'> {
    const layerIds = stackOf(resultsIn(state), result).flatMap(({ layerId }) => layerId ?? []);
    return { targetId: result.targetId, layerIds, shownId: shown?.layerId ?? null };
  }

  function show(result: Result, shown: Result | null): void {
    const request = asked(result, shown);
    if (request.layerIds.length === 0) return;
    looks(request.layerIds.map((id) => [id, id === request.shownId ? 'shown' : 'hidden']));
    tell(plugin.call('showResult', request));
  }

  function decide(result: Result, shown: Result | null, removed: readonly Result[]): void {
    const removedIds = removed.flatMap(({ layerId }) => layerId ?? []);
    const request = { ...asked(result, shown), removedIds };
    looks(removedIds.map((id) => [id, 'gone']));
    if (shown?.layerId) looks([[shown.layerId, 'shown']]);
    state.pickedResult.value = shown?.key ?? null;
    tell(plugin.call('chooseResult', request));
  }

  return {
    pickResult(result) {
      state.pickedResult.value = result.key;
      if (result.isStacked) show(result, result);
      else if (result.layerId !== null) void plugin.call('show', { layerIds: [result.layerId] });
    },
    useThis(result) {
      const others = stackOf(resultsIn(state), result).filter(({ key }) => key !== result.key);
      decide(result, result, others);
    },
    discardResult(result) {
      const stack = stackOf(resultsIn(state), result);
      const at = stack.findIndex(({ key }) => key === result.key);
      decide(result, stack[at + 1] ?? stack[at - 1] ?? null, [result]);
    },
    compareResult: (result, isHeld) => show(result, isHeld ? null : result),
    likeResult({ layerId }) {
      if (layerId === null) return;
      const back = plugin.call('goBack', { way: 'more-like-this', layerId });
      tell(back.then((again) => again && goTo(again, state)));
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
