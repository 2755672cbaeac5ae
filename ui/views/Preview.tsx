// The target as it stands, with what may change, how far that reaches, and what the model gets to see.
import { useMemo } from 'preact/hooks';
import { cropSize, frameRect } from '../../core/framing.ts';
import { mapRect, type Point } from '../../core/geometry.ts';
import { type Outlines, TO_GRID } from '../../core/outlines.ts';
import type { Outline } from '../../core/plan.ts';
import { pngSize } from '../../core/png.ts';
import type { Preview } from '../../core/protocol.ts';
import { toDataUri } from '../base64.ts';
import { type Seen, type SeenMap, seenPicture, sendsMap } from '../seen-map.ts';
import { levelsText } from '../wording.ts';
import { usePanel } from './context.ts';

export function PreviewView() {
  const { state } = usePanel();
  const preview = state.preview.value;
  const { value: geometry } = state.geometry;
  const { kind } = state.selection.value;
  const { value: seen } = state.seen;
  if (kind === 'none') return null;
  // Without a region there is nothing to show but the target itself.
  const outline = kind === 'ready' && geometry.kind === 'known' ? geometry.outline : null;
  return (
    <div class="preview-block">
      <div class="preview">
        {preview ? (
          <Picture preview={preview} outline={outline} map={'map' in seen ? seen.map : null} />
        ) : (
          <div class="preview-empty" role="img" aria-label="Preview" />
        )}
      </div>
      {sendsMap(state) && <SeenToggle seen={seen} />}
    </div>
  );
}

/** A button rather than a checkbox: it changes what is shown, not what is asked for. */
function SeenToggle({ seen }: { seen: Seen }) {
  const { showSeen } = usePanel();
  const isOn = seen.kind !== 'hidden';
  return (
    <div class="seen-row">
      <button type="button" class="link" aria-pressed={isOn} onClick={() => showSeen(!isOn)}>
        Show as the model sees it
      </button>
      <span class="row-note">{seenText(seen)}</span>
      {seen.kind === 'failed' && <p class="hint">{seen.failure.message}</p>}
    </div>
  );
}

function seenText(seen: Seen): string {
  switch (seen.kind) {
    case 'hidden':
    case 'failed':
      return '';
    case 'drawing':
      return 'drawing it…';
    case 'shown':
      return `${levelsText(seen.map.levels)}, white changes`;
    default:
      return seen satisfies never;
  }
}

interface PictureProps {
  readonly preview: Preview;
  readonly outline: Outline | null;
  /** Shown in place of the outlines. */
  readonly map: SeenMap | null;
}

function Picture({ preview, outline, map }: PictureProps) {
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
      {map && <ModelView preview={preview} map={map} />}
      {outline && !map && <Overlay preview={preview} outline={outline} width={width} height={height} />}
    </svg>
  );
}

/** The map in the model's own cells and levels, where it will be sent. */
function ModelView({ preview, map: { amount, levels, framing } }: { preview: Preview; map: SeenMap }) {
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

function Overlay({ preview, outline, width, height }: OverlayProps) {
  const { state } = usePanel();
  const { value: outlines } = state.outlines;
  // The line keeps its width on screen, whatever the picture's size: one panel px.
  const hair = width / SHOWN_WIDTH;
  const crop = mapRect(preview.toPreview, frameRect(outline.framing));
  return (
    <>
      {outlines && <Drawn outlines={outlines} width={width} height={height} />}
      <rect class="crop" {...inside(crop, { width, height }, hair)} stroke-width={hair}>
        <title>{`The model sees this part, as ${sizeText(outline)} px`}</title>
      </rect>
    </>
  );
}

const SHOWN_WIDTH = 288;
const GRID_TO_PREVIEW = 1 / TO_GRID[0][0];

/** What stays is dimmed; around what may change runs one line, around what was drawn another. */
function Drawn({ outlines, width, height }: { outlines: Outlines; width: number; height: number }) {
  const [reach, drawn] = useMemo(() => [pathOf(outlines.reach), pathOf(outlines.drawn)], [outlines]);
  const all = `M0 0H${width / GRID_TO_PREVIEW}V${height / GRID_TO_PREVIEW}H0Z`;
  return (
    <g transform={`scale(${GRID_TO_PREVIEW})`}>
      <path class="dimmed" d={all + reach} />
      <path class="reach" d={reach} />
      <path class="drawn" d={drawn} />
    </g>
  );
}

function pathOf(rings: Outlines['reach']): string {
  const digits = ({ x, y }: Point<'grid'>) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return rings.map((ring) => `M${ring.map(digits).join('L')}Z`).join('');
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
