// `figma.parameters`: what the plugin suggests while somebody types the values of its parameters.
import type { Parameter, Suggestion, Suggestions } from '../types.ts';
import { hostObject } from './host-object.ts';
import type { PluginRun } from './run.ts';

type Listener = (...args: unknown[]) => unknown;

export function createParameters(run: PluginRun) {
  return hostObject('figma.parameters', {
    on: (event: string, listener: Listener) => run.inputEvents.on(event, listener),
    once: (event: string, listener: Listener) => run.inputEvents.on(event, listener, true),
    off: (event: string, listener: Listener) => run.inputEvents.off(event, listener),
  });
}

/** Asks the plugin what it suggests for what was typed; waits for as long as it takes. */
export function askFor(
  run: PluginRun,
  parameter: Parameter,
  query: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Suggestions> {
  return new Promise((resolve) => {
    const result = hostObject('SuggestionResults', {
      setSuggestions: (given: unknown) => resolve({ kind: 'list', list: readSuggestions(given) }),
      setError: (message: unknown) => {
        if (parameter.allowFreeform) {
          throw new Error('in setError: Cannot be called for a parameter with allowFreeform');
        }
        resolve({ kind: 'error', message: String(message) });
      },
      setLoadingMessage: () => {},
    });
    run.inputEvents.emit('input', { query, key: parameter.key, parameters, result });
  });
}

function readSuggestions(given: unknown): Suggestion[] {
  if (!Array.isArray(given)) throw new TypeError('in setSuggestions: Expected an array');
  return given.map((item: unknown) => {
    if (typeof item === 'string') return { name: item, data: item };
    const { name, data } = (item ?? {}) as { name?: unknown; data?: unknown };
    if (typeof name !== 'string') throw new TypeError('in setSuggestions: A suggestion needs a name');
    return { name, data: data === undefined ? name : data };
  });
}
