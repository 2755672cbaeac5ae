// What tests work with from the first to the last: opened before them and closed after, as the head of their file says.
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Host } from '../../playground/host/index.ts';

interface Hosted {
  readonly host: Pick<Host, 'dispose'>;
}

/** One for all tests of the file. */
export function oncePerFile<T extends Hosted>(open: () => Promise<T>): T {
  return lasting(open, beforeAll, afterAll);
}

/** A new one for each test. */
export function oncePerTest<T extends Hosted>(open: () => Promise<T>): T {
  return lasting(open, beforeEach, afterEach);
}

type Hook = (act: () => void | Promise<void>) => void;

/** Stands for what is open at the moment: nothing is, where a file's head would read it. */
function lasting<T extends Hosted>(open: () => Promise<T>, before: Hook, after: Hook): T {
  let current: T | null = null;
  before(async () => {
    current = await open();
  });
  after(() => {
    current?.host.dispose();
    current = null;
  });
  const read = (_: unknown, name: string | symbol) => {
    if (!current) throw new Error(`${String(name)} is there for tests and their hooks alone`);
    return Reflect.get(current, name);
  };
  return new Proxy<T>({} as T, { get: read });
}
