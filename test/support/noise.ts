// A target whose picture does not compress, so that it is too large to be sent inside a request.
import { cropSize } from '../../core/framing.ts';
import type { RasterRequest } from '../../core/protocol.ts';
import { codec, rasterOf } from '../ui/world.ts';

export function noisePicture(request: Pick<RasterRequest, 'framing'>) {
  const size = cropSize(request.framing);
  const data = noise(size.width * size.height * 4).map((value, i) => (i % 4 === 3 ? 255 : value));
  return { ...rasterOf()(request), source: codec.encode({ ...size, data }) };
}

/** Bytes that do not compress. */
export function noise(length: number): Uint8Array {
  const random = (_: unknown, i: number) =>
    Math.floor(Math.abs(Math.sin(i * 12.9898) * 43758.5453) * 256) & 255;
  return Uint8Array.from({ length }, random);
}
