// Prints `N passed, N failed` as the run's very last line, for scripts that read nothing else.
import type { Reporter, TestModule } from 'vitest/node';

export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const count = (state: string) => states.filter((each) => each === state).length;
    const brokenModules = modules.filter((module) => module.errors().length > 0).length;
    const failed = count('failed') + brokenModules + unhandledErrors.length;
    // The default reporter prints its own summary in the same hook; the last line must come after it.
    process.once('exit', () => console.log(`${count('passed')} passed, ${failed} failed`));
  }
}
