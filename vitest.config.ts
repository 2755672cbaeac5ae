// Unit and host tests in one project, browser tests in another: the second needs a Chromium. The fault matrix, which
// takes minutes by itself, is a third, and has a command of its own.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: './test/support/build.ts',
    // Vitest leaves one processor alone by itself: of two, half.
    maxWorkers: '100%',
    reporters: ['default', './tools/summary-reporter.ts'],
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/faults/**'],
          setupFiles: ['./test/support/equal-bytes.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          // Nothing is kept in modules that another file could meet, and the stand-ins take long to load.
          pool: 'threads',
          isolate: false,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          pool: 'threads',
          isolate: false,
          // On a crowded machine a page now and then loses a moment; what fails twice has failed.
          retry: 1,
          setupFiles: ['./test/support/equal-bytes.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          setupFiles: ['./test/support/equal-bytes.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
