// `npm test` runs two projects: unit and host tests, and browser tests, which need a Chromium. Three more take long by
// themselves and have commands of their own: how exactly pixels land, what happens when things go wrong, and every flow
// by keyboard with every field of every model.
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const BROWSER = './test/support/browser-server.ts';

/** Nothing is kept in modules that another file could meet, and the stand-ins take long to load. */
const SHARED = { pool: 'threads', isolate: false } as const;

/** As `npm run fidelity:full` has it. */
const WITH_ALL_CASES = process.env.FIDELITY_CASES !== undefined;

/** Unit tests whose random cases measure something, too. */
const MEASURED = ['test/core/colour-match.test.ts', 'test/core/registration.test.ts'];

interface Timeouts {
  test: number;
  hook: number;
}

function project(
  name: string,
  { test, hook }: Timeouts,
  options: TestProjectInlineConfiguration['test'],
): TestProjectInlineConfiguration {
  const setupFiles = ['./test/support/equal-bytes.ts'];
  return { test: { name, setupFiles, testTimeout: test, hookTimeout: hook, ...options } };
}

export default defineConfig({
  test: {
    globalSetup: './test/support/build.ts',
    // Vitest leaves one processor alone by itself: of two, half.
    maxWorkers: '100%',
    reporters: ['default', './tools/summary-reporter.ts'],
    projects: [
      project(
        'node',
        { test: 30_000, hook: 30_000 },
        {
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/flows/**', 'test/faults/**', 'test/fidelity/**', ...MEASURED],
          ...SHARED,
        },
      ),
      project(
        'browser',
        { test: 60_000, hook: 60_000 },
        { include: ['test/browser/**/*.test.ts'], globalSetup: BROWSER, ...SHARED },
      ),
      project(
        'flows',
        { test: 180_000, hook: 60_000 },
        { include: ['test/flows/**/*.test.ts'], globalSetup: BROWSER, ...SHARED },
      ),
      project(
        'fidelity',
        { test: WITH_ALL_CASES ? 600_000 : 30_000, hook: 30_000 },
        { include: ['test/fidelity/**/*.test.ts', ...MEASURED], ...SHARED },
      ),
      project(
        'faults',
        { test: 30_000, hook: 60_000 },
        { include: ['test/faults/**/*.test.ts'], globalSetup: BROWSER },
      ),
    ],
  },
});
