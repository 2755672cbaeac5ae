// What fields for pictures can be given besides an address: a file from disk, or the layer that is selected in Figma.
import { computed, effect } from '@preact/signals';
import { Failure } from '../core/failure.ts';
import { modelOf } from '../core/model-settings.ts';
import { type ImageValue, type LayerState, picturesChosen } from '../core/models/index.ts';
import type { RememberedLayer } from '../core/protocol.ts';
import { without } from '../core/record.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import { sniff } from './codec.ts';
import { repaintsOf } from './repaints.ts';
import type { State } from './state.ts';

export interface PictureActions {
  /** Sets what is chosen for a field, wherever its row is by then, unless something else has been set. @throws what `ask` throws */
  choosePicture(path: string, ask: () => Promise<ImageValue>): Promise<void>;
  /** Keeps a file from disk while the panel is open, as the value of an image field. @throws Failure file-no-picture */
  keepFile(file: File): Promise<ImageValue>;
  /** The one layer that is selected in Figma, as the value of an image field. @throws Failure pick-* */
  pickLayer(): Promise<ImageValue>;
}

export function createPictureFields(
  state: State,
  world: { readonly plugin: Plugin; readonly clock: Clock },
  changeValue: (path: string, value: ImageValue) => void,
): PictureActions {
  watchLayersChosen(state, world);
  return {
    async choosePicture(path, ask) {
      const choice = Symbol(path);
      state.choices.value = { ...state.choices.value, [path]: choice };
      const place = () => Object.entries(state.choices.value).find(([, other]) => other === choice)?.[0];
      try {
        const image = await ask();
        const at = place();
        if (at !== undefined) changeValue(at, image);
      } finally {
        const at = place();
        if (at !== undefined) state.choices.value = without(state.choices.value, at);
      }
    },
    keepFile: (file) => keepFile(state, file),
    async pickLayer() {
      const layer = await world.plugin.call('pickLayer');
      return { kind: 'layer', ...layer };
    },
  };
}

/** The same file chosen again has the same key, so that a recipe finds it. */
async function keepFile(state: State, file: File): Promise<ImageValue> {
  const key = `${file.name} ${file.size} ${file.lastModified}`;
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (sniff(bytes) === null) throw new Failure('file-no-picture', { file: file.name });
  state.files.value = new Map(state.files.value).set(key, bytes);
  return { kind: 'file', key, name: file.name };
}

/** A drag's many changes are asked about once. */
const ASK_AFTER = 120;

interface Question {
  readonly targetId: string | null;
  readonly layers: RememberedLayer[];
}

/** Keeps what is known of the layers that are chosen in step with the document. */
function watchLayersChosen(state: State, { plugin, clock }: { plugin: Plugin; clock: Clock }): void {
  const repaints = repaintsOf(plugin);
  // As text: most of what is set or told anew is about no layer.
  const asked = computed(() => JSON.stringify(questionOf(state)));
  effect(() => {
    void repaints.value;
    const question: Question = JSON.parse(asked.value);
    const waiting = new AbortController();
    if (question.layers.length > 0) void ask(question, waiting.signal);
    return () => waiting.abort();
  });

  async function ask(question: Question, signal: AbortSignal): Promise<void> {
    await clock.sleep(ASK_AFTER, signal);
    if (signal.aborted) return;
    const states = await plugin.call('layerStates', question).catch(() => []);
    if (!signal.aborted) state.layers.value = byId(question.layers, states);
  }
}

function byId(layers: readonly RememberedLayer[], states: readonly LayerState[]): Map<string, LayerState> {
  return new Map(states.map((found, i) => [layers[i]!.id, found]));
}

function questionOf({ selection, settings }: Pick<State, 'selection' | 'settings'>): Question {
  const { value: found } = selection;
  const { edit } = settings.value;
  const layers = picturesChosen(modelOf(edit), edit.values).flatMap((picture) =>
    picture.kind === 'layer' ? [{ id: picture.id, name: picture.name }] : [],
  );
  return { targetId: found.kind === 'none' ? null : found.target.id, layers };
}
