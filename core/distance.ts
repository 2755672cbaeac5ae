// The exact Euclidean distance transform, with the nearest pixel itself (Meijster, Roerdink & Hesselink, 2000).

export interface Distances {
  /** Per pixel, px to the nearest member of the set; Infinity when the set is empty. */
  readonly distance: Float32Array;
  /** Per pixel, the index of that nearest member; −1 when the set is empty. */
  readonly nearest: Int32Array;
}

/** No member in the column at all. */
const NONE = -1;

/** @param isMember 1 for each pixel of the set, row by row */
export function distanceTo(isMember: Uint8Array, width: number, height: number): Distances {
  const rows = nearestRows(isMember, width, height);
  const distance = new Float32Array(width * height);
  const nearest = new Int32Array(width * height);
  const line = new Line(width);
  for (let y = 0; y < height; y++) line.sweep(rows, y, distance, nearest);
  return { distance, nearest };
}

/** Per pixel, the row of the nearest member in its own column. Row by row, as the memory lies. */
function nearestRows(isMember: Uint8Array, width: number, height: number): Int32Array {
  const rows = new Int32Array(width * height);
  for (let i = 0, y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) rows[i] = isMember[i] ? y : y === 0 ? NONE : rows[i - width]!;
  }
  for (let y = height - 2; y >= 0; y--) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const below = rows[i + width]!;
      const above = rows[i]!;
      if (below !== NONE && (above === NONE || below - y < y - above)) rows[i] = below;
    }
  }
  return rows;
}

/** One row: the lower envelope of the parabolas that stand on its columns' nearest members. */
class Line {
  private readonly width: number;
  /** Square of each column's distance to its own nearest member. */
  private readonly squared: Float64Array;
  private readonly apex: Int32Array;
  private readonly start: Float64Array;

  constructor(width: number) {
    this.width = width;
    this.squared = new Float64Array(width);
    this.apex = new Int32Array(width);
    this.start = new Float64Array(width + 1);
  }

  sweep(rows: Int32Array, y: number, distance: Float32Array, nearest: Int32Array): void {
    const { width, squared, apex, start } = this;
    const first = y * width;
    const count = this.buildEnvelope(rows, y);
    if (count === 0) {
      distance.fill(Number.POSITIVE_INFINITY, first, first + width);
      nearest.fill(NONE, first, first + width);
      return;
    }
    for (let x = 0, k = 0; x < width; x++) {
      while (k + 1 < count && start[k + 1]! < x) k++;
      const column = apex[k]!;
      const across = x - column;
      distance[first + x] = Math.sqrt(across * across + squared[column]!);
      nearest[first + x] = rows[first + column]! * width + column;
    }
  }

  /** How many parabolas the envelope has. */
  private buildEnvelope(rows: Int32Array, y: number): number {
    const { width, squared, apex, start } = this;
    let count = 0;
    for (let x = 0; x < width; x++) {
      const row = rows[y * width + x]!;
      if (row === NONE) continue;
      squared[x] = (row - y) * (row - y);
      while (count > 1 && this.crossing(x, apex[count - 1]!) <= start[count - 1]!) count--;
      start[count] = count === 0 ? Number.NEGATIVE_INFINITY : this.crossing(x, apex[count - 1]!);
      apex[count++] = x;
    }
    return count;
  }

  private crossing(a: number, b: number): number {
    return (this.squared[a]! + a * a - (this.squared[b]! + b * b)) / (2 * (a - b));
  }
}
