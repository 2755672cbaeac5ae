// A target whose picture does not compress, so that it is too large to be sent inside a request.
import { cropSize } from '../../core/framing.ts';
import type { RasterRequest } from '../../core/protocol.ts';
import { codec, rasterOf } from '../ui/world.ts';

export function noisePicture(request: Pick<RasterRequest, 'framing'>) {
  const size = cropSize(request.framing);
  const data = Uint8Array.from({ length: size.width * size.height * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : random(i),
  );
  return { ...rasterOf()(request), source: codec.encode({ ...size, data }) };
}

/** Bytes that do not compress. */
function random(i: number): number {
  return Math.floor(Math.abs(Math.sin(i * 12.9898) * 43758.5453) * 256) & 255;
}
