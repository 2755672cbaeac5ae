// `npm run golden`: draws the golden images anew. Look at each that changed before it is committed.
import { writeFile } from 'node:fs/promises';
import { build } from '../../build.ts';
import { codec } from '../ui/world.ts';
import { drawCases } from './golden.ts';
import { goldenFile } from './golden-files.ts';

await build();
await drawCases((name, picture) => writeFile(goldenFile(name), codec.encode(picture)));
