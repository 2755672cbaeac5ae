// Where the golden images lie, and where each run's own go.
import { join } from 'node:path';

const TEST = join(import.meta.dirname, '..');

export const goldenFile = (name: string) => join(TEST, 'golden', `${name}.png`);
export const outFile = (name: string) => join(TEST, 'out', 'golden', `${name}.png`);
