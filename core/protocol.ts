// Every message between the two threads, one table per direction; channel and handler types are derived from them.
import type { Again, Start, WayBack } from './again.ts';
import type { Charge, Spent } from './billed.ts';
import type { LeftoverKey, Leftovers } from './clean-up.ts';
import type { WireFailure } from './failure.ts';
import type { Footprint, Framing } from './framing.ts';
import type { Point, Rect, Transform } from './geometry.ts';
import type { Past } from './history.ts';
import type { InsertAs } from './insert-as.ts';
import type { LayerState, LayerUse } from './models/index.ts';
import type { PictureSpace } from './picture-space.ts';
import type { Colour } from './pixels.ts';
import type { Placed, ResultAddress } from './placed.ts';
import type { SavedPreset } from './presets.ts';
import type { Marks, TextOver } from './protection.ts';
import type { DrawnMap, Recipe } from './recipe.ts';
import type { Ready, RegionSettings, Selected } from './selection.ts';
import type { Settings } from './settings.ts';
import type { Lay } from './since-drawn.ts';
import type { Intent, KeptPictures, KeptResult, LoadedJob, UnfinishedJob } from './unfinished.ts';

/** Panel → main thread: each call is answered once, with its result or a failure. */
export interface PanelCalls {
  /** The panel has loaded; nothing is sent to it before. */
  ready(): Session;
  /** A picture of the target as it stands, made without writing to the document. Null when nothing is selected. */
  preview(args: { targetId: string; regionIds: string[]; longestSide: number }): Preview | null;
  /** Which texts lie over the reach, and what becomes of each; which other layers are protected, or could be. */
  textOver(args: PlaceRequest): TextOver & Marks;
  /** Marks a layer to be protected as text is, or takes the mark off. */
  protect(args: { layerId: string; isProtected: boolean }): null;
  /** The source and each region on one pixel grid. @throws Failure start-* beside those of a drawing */
  raster(args: RasterRequest): RasterReply;
  /** One layer as a picture for a field of the model. @throws Failure target-gone, input-*, export-*, cancelled */
  drawLayer(args: LayerRequest): LayerReply;
  /** Stops a raster or a drawing between two exports; it then fails as `cancelled`. */
  cancelRaster(): null;
  /** The one layer that is selected; what was selected to be edited before is selected again. @throws Failure pick-* */
  pickLayer(): RememberedLayer;
  /** What has become of each of the layers. */
  layerStates(args: { targetId: string | null; layers: RememberedLayer[] }): LayerState[];
  /**
   * New layers for the requests of a run, in one undo step; when one of them cannot be made, none is. What
   * another window has inserted, or has no target left, holds back no other. Answered in their order.
   */
  insert(args: { parts: readonly InsertRequest[] }): InsertReply[];
  /** Stores a job before it is paid for, and claims it; the pictures, where no other job has stored them. @throws Failure storage-full */
  keepJob(args: { intent: Intent; pictures: KeptPictures; now: number }): null;
  /** Adds the id that fal gave a stored job. */
  identifyJob(args: { id: string; requestId: string; now: number }): null;
  /** Keeps what fal made with its job, where there is room once older ones have made some. */
  keepResult(args: { id: string; result: KeptResult; now: number }): null;
  /** Says that somebody is still at work on these; nothing becomes of what is not claimed here. */
  renewClaims(args: { ids: readonly string[]; now: number }): null;
  forgetJob(args: { id: string; now: number }): null;
  /** Gives up pictures of a job, by their index in fal's answer, or all of it. @throws Failure job-busy */
  discardJob(args: { id: string; pictures: readonly number[] | null; now: number }): null;
  /** Notes which pictures of a job are decided; with none left to decide, the job is forgotten. */
  decide(args: Decision): null;
  /** The jobs that no other window is at work on, oldest first. */
  unfinishedJobs(args: { now: number }): UnfinishedJobs;
  /** Claims a job, to go on with it; null when another window has it, or it is gone or damaged. */
  loadJob(args: { id: string; now: number }): LoadedJob | null;
  /** Where a result would go over regions, by which it is to be cut there; nothing is written. @throws Failure result-lost */
  usePlaces(args: PlacesRequest): UsePlaces;
  /** A result that is there already, in everything that was selected: in one undo step, and without a request. @throws Failure result-lost, nowhere-to-use */
  useInSelection(args: UseRequest): UsedInSelection;
  /** What has been made in the file; what has gone from it while the plugin ran as well. */
  history(): Past;
  /** Notes what fal billed for a request: once, however often it is told. */
  keepCharge(args: { charge: Charge }): null;
  /** All that was noted on this machine, whatever has become of the pictures. */
  spent(): Spent;
  /** Of a result that History knows. */
  recipe(args: ResultAddress): Recipe | null;
  /** The same, as a small picture; null when none is to be had any more. */
  thumbnail(args: ResultAddress & { longestSide: number }): Thumbnail | null;
  /**
   * Once more, results of one run, those that are known here: new layers, and fills in their pictures, in one undo step;
   * of several in the same place the first is seen. What cannot be made again is left out. Answered with the layer of each.
   * @throws Failure result-gone, target-gone, insert-failed
   */
  putBack(args: { results: readonly ResultAddress[] }): { layerIds: readonly string[] };
  /** Back to what a result was made from, as its relaunch buttons do. @throws Failure result-gone, recipe-unreadable */
  goBack(args: { way: WayBack } & ResultAddress): Again | null;
  /** Other pixels for layers of a run, in one undo step; those that are gone, or no longer show the picture, are passed over. */
  updateLayers(args: UpdateRequest): UpdateReply;
  /** The target as it stands, without its masks, on the grid of an edit. Edits of it are counted from then on. */
  render(args: RenderRequest): RenderReply;
  /** Keeps what was set for a region on its layer. */
  setRegion(args: { regionId: string; changes: Partial<RegionSettings> }): null;
  /** A soft ellipse over the middle of the target: selected alone, and edited with the target and the masks it has. */
  addRegion(args: { targetId: string }): { regionId: string };
  /** Another of the targets on offer, for as long as the same layers stay selected; nothing is written. */
  chooseTarget(args: { targetId: string }): null;
  /** The user's own, in the order in which they were kept. */
  presets(): SavedPreset[];
  /** In place of the one with its id. @throws Failure preset-unkept */
  keepPreset(args: { preset: SavedPreset }): null;
  dropPreset(args: { id: string }): null;
  /** Stores what has changed since, whatever else another window has stored meanwhile. @throws Failure settings-unkept */
  saveSettings(args: { settings: Settings; since: Settings }): null;
  resize(args: { width: number; height: number }): null;
  /** How each of them stands in the document. */
  looks(args: { results: readonly Placed[] }): ResultLook[];
  /** Lets one of these results be seen and the others not, or none of them: no undo step by itself. */
  showResult(args: ShowRequest): null;
  /** The same, and removes some, in one undo step. @throws Failure results-undecided */
  chooseResult(args: ChooseRequest): null;
  /** What edits have left on the page that is open. */
  leftovers(): Leftovers;
  /** Removes those of them, in one undo step. @throws Failure clean-up-failed */
  cleanUp(args: { items: readonly LeftoverKey[] }): { removed: number };
  /** Brings layers into view, on their page; those that are gone are passed over. */
  show(args: { layerIds: string[] }): { shown: number };
  /** The same, and selects them. */
  select(args: { layerIds: string[] }): { shown: number };
}

