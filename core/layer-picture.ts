// What is sent of a layer that Figma has drawn for a field: opaque, and in line with the source wherever it is drawn in its place.
import type { Rect } from './geometry.ts';
import type { LayerUse, Polarity } from './models/index.ts';
import { type Colour, cropped, flatten, greyPicture, type Pixels, paintOver, repeatEdges } from './pixels.ts';
import { readRegion } from './region-reading.ts';

export interface DrawnLayer {
  readonly pixels: Pixels;
  /** Its own picture in them; all of them where it is drawn in its place. */
  readonly area: Rect<'crop'>;
  /** What it stands on. */
  readonly backdrop: Colour;
}

/** What surrounds a layer that is drawn in its place. */
export interface Around {
  /** As it is sent where no other is chosen. */
  readonly source: Pixels;
  /** What is covered by the target; beyond it lies padding, which carries on what lies beside it. */
  readonly target: Rect<'crop'>;
  /** Which end of a change map means change. */
  readonly polarity: Polarity;
}

export function layerPicture(
  use: LayerUse,
  { pixels, area, backdrop }: DrawnLayer,
  { source, target, polarity }: Around,
): Pixels {
  switch (use) {
    case 'itself':
      return flatten(cropped(pixels, area), backdrop);
    case 'source':
      return repeatEdges(paintOver(pixels, source), target);
    case 'control':
      return repeatEdges(flatten(pixels, backdrop), target);
    case 'mask':
      return greyPicture(amountOf(pixels, target), 'white-changes');
    case 'map':
      return greyPicture(amountOf(pixels, target), polarity);
    default:
      return use satisfies never;
  }
}

function amountOf(pixels: Pixels, target: Rect<'crop'>) {
  return readRegion(repeatEdges(pixels, target), 'automatic', 'mask').coverage;
}
