// One request from the click to the layer, as the panel makes it, without the panel's list of runs.
import { isFailure } from '../../core/failure.ts';
import { shareOut } from '../../core/run.ts';
import {
  type Checkpoint,
  type EditReport,
  type EditRequest,
  type EditWorld,
  prepareEdit,
  receiveEdit,
  sendEdit,
} from '../../ui/edit.ts';
import { insertResults } from '../../ui/insert-result.ts';
import { newJobId } from '../../ui/kept.ts';
import type { EditOutcome } from '../../ui/outcome.ts';

type Context = readonly [world: EditWorld, report: EditReport, signal: AbortSignal];

export async function runEdit(request: EditRequest, ...context: Context): Promise<EditOutcome> {
  const [world] = context;
  const { prompt, variations, seed } = request.settings;
  const sendable = await prepareEdit(request, ...context);
  const id = newJobId(world);
  const [share] = shareOut({ id, prompts: [prompt], variations, seed: seed ?? world.randomSeed(), most: 4 });
  return continueEdit(await sendEdit(sendable, share!, id, ...context), ...context);
}

export async function continueEdit(checkpoint: Checkpoint, ...context: Context): Promise<EditOutcome> {
  const [world, report, signal] = context;
  const composited =
    checkpoint.stage === 'composited' ? checkpoint : await receiveEdit(checkpoint, ...context);
  report.event({ type: 'inserting' });
  const [outcome] = await insertResults([{ composited, among: null, signal }], world);
  if (!outcome || isFailure(outcome)) throw outcome;
  report.event({ type: 'inserted', layerIds: outcome.layerIds });
  return outcome;
}