/** Main thread → panel: told when it happens, not answered. */
export interface PluginEvents {
  selectionChanged: Selected;
  /** Something on the page looks different now, the target perhaps among it. */
  repainted: null;
  /** A sentence for the user about something that failed outside any call. */
  failed: WireFailure;
}

export interface Session extends Selected {
  readonly settings: Settings;
  readonly opening: Opening;
}

export interface Thumbnail {
  readonly bytes: Uint8Array;
  /** As asked for; else it is the whole image, since Figma exports nothing that is hidden. */
  readonly isSmall: boolean;
}

/** What the menu command, the relaunch button or the quick action that started the plugin asks of the panel. */
export type Opening =
  | { readonly kind: 'tab'; readonly tab: 'edit' | 'settings' }
  | { readonly kind: 'clean-up' }
  | { readonly kind: 'again'; readonly again: Again }
  /** To be run at once. */
  | { readonly kind: 'quick'; readonly prompt: string; readonly modelId: string | null };

export interface Preview {
  readonly png: Uint8Array;
  readonly toPreview: Transform<'frame', 'preview'>;
  /** What earlier runs have laid over it from beside it, in painting order. */
  readonly over: readonly OverPreview[];
  /** In the order asked for; those that are gone are left out. */
  readonly regions: readonly RegionView[];
}

