// What a plugin can do to an object of its host: read of it, look for a name, set one, call one.
import { kindOf } from '../api/host-object.ts';
import type { Faults } from '../faults.ts';
import { Callable } from './codec.ts';

/** A read is asked for in one string, since there are more of them than of anything else. */
export function parsedRead(request: string): { id: number; name: string } {
  const end = request.indexOf(' ');
  return { id: Number(request.slice(0, end)), name: request.slice(end + 1) };
}

export function read(object: object, id: number, name: string): unknown {
  const value: unknown = Reflect.get(object, name);
  return typeof value === 'function' ? new Callable(id, name) : value;
}

export function perform(
  operation: string,
  object: object,
  name: string,
  argument: unknown,
  faults: Faults,
): unknown {
  const check = () => faults.check(kindOf(object) ?? 'object', name);
  switch (operation) {
    case 'has':
      return Reflect.has(object, name);
    case 'set':
      check();
      Reflect.set(object, name, argument);
      return undefined;
    case 'call':
      return call(object, name, argument as unknown[], check);
    default:
      throw new Error(`Unknown operation ${operation}`);
  }
}

function call(object: object, name: string, args: unknown[], check: () => void): unknown {
  const method = Reflect.get(object, name) as (...args: unknown[]) => unknown;
  const called = () => {
    check();
    return method.apply(object, args);
  };
  return name.endsWith('Async') ? failingLater(called) : called();
}

/** Asynchronous functions of Figma reject, they do not throw. */
async function failingLater(action: () => unknown): Promise<unknown> {
  return action();
}
