// The target as it stands, with what may change, how far that reaches, and what the model gets to see.
import { useMemo } from 'preact/hooks';
import type { Ring } from '../../core/contour.ts';
import { cropSize, frameRect } from '../../core/framing.ts';
import { apply, corners, intersect, outset, type Rect } from '../../core/geometry.ts';
import type { Outlines } from '../../core/outlines.ts';
import type { Outline } from '../../core/plan.ts';
import { pngSize } from '../../core/png.ts';
import type { Preview } from '../../core/protocol.ts';
import type { Target } from '../../core/selection.ts';
import { toDataUri } from '../base64.ts';
import { type SeenMap, sendsMap } from '../seen-map.ts';
import { mapProblemText } from '../target-text.ts';
import { usePanel } from './context.ts';
import { pathOf, pathOnPreview } from './paths.ts';
import { ModelView, SeenToggle, viewOf } from './SeenMap.tsx';

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
      <MapProblemHint />
      {sendsMap(state) && <SeenToggle seen={seen} />}
    </div>
  );
}

/** Told where the region is drawn, rather than when it is to be paid for. */
function MapProblemHint() {
  const { state } = usePanel();
  const text = mapProblemText(state);
  if (!text) return null;
  return (
    <p class="hint" role="status">
      {text}
    </p>
  );
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
  const view = map ? viewOf(preview, map) : { x: 0, y: 0, width, height };
  return (
    <svg
      role="img"
      aria-label="Preview"
      viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
      style={{ aspectRatio: `${view.width} / ${view.height}` }}
    >
      {!map && <image href={href} width={width} height={height} />}
      {!map && <Over pictures={preview.over} />}
      {map && <ModelView preview={preview} map={map} />}
      {outline && !map && <Overlay preview={preview} outline={outline} target={target} width={width} />}
    </svg>
  );
}

/** What a designer sees over the target from beside it. */
function Over({ pictures }: { pictures: Preview['over'] }) {
  const shown = useMemo(
    () => pictures.map(({ png, box }) => ({ href: toDataUri(png, 'image/png'), box })),
    [pictures],
  );
  return (
    <>
      {shown.map(({ href, box }) => (
        <image key={href} href={href} {...box} preserveAspectRatio="none" />
      ))}
    </>
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

/** What stays of the target is dimmed; around what may change runs one line, around what was drawn another. */
function Drawn({ outlines, target }: { outlines: Outlines; target: Ring<'preview'> }) {
  const [reach, drawn] = useMemo(
    () => [pathOnPreview(outlines.reach), pathOnPreview(outlines.drawn)],
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

function sizeText({ framing }: Outline): string {
  const { width, height } = cropSize(framing);
  return `${width} × ${height}`;
}