/** A picture in its place over another. */
export interface OverPreview {
  readonly png: Uint8Array;
  readonly box: Rect<'preview'>;
}

export interface RegionView {
  readonly id: string;
  /** The layer's own shape as a polygon: all that is known of it while it shows nothing. */
  readonly outline: readonly Point<'frame'>[];
  /** As it stands on the page; null where it shows nothing. */
  readonly picture: RegionPicture | null;
  /** For one that shows nothing, because an edit has hidden it: what that edit's recipe keeps of it. */
  readonly map: RegionMap | null;
}

/** What a region drew when it was last used by itself, its change amount in it: a grey PNG, white = change. */
export interface RegionMap {
  readonly png: Uint8Array;
  readonly area: Rect<'frame'>;
}

/** A region by itself. */
export interface RegionPicture {
  readonly png: Uint8Array;
  /** Its top left corner. */
  readonly at: Point<'grid'>;
  /** Beyond this it is cut by what it lies in. */
  readonly shown: Rect<'grid'>;
  /** How far the layer as a whole is seen through, 0–1, which says nothing of how much may change. */
  readonly opacity: number;
}

/** What decides where in the tree a result goes. */
export interface PlaceRequest {
  readonly targetId: string;
  readonly regions: readonly { readonly id: string; readonly use: 'mask' | 'content' }[];
  /** Every pixel that may change lies in one of these; at least one. */
  readonly reach: readonly Rect<'frame'>[];
  /** Whether the result goes beneath the text over the reach, where it can. */
  readonly protectsText: boolean;
  /** Whether it may show where the target was transparent; it may not, where nothing is said. */
  readonly fillsTransparent?: boolean;
  /** A layer, where nothing else is said. */
  readonly insertAs?: InsertAs;
  /** Keys of the earlier results that this one takes the place of: not shown in its source, and hidden once it is there. */
  readonly replacedIds: readonly string[];
}

export interface RasterRequest extends PlaceRequest {
  readonly framing: Framing;
  /** The result that has to be seen in the source, alone among those of its run: it is shown again where it is not. */
  readonly start?: Start | null;
  /** Drawn even where there is no room to note its temporary frames. */
  readonly goesUnkept?: boolean;
}

/**
 * Where the source ends, and so where the result goes: above what the source shows and beneath what it does
 * not, whatever is added or taken away meanwhile.
 */
export interface Place {
  readonly parentId: string;
  /** The parent's children painted before it. */
  readonly below: readonly string[];
  /** Names of the texts for which it was moved down. */
  readonly beneath: readonly string[];
  /** What is see-through at all stays as it is, as it casts a shadow that reaches beyond. */
  readonly keepsOutline?: boolean;
  /** What a fill has to lie on; only where the result becomes one. */
  readonly picture?: PictureSpace;
  /** How the target lay when it was drawn; missing in what was stored before that was noted. */
  readonly lay?: Lay;
}

export interface RasterReply {
  readonly source: Uint8Array;
  /** In the order of the request, all of the source's size. */
  readonly regions: readonly Uint8Array[];
  /** What the target stands on: the nearest opaque ancestor fill, else the page's colour. */
  readonly backdrop: Colour;
  /** How much of the target is seen in the source where it is solid: less than 1 beside a target one can see through. */
  readonly opacity: number;
  readonly place: Place;
}

