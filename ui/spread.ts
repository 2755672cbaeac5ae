// The same picture everywhere: once it is made in the first target, it is placed in the others, without another request.
import { effect } from '@preact/signals';
import { toWire } from '../core/failure.ts';
import type { Plugin } from './channel.ts';
import type { Codec } from './codec.ts';
import { changeRun, type Run, shownIn } from './run.ts';
import type { State } from './state.ts';
import { uncutPicture, usedText } from './use-result.ts';

interface SpreadWorld {
  readonly plugin: Plugin;
  readonly codec: Codec;
}

export function watchSpread(state: State, world: SpreadWorld): void {
  effect(() => {
    const run = state.runs.value.find(({ spread, job }) => spread.kind === 'to' && job.state === 'done');
    if (run) void spread(run, state, world);
  });
}

async function spread(run: Run, state: State, { plugin, codec }: SpreadWorld): Promise<void> {
  const layerIds = run.spread.kind === 'to' ? run.spread.layerIds : [];
  const tell = (text: string) => changeRun(state, run.id, { spread: { kind: 'told', text } });
  const [shown, ...others] = shownIn(run);
  const layerId = shown?.outcome.layerIds[0];
  if (!shown || layerId === undefined) return tell('');
  // Which of several is meant is for the designer to say.
  if (others.length > 0 || shown.outcome.pictures > 1)
    return tell('Pick one, then Use in selection places it in the others.');
  tell('Placing it in the others…');
  try {
    const request = { layerId, uncut: uncutPicture(shown.composited, codec), within: layerIds };
    tell(usedText(await plugin.call('useInSelection', request)));
  } catch (error) {
    tell('');
    state.notice.value = toWire(error);
  }
}
