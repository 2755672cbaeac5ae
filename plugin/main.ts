// The plugin's main thread: opens the panel, watches the selection, answers the panel's calls.
import { toWire } from '../core/failure.ts';
import { layerIdsOf } from '../core/placed.ts';
import { type InsertReply, type Opening, PANEL_SIZE, type Session } from '../core/protocol.ts';
import type { Selected } from '../core/selection.ts';
import { addRegion } from './add-region.ts';
import { answerCalls, tell } from './channel.ts';
import { Charges } from './charges.ts';
import { Choosing } from './choosing.ts';
import { cleanUp } from './clean-up.ts';
import { runCommand } from './commands.ts';
import { EditCounts } from './edit-count.ts';
import { History } from './history.ts';
import { drawLayer, layerStates, pickLayer } from './inputs.ts';
import { useInSelection } from './insert-as/use.ts';
import { usePlaces } from './insert-as/use-places.ts';
import { insertRun } from './insert-run.ts';
import { Jobs } from './jobs.ts';
import { findLayer, layersOf } from './layers.ts';
import { leftoversOn } from './leftovers.ts';
import { textOver } from './place.ts';
import { dropPreset, keepPreset, presets } from './presets.ts';
import { preview } from './preview.ts';
import { putBack } from './put-back.ts';
import { suggest } from './quick-action.ts';
import { raster } from './raster.ts';
import { setProtected, setRegionData } from './region-data.ts';
import { render } from './render.ts';
import { closeAllScratch, LEASE_MS, sweepLeftovers, type World } from './scratch.ts';
import { startShown } from './start.ts';
import { inStep } from './step.ts';
import { loadSettings, saveSettings } from './storage.ts';
import { thumbnail } from './thumbnail.ts';
import { updatedIn, updateLayers } from './update.ts';
import { bringIntoView } from './view.ts';
import { SelectionWatch } from './watch.ts';
import { goBack } from './way-back.ts';

// The two things that make one run differ from the next, named once and passed on.
const WORLD: World = { now: Date.now, random: Math.random };

async function start(event: RunParametersEvent): Promise<void> {
  figma.skipInvisibleInstanceChildren = false;
  const jobs = new Jobs(WORLD);
  figma.on('close', () => {
    closeAllScratch();
    jobs.release();
  });
  const opening = runCommand(event, (error) => tell('failed', toWire(error)));
  const watch = new SelectionWatch({
    selectionChanged: (selected) => tell('selectionChanged', selected),
    repainted: () => tell('repainted', null),
    failed: (error) => tell('failed', toWire(error)),
  });
  answer(opening, watch, jobs);
  figma.showUI(__html__, { ...PANEL_SIZE, title: 'Changemap', themeColors: true });
  await opening;
  watch.start();
  await sweepLeftovers(WORLD.now());
  // What a crash has just left is still on lease: another window may be at work on it.
  setTimeout(() => void sweepLeftovers(WORLD.now()).catch(() => undefined), LEASE_MS);
}

