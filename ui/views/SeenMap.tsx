// The change map in the preview as the model will see it, the way there, and the way back.
import { useMemo } from 'preact/hooks';
import { frameRect } from '../../core/framing.ts';
import { apply, corners, mapRect, type Rect } from '../../core/geometry.ts';
import type { Preview } from '../../core/protocol.ts';
import { toDataUri } from '../base64.ts';
import { encodeGrey } from '../codec.ts';
import { type Seen, type SeenMap, seenText } from '../seen-map.ts';
import { usePanel } from './context.ts';
import { pathOf, pathOnPreview } from './paths.ts';

/** A button rather than a checkbox: it changes what is shown, not what is asked for. */
export function SeenToggle({ seen }: { seen: Seen }) {
  const { showSeen } = usePanel();
  const isOn = seen.kind !== 'hidden';
  return (
    <div class="seen-row">
      <button type="button" class="link" onClick={() => showSeen(!isOn)}>
        {isOn ? 'Back to the design' : 'Show as the model sees it'}
      </button>
      {isOn && <p class="hint">{seenText(seen)}</p>}
    </div>
  );
}

/** What the model gets to see, padding included: in all of the preview its cells are too small to be told apart. */
export function viewOf({ toPreview }: Preview, { framing }: SeenMap): Rect<'preview'> {
  return mapRect(toPreview, frameRect(framing));
}

interface ModelViewProps {
  readonly preview: Preview;
  readonly map: SeenMap;
}

/** In its place, with the line around what was drawn to tell where that is; framed, since it may be of one colour. */
export function ModelView({ preview: { toPreview }, map: { cells, framing } }: ModelViewProps) {
  const { state } = usePanel();
  const { value: outlines } = state.outlines;
  const href = useMemo(() => toDataUri(encodeGrey(cells), 'image/png'), [cells]);
  const drawn = useMemo(() => (outlines ? pathOnPreview(outlines.drawn) : ''), [outlines]);
  const [[a, b, c], [d, e, f]] = toPreview;
  const crop = frameRect(framing);
  return (
    <>
      <image
        class="seen"
        href={href}
        {...crop}
        transform={`matrix(${a} ${d} ${b} ${e} ${c} ${f})`}
        preserveAspectRatio="none"
      />
      <path class="drawn" d={drawn} />
      <path class="seen-frame" d={pathOf([corners(crop).map((corner) => apply(toPreview, corner))])} />
    </>
  );
}
