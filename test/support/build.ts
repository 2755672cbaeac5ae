// Builds what the tests run, once before all of them: the same bundles that ship.
import { build } from '../../build.ts';

export default build;
