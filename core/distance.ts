// The exact Euclidean distance transform, with the nearest pixel itself (Felzenszwalb & Huttenlocher, 2012).

export interface Distances {
  /** Per pixel, px to the nearest member of the set; Infinity when the set is empty. */
  readonly distance: Float32Array;
  /** Per pixel, the index of that nearest member; −1 when the set is empty. */
  readonly nearest: Int32Array;
}

const FAR = 1e12;

/** @param isMember 1 for each pixel of the set, row by row */
export function distanceTo(isMember: Uint8Array, width: number, height: number): Distances {
  const squared = new Float64Array(width * height);
  const nearest = new Int32Array(width * height);
  for (let i = 0; i < squared.length; i++) {
    squared[i] = isMember[i] ? 0 : FAR;
    nearest[i] = isMember[i] ? i : -1;
  }
  const line = new Line(Math.max(width, height));
  for (let x = 0; x < width; x++) line.sweep(squared, nearest, x, width, height);
  for (let y = 0; y < height; y++) line.sweep(squared, nearest, y * width, 1, width);
  return { distance: roots(squared), nearest };
}

function roots(squared: Float64Array): Float32Array {
  const distance = new Float32Array(squared.length);
  for (let i = 0; i < squared.length; i++) {
    distance[i] = squared[i]! >= FAR ? Number.POSITIVE_INFINITY : Math.sqrt(squared[i]!);
  }
  return distance;
}

/** One row or column: the lower envelope of the parabolas that stand on its pixels. */
class Line {
  private readonly height: Float64Array;
  private readonly owner: Int32Array;
  private readonly apex: Int32Array;
  private readonly start: Float64Array;

  constructor(length: number) {
    this.height = new Float64Array(length);
    this.owner = new Int32Array(length);
    this.apex = new Int32Array(length);
    this.start = new Float64Array(length + 1);
  }

  sweep(squared: Float64Array, nearest: Int32Array, first: number, step: number, length: number): void {
    for (let i = 0; i < length; i++) {
      this.height[i] = squared[first + i * step]!;
      this.owner[i] = nearest[first + i * step]!;
    }
    this.buildEnvelope(length);
    let k = 0;
    for (let i = 0; i < length; i++) {
      while (this.start[k + 1]! < i) k++;
      const apex = this.apex[k]!;
      squared[first + i * step] = Math.min(FAR, (i - apex) ** 2 + this.height[apex]!);
      nearest[first + i * step] = this.owner[apex]!;
    }
  }

  private buildEnvelope(length: number): void {
    let last = 0;
    this.apex[0] = 0;
    this.start[0] = Number.NEGATIVE_INFINITY;
    this.start[1] = Number.POSITIVE_INFINITY;
    for (let i = 1; i < length; i++) {
      let crossing = this.crossing(i, this.apex[last]!);
      while (crossing <= this.start[last]!) {
        last--;
        crossing = this.crossing(i, this.apex[last]!);
      }
      last++;
      this.apex[last] = i;
      this.start[last] = crossing;
      this.start[last + 1] = Number.POSITIVE_INFINITY;
    }
  }

  private crossing(a: number, b: number): number {
    return (this.height[a]! + a * a - (this.height[b]! + b * b)) / (2 * (a - b));
  }
}