/** Ids come again in other files, so that a layer is known by both. */
export interface RememberedLayer {
  readonly id: string;
  readonly name: string;
}

/** With all that decides how the target is drawn beside it. */
export interface LayerRequest extends RasterRequest {
  readonly layer: RememberedLayer;
  readonly use: LayerUse;
}

export interface LayerReply {
  readonly png: Uint8Array;
  /** The layer's own picture in it; all of it where it is drawn in its place. */
  readonly area: Rect<'crop'>;
  /** What the layer stands on, and shows where it is transparent. */
  readonly backdrop: Colour;
}

export interface UnfinishedJobs {
  readonly jobs: readonly UnfinishedJob[];
  /** Those that other windows have claimed. */
  readonly busy: readonly BusyJob[];
}

export interface BusyJob {
  readonly id: string;
  /** When it may be taken over, if nobody renews the claim. */
  readonly until: number;
}

/** Pictures are named by their index in fal's answer. */
export interface Decision {
  readonly id: string;
  readonly now: number;
  /** Every picture of the answer that waits: flagged, or not to be had so far. */
  readonly waiting: readonly number[];
  /** Those among them that are flagged. */
  readonly flagged: readonly number[];
  /** Those that were inserted or discarded. */
  readonly decided: readonly number[];
}

export interface InsertRequest extends PlaceRequest {
  /** As told with the source; found anew when it is null, or its parent can no longer take the result. */
  readonly place: Place | null;
  /** The stored job that this belongs to: inserted once, whoever asks, and forgotten when no picture of it waits. */
  readonly kept?: Omit<Decision, 'decided'>;
  readonly patches: readonly (Footprint & {
    readonly png: Uint8Array;
    readonly name: string;
    readonly recipe: Recipe;
    /** The same in the pixels of the place's picture; missing where the result becomes no fill, or none of it lies there. */
    readonly fill?: Uint8Array;
  })[];
  /** The name of the group in which all those for the same target stand, when there are several. */
  readonly name: string;
  /** Keys of those that came earlier, of the same run and target: these join them. */
  readonly joins: readonly string[];
  /** All that its run asks for; where that is not known, it is by itself. */
  readonly matrix?: AskedMatrix;
  /** Where else its one picture is used, in the same step. */
  readonly spread?: Spread;
}

/** Copies stand in one block: a row for each target, a column for each picture of it. */
export interface AskedMatrix {
  /** Where there are several, copies of each go by its name as well. */
  readonly targetIds: readonly string[];
  readonly columns: number;
}

export type Spread = Pick<UseRequest, 'uncut' | 'within' | 'cuts'>;

export type InsertReply = Inserted | { readonly kind: 'refused'; readonly failure: WireFailure };

export interface Inserted {
  readonly kind: 'inserted';
  /** As what each of the patches stands in the document, in their order; null for one that came before and has gone. */
  readonly placed: readonly (Placed | null)[];
  /** Names of the regions that are still there, and beneath the layers. */
  readonly above: readonly string[];
  /** The name of the page they are on, where that is not the one that is open. */
  readonly otherPage: string | null;
  /** As in `RenderReply`, just before the layers came; null where they lie in a target that has been scaled since it was drawn. */
  readonly edits: number | null;
  /** What came of using it elsewhere; null where that was not asked for, or it was there already. */
  readonly used: UseReply | null;
}

export interface PlacesRequest {
  /** As it stands in the document, or as it is about to come into it. */
  readonly of: ResultAddress | (Footprint & { readonly recipe: Recipe });
  /** Targets and regions; null takes what is selected. */
  readonly within: readonly string[] | null;
}

export interface UsePlaces {
  /** What was looked through. */
  readonly within: readonly string[];
  /** Null where it goes over no region, and needs no cutting. */
  readonly over: UsedOver | null;
}

export interface UsedOver {
  readonly recipe: Recipe;
  /** Where its pixels lie in the target for which it was made. */
  readonly area: Rect<'frame'>;
  /** Those pixels, as far as they stand in the document. */
  readonly picture: Uint8Array | null;
  readonly places: readonly UsePlace[];
}

