// Figma's outlines as SVG path data: the binary commands of geometry, and vector networks.

/** The commands by their code, each with the number of its coordinates. */
const COMMANDS = [
  ['Z', 0],
  ['M', 2],
  ['L', 2],
  ['Q', 4],
  ['C', 6],
] as const;

export function blobToPathData(blob: Uint8Array): string {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const parts: string[] = [];
  let at = 0;
  while (at < blob.length) {
    const command = COMMANDS[view.getUint8(at)];
    if (!command) break;
    const [letter, count] = command;
    const numbers = Array.from({ length: count }, (_, index) => view.getFloat32(at + 1 + index * 4, true));
    parts.push(letter + numbers.join(' '));
    at += 1 + count * 4;
  }
  return parts.join('');
}

interface Point {
  x: number;
  y: number;
}

interface Network {
  vertices: readonly Point[];
  segments: readonly { start: number; end: number; tangentStart: Point; tangentEnd: Point }[];
}

/** Segments that follow on one another stay one line, so that their joins are drawn. */
export function networkToPathData({ vertices, segments }: Network): string {
  let last = -1;
  const parts = segments.map(({ start, end, tangentStart, tangentEnd }) => {
    const [from, to] = [vertices[start], vertices[end]];
    if (!from || !to) return '';
    const move = start === last ? '' : `M${from.x} ${from.y}`;
    last = end;
    const controls = [
      from.x + tangentStart.x,
      from.y + tangentStart.y,
      to.x + tangentEnd.x,
      to.y + tangentEnd.y,
    ];
    return `${move}C${controls.join(' ')} ${to.x} ${to.y}`;
  });
  return parts.join('');
}
