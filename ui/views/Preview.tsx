// The target as it stands, with what may change, how far that reaches, and what the model gets to see.
import { useMemo } from 'preact/hooks';
import type { Ring } from '../../core/contour.ts';
import { cropSize, frameRect } from '../../core/framing.ts';
import { apply, corners, intersect, outset, type Rect } from '../../core/geometry.ts';
import { type Outlines, TO_GRID } from '../../core/outlines.ts';
import type { Outline } from '../../core/plan.ts';
import { pngSize } from '../../core/png.ts';
import type { Preview } from '../../core/protocol.ts';
import type { Target } from '../../core/selection.ts';
import { toDataUri } from '../base64.ts';
import { type Seen, type SeenMap, seenPicture, sendsMap } from '../seen-map.ts';
import { levelsText } from '../wording.ts';
import { usePanel } from './context.ts';

export function PreviewView() {
  const { state } = usePanel();
  const preview = state.preview.value;
  const { value: geometry } = state.geometry;
  const { value: selection } = state.selection;
  const { value: seen } = state.seen;
  if (selection.kind === 'none') return null;
  // Without a region there is nothing to show but the target itself.
  const outline = selection.kind === 'ready' && geometry.kind === 'known' ? geometry.outline : null;
  return (
    <div class="preview-block">
      <div class="preview">
        {preview ? (
          <Picture
            preview={preview}
            target={selection.target}
            outline={outline}
            map={'map' in seen ? seen.map : null}
          />
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
  readonly target: Target;
  readonly outline: Outline | null;
  /** Shown in place of the outlines. */
  readonly map: SeenMap | null;
}

function Picture({ preview, target, outline, map }: PictureProps) {
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
      {outline && !map && <Overlay preview={preview} outline={outline} target={target} width={width} />}
    </svg>
  );
}

/** The map in the model's own cells and levels, where it will be sent. */
function ModelView({ preview, map: { amount, levels, framing } }: { preview: Preview; map: SeenMap }) {
  const href = useMemo(() => toDataUri(seenPicture(amount, levels), 'image/png'), [amount, levels]);
  const [[a, b, c], [d, e, f]] = preview.toPreview;
  const transform = `matrix(${a} ${d} ${b} ${e} ${c} ${f})`;
  return (
    <image
      class="seen"
      href={href}
      {...frameRect(framing)}
      transform={transform}
      preserveAspectRatio="none"
    />
  );
}

interface OverlayProps {
  readonly preview: Preview;
  readonly outline: Outline;
  readonly target: Target;
  readonly width: number;
}

function Overlay({ preview: { toPreview }, outline, target, width }: OverlayProps) {
  const { state } = usePanel();
  const { value: outlines } = state.outlines;
  // The line keeps its width on screen, whatever the picture's size: one panel px.
  const hair = width / SHOWN_WIDTH;
  const whole = { x: 0, y: 0, ...target.size };
  const crop = intersect(frameRect(outline.framing), whole) ?? whole;
  // Kept within the target, so that the line is seen whole.
  const line = outset(crop, -hair / 2 / Math.hypot(toPreview[0][0], toPreview[1][0]));
  const pointsOf = (rect: Rect<'frame'>) => corners(rect).map((corner) => apply(toPreview, corner));
  return (
    <>
      {outlines && <Drawn outlines={outlines} target={pointsOf(whole)} />}
      <path class="crop" d={pathOf([pointsOf(line)])} stroke-width={hair}>
        <title>{`The model sees this part, as ${sizeText(outline)} px`}</title>
      </path>
    </>
  );
}

const SHOWN_WIDTH = 288;
const GRID_TO_PREVIEW = 1 / TO_GRID[0][0];

/** What stays of the target is dimmed; around what may change runs one line, around what was drawn another. */
function Drawn({ outlines, target }: { outlines: Outlines; target: Ring<'preview'> }) {
  const [reach, drawn] = useMemo(
    () => [pathOf(onPreview(outlines.reach)), pathOf(onPreview(outlines.drawn))],
    [outlines],
  );
  return (
    <>
      <path class="dimmed" d={pathOf([target]) + reach} />
      <path class="reach" d={reach} />
      <path class="drawn" d={drawn} />
    </>
  );
}

function onPreview(rings: Outlines['reach']): Ring<'preview'>[] {
  return rings.map((ring) => ring.map(({ x, y }) => ({ x: x * GRID_TO_PREVIEW, y: y * GRID_TO_PREVIEW })));
}

function pathOf(rings: readonly Ring<'preview'>[]): string {
  const digits = ({ x, y }: Ring<'preview'>[number]) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return rings.map((ring) => `M${ring.map(digits).join('L')}Z`).join('');
}

function sizeText({ framing }: Outline): string {
  const { width, height } = cropSize(framing);
  return `${width} × ${height}`;
}
