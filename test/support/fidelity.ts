// `npm run fidelity:full`: the fidelity tests with their full numbers; `npm run fidelity` takes a sample of the random ones.
import { startVitest } from 'vitest/node';

// Two ways to scale for each rounding: more than 1,000 cases for each.
process.env.FIDELITY_CASES ??= '505';
const vitest = await startVitest('test', [], { project: 'fidelity', watch: false });
await vitest.close();
