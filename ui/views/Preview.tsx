// The target as it stands, with what may change, how far that reaches, and what the model gets to see.
import { useId, useMemo, useState } from 'preact/hooks';
import { cropSize, frameRect } from '../../core/framing.ts';
import { apply, mapRect } from '../../core/geometry.ts';
import type { Outline } from '../../core/plan.ts';
import { pngSize } from '../../core/png.ts';
import type { Preview } from '../../core/protocol.ts';
import { reachOf } from '../../core/soft-edge.ts';
import { toDataUri } from '../base64.ts';
import { type SentMap, seenPicture, sentMap } from '../sent-map.ts';
import { levelsText } from '../wording.ts';
import { usePanel } from './context.ts';

export function PreviewView() {
  const { state } = usePanel();
  const preview = state.preview.value;
  const { value: geometry } = state.geometry;
  const { kind } = state.selection.value;
  const [isSeen, setSeen] = useState(false);
  if (kind === 'none') return null;
  // Without a region there is nothing to show but the target itself.
  const outline = kind === 'ready' && geometry.kind === 'known' ? geometry.outline : null;
  const sent = sentMap(state);
  return (
    <div class="preview-block">
      <div class="preview">
        {preview ? (
          <Picture preview={preview} outline={outline} sent={isSeen ? sent : null} />
        ) : (
          <div class="preview-empty" role="img" aria-label="Preview" />
        )}
      </div>
      {sent && <SeenToggle sent={sent} isOn={isSeen} change={setSeen} />}
    </div>
  );
}

interface SeenToggleProps {
  readonly sent: SentMap;
  readonly isOn: boolean;
  change(isOn: boolean): void;
}

/** A button rather than a checkbox: it changes what is shown, not what is asked for. */
function SeenToggle({ sent, isOn, change }: SeenToggleProps) {
  return (
    <div class="seen-row">
      <button type="button" class="link" aria-pressed={isOn} onClick={() => change(!isOn)}>
        Show as the model sees it
      </button>
      {isOn && <span class="row-note">{levelsText(sent.levels)}, white changes</span>}
    </div>
  );
}

interface PictureProps {
  readonly preview: Preview;
  readonly outline: Outline | null;
  /** The last run's map, when it is to be shown in place of the outlines. */
  readonly sent: SentMap | null;
}

function Picture({ preview, outline, sent }: PictureProps) {
  const { png } = preview;
  const href = useMemo(() => toDataUri(png, 'image/png'), [png]);
  const size = pngSize(png);
  if (!size) return <div class="preview-empty" role="img" aria-label="Preview" />;
  const { width, height } = size;
  return (
    <svg
      role="img"
      aria-label="Preview"
      viewBox={`0 0 ${width} ${height}`}
      style={{ aspectRatio: `${width} / ${height}` }}
    >
      <image href={href} width={width} height={height} />
      {sent && <Seen preview={preview} sent={sent} />}
      {outline && !sent && <Overlay preview={preview} outline={outline} width={width} height={height} />}
    </svg>
  );
}

/** The map of the last run in the model's own cells and levels, where it was sent. */
function Seen({ preview, sent: { amount, levels, framing } }: { preview: Preview; sent: SentMap }) {
  const href = useMemo(() => toDataUri(seenPicture(amount, levels), 'image/png'), [amount, levels]);
  const area = mapRect(preview.toPreview, frameRect(framing));
  return <image class="seen" href={href} {...area} preserveAspectRatio="none" />;
}

interface OverlayProps {
  readonly preview: Preview;
  readonly outline: Outline;
  readonly width: number;
  readonly height: number;
}

/** The reach is the regions' outline with a wide round stroke: that is what growing by a distance means. */
function Overlay({ preview, outline, width, height }: OverlayProps) {
  const { state } = usePanel();
  const id = useId();
  const { changeEverythingElse } = state.settings.value.edit;
  const scale = Math.hypot(preview.toPreview[0][0], preview.toPreview[1][0]);
  // What stays, stays to the drawing's own edge: the soft edge fades out outside of it.
  const reach = changeEverythingElse ? 0 : 2 * reachOf(outline.edge) * scale;
  // Lines keep their width on screen, whatever the picture's size: one panel px.
  const hair = width / SHOWN_WIDTH;
  const shapes = preview.regions.map((region) => ({
    id: region.id,
    points: pointsOf(preview, region.outline),
  }));
  const drawn = (stroke: number) =>
    shapes.map((shape) => <polygon key={shape.id} points={shape.points} stroke-width={stroke} />);
  const crop = mapRect(preview.toPreview, frameRect(outline.framing));
  return (
    <>
      <mask id={id} maskUnits="userSpaceOnUse" x="0" y="0" width={width} height={height}>
        <rect width={width} height={height} fill="white" />
        <g fill="black" stroke="black" stroke-linejoin="round">
          {drawn(reach)}
        </g>
      </mask>
      {changeEverythingElse ? (
        <g class="dimmed">{drawn(0)}</g>
      ) : (
        <rect class="dimmed" width={width} height={height} mask={`url(#${id})`} />
      )}
      <g class="reach" mask={`url(#${id})`}>
        {drawn(reach + 2 * hair)}
      </g>
      <g class="drawn">{drawn(hair)}</g>
      <rect class="crop" {...inside(crop, { width, height }, hair)} stroke-width={hair}>
        <title>{`The model sees this part, as ${sizeText(outline)} px`}</title>
      </rect>
    </>
  );
}

const SHOWN_WIDTH = 288;

function pointsOf({ toPreview }: Preview, outline: Preview['regions'][number]['outline']): string {
  return outline
    .map((point) => apply(toPreview, point))
    .map(({ x, y }) => `${x},${y}`)
    .join(' ');
}

/** Kept within the picture, so that the line is seen whole. */
function inside(
  rect: { x: number; y: number; width: number; height: number },
  size: { width: number; height: number },
  line: number,
) {
  const x = Math.max(rect.x, line / 2);
  const y = Math.max(rect.y, line / 2);
  const right = Math.min(rect.x + rect.width, size.width - line / 2);
  const bottom = Math.min(rect.y + rect.height, size.height - line / 2);
  return { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
}

function sizeText({ framing }: Outline): string {
  const { width, height } = cropSize(framing);
  return `${width} × ${height}`;
}