function answer(opening: Promise<Opening>, watch: SelectionWatch, jobs: Jobs): void {
  let cancelled = 0;
  const counts = new EditCounts();
  const history = new History();
  const charges = new Charges(WORLD);
  const choosing = new Choosing(counts);
  const stoppable = <T>(work: (isCancelled: () => boolean) => Promise<T>): Promise<T> => {
    const since = cancelled;
    return watch.paused(() => work(() => cancelled > since));
  };
  answerCalls({
    ready: async () => session(await opening, await watch.current()),
    preview,
    textOver,
    raster: (request) =>
      stoppable(async (isCancelled) => {
        const { start, targetId } = request;
        if (start) await choosing.show(await startShown(start, targetId));
        return raster(request, WORLD, isCancelled);
      }),
    drawLayer: (request) => stoppable((isCancelled) => drawLayer(request, WORLD, isCancelled)),
    pickLayer: async () => {
      const picked = pickLayer();
      await watch.goBack(picked.id);
      return picked;
    },
    layerStates,
    cancelRaster: () => {
      cancelled++;
      return null;
    },
    insert: ({ parts }) =>
      watch.paused(async () => {
        const replies = await insertRun(parts, jobs, counts);
        await history.learn(replies.flatMap(placedBy));
        return replies;
      }),
    keepJob: ({ intent, pictures, now }) => jobs.keep(intent, pictures, now),
    identifyJob: ({ id, requestId, now }) => jobs.identify(id, requestId, now),
    keepResult: ({ id, result, now }) => jobs.keepResult(id, result, now),
    renewClaims: ({ ids, now }) => jobs.renew(ids, now),
    forgetJob: ({ id, now }) => jobs.forget(id, now),
    discardJob: ({ id, pictures, now }) => jobs.discard(id, pictures, now),
    decide: (decision) => jobs.decide(decision),
    unfinishedJobs: ({ now }) => jobs.unfinished(now),
    loadJob: ({ id, now }) => jobs.load(id, now),
    history: () => history.past(),
    keepCharge: ({ charge }) => charges.keep(charge),
    spent: () => charges.spent(),
    recipe: (address) => history.recipe(address),
    thumbnail: async ({ longestSide, ...address }) => {
      const result = history.find(address);
      return result && thumbnail(result, longestSide);
    },
    putBack: ({ results }) =>
      watch.paused(async () => {
        const layerIds = await putBack(results.flatMap((address) => history.find(address) ?? []));
        await history.learn(layerIds);
        return { layerIds };
      }),
    goBack: async ({ way, layerId, fill }) => goBack(way, [await findLayer(layerId, 'result-gone')], fill),
    usePlaces,
    useInSelection: (request) =>
      watch.paused(async () => {
        const reply = await useInSelection(request, counts);
        await history.learn(reply.placedIds);
        return reply;
      }),
    updateLayers: (request) =>
      watch.paused(async () => {
        const reply = await updateLayers(request, counts);
        await history.learn(updatedIn(request));
        return reply;
      }),
    render: (request) => watch.paused(() => render(request, WORLD, counts.of(request.targetId))),
    setRegion: async ({ regionId, changes }) => {
      const region = await findLayer(regionId, 'region-gone');
      await inStep(() => setRegionData(region, changes));
      watch.look();
      return null;
    },
    protect: async ({ layerId, isProtected }) => {
      const layers = await layersOf([layerId]);
      await inStep(() => {
        for (const layer of layers) setProtected(layer, isProtected);
      });
      watch.repaint();
      return null;
    },
    addRegion: async ({ targetId }) => {
      const target = await findLayer(targetId, 'target-gone');
      const masks = await layersOf(maskIds(await watch.current(), targetId));
      const region = await inStep(() => addRegion(target, masks));
      watch.take(target, [...masks, region], [region]);
      return { regionId: region.id };
    },
    chooseTarget: ({ targetId }) => {
      watch.choose(targetId);
      return null;
    },
    presets,
    keepPreset: ({ preset }) => keepPreset(preset),
    dropPreset: ({ id }) => dropPreset(id),
    saveSettings: ({ settings, since }) => saveSettings(settings, since),
    resize: ({ width, height }) => {
      figma.ui.resize(Math.max(PANEL_SIZE.width, Math.round(width)), Math.max(240, Math.round(height)));
      return null;
    },
    looks: ({ results }) => choosing.looksOf(results),
    showResult: (request) => watch.paused(() => choosing.show(request)),
    chooseResult: (request) =>
      watch.paused(async () => {
        await choosing.decide(request);
        await history.learn([...request.results, ...request.removed].map(({ layerId }) => layerId));
        return null;
      }),
    leftovers: async () => {
      await sweepLeftovers(WORLD.now());
      return leftoversOn(figma.currentPage, WORLD.now());
    },
    cleanUp: ({ items }) =>
      watch.paused(async () => ({ removed: await cleanUp(items, WORLD.now(), choosing) })),
    show: async ({ layerIds }) => ({ shown: (await bringIntoView(await layersOf(layerIds))).length }),
    select: async ({ layerIds }) => {
      const layers = await bringIntoView(await layersOf(layerIds));
      figma.currentPage.selection = layers;
      return { shown: layers.length };
    },
  });
}

function placedBy(reply: InsertReply): readonly string[] {
  return reply.kind === 'inserted' ? [...layerIdsOf(reply.placed), ...(reply.used?.placedIds ?? [])] : [];
}

/** A silhouette is left out: selected beside its target it would count as a mask, and be hidden afterwards. */
function maskIds({ selection }: Selected, targetId: string): string[] {
  if (selection.kind !== 'ready' || selection.target.id !== targetId) return [];
  const staying = selection.regions.filter(
    ({ use, useSetting }) => use === 'mask' || useSetting === 'content',
  );
  return staying.map(({ id }) => id).filter((id) => id !== targetId);
}

async function session(opening: Opening, selected: Selected): Promise<Session> {
  return { settings: await loadSettings(), ...selected, opening };
}

figma.parameters.on('input', (event) => void suggest(event));
// Not before: while parameters are being entered, no panel may be shown.
figma.on('run', (event) => {
  start(event as RunParametersEvent).catch((error: unknown) => tell('failed', toWire(error)));
});