/** A target, and those of its regions that the result is to go over. */
export interface UsePlace extends Pick<Ready, 'target' | 'regions'> {
  /** Where the pixels of that area come to lie in it. */
  readonly area: Rect<'frame'>;
}

/** A result as it is to show over the regions of one target. */
export interface UseCut extends Footprint {
  readonly targetId: string;
  readonly png: Uint8Array;
  /** In its recipe. */
  readonly map: DrawnMap;
}

export interface UseRequest extends ResultAddress {
  /** As `usePlaces` has told them: the selection may be another by now. */
  readonly within: readonly string[];
  /** For each target with regions that it goes over; one without is refused. */
  readonly cuts: readonly UseCut[];
  /** The same picture with nothing cut out of it, for pictures to be filled with; null where only the layer is left. */
  readonly uncut: Uint8Array | null;
}

export interface UseReply {
  /** Of each place the layer that has come, or the picture that was filled. */
  readonly placedIds: readonly string[];
  /** Names of what could not take it. */
  readonly refused: readonly string[];
}

export interface UsedInSelection extends UseReply {
  /** What pictures were filled with, where that was all that is left; null where the whole was given, and where none were. */
  readonly filledWith: Uint8Array | null;
}

export type ResultLook = 'shown' | 'hidden' | 'gone';

export interface ShowRequest {
  readonly targetId: string;
  /** Those of which only `shown` is seen: all in one place. A copy is by itself, and is brought into view. */
  readonly results: readonly Placed[];
  readonly shown: Placed | null;
}

export interface ChooseRequest extends ShowRequest {
  readonly removed: readonly Placed[];
}

export interface UpdateRequest {
  readonly parts: readonly {
    readonly targetId: string;
    /** Each goes where its footprint says, unless the layer was moved. */
    readonly layers: readonly (Footprint & {
      readonly id: string;
      readonly png: Uint8Array;
      /** As in `InsertRequest`. */
      readonly fill?: Uint8Array;
      readonly recipe: Recipe;
      /** Where else it was used when it came: what was put there follows. */
      readonly elsewhere?: Pick<UseRequest, 'uncut' | 'cuts'> & Pick<UseReply, 'placedIds'>;
    })[];
  }[];
}

export interface UpdateReply {
  readonly updated: number;
  /** Layers that show those very pixels already: they cost no undo step. */
  readonly unchanged: number;
}

export interface RenderRequest {
  readonly targetId: string;
  /** Masks and keys of replaced results, which are not part of the design. */
  readonly maskIds: readonly string[];
  /** Results; those that stand beside the target are drawn over it. Of one alone that stands in a copy, the copy is drawn. */
  readonly layerIds: readonly string[];
  readonly framing: Framing;
  /** As in a raster. */
  readonly goesUnkept?: boolean;
}

export interface RenderReply {
  readonly png: Uint8Array;
  /**
   * Grows whenever somebody changes how the target looks, but not with what an insert does: two that are equal,
   * and nobody did between them.
   */
  readonly edits: number;
}

export type CallName = keyof PanelCalls;
export type Args<N extends CallName> = Parameters<PanelCalls[N]>[0];
export type Reply<N extends CallName> = ReturnType<PanelCalls[N]>;

/** What the main thread must provide. */
export type CallHandlers = { [N in CallName]: (args: Args<N>) => Promise<Reply<N>> | Reply<N> };
/** What the panel may listen to. */
export type EventHandlers = { [N in keyof PluginEvents]: (value: PluginEvents[N]) => void };

export type ToPlugin = { [N in CallName]: { call: N; id: number; args: Args<N> } }[CallName];
export type ToPanel =
  | { reply: number; value: Reply<CallName> }
  | { reply: number; error: WireFailure }
  | { [N in keyof PluginEvents]: { event: N; value: PluginEvents[N] } }[keyof PluginEvents];

/** The panel's opening size; the width is also its smallest. */
export const PANEL_SIZE = { width: 320, height: 640 } as const;
/** Of what is written on layers for anybody to read; its keys stand where they are written. */
export const SHARED_NAMESPACE = 'changemap';
