// A command chosen in Figma's quick actions: its parameters are entered one by one, and then it runs.
import type { Parameter, Suggestions } from './types.ts';

export interface QuickAction {
  readonly parameters: readonly Parameter[];
  /** What the plugin suggests for the parameter while this is typed. */
  type(key: string, query: string): Promise<Suggestions>;
  /** Takes the suggestion of that name, or, where the parameter allows it, the text itself. */
  enter(key: string, text: string): void;
  /** With what was entered; an optional parameter may be left out. */
  run(): Promise<void>;
}

interface Launched {
  ask(parameter: Parameter, query: string, entered: Readonly<Record<string, unknown>>): Promise<Suggestions>;
  run(entered: Readonly<Record<string, unknown>>): Promise<void>;
}

export function quickAction(parameters: readonly Parameter[], launched: Launched): QuickAction {
  const entered: Record<string, unknown> = {};
  const suggested = new Map<string, Suggestions>();
  const named = (key: string) => {
    const found = parameters.find((parameter) => parameter.key === key);
    if (!found) throw new Error(`The command has no parameter “${key}”`);
    return found;
  };
  return {
    parameters,
    async type(key, query) {
      const suggestions = await launched.ask(named(key), query, { ...entered });
      suggested.set(key, suggestions);
      return suggestions;
    },
    enter(key, text) {
      const { name, allowFreeform } = named(key);
      const suggestions = suggested.get(key);
      const list = suggestions?.kind === 'list' ? suggestions.list : [];
      const chosen = list.find((suggestion) => suggestion.name === text);
      if (!chosen && !allowFreeform) throw new Error(`“${text}” is no suggestion for ${name}`);
      entered[key] = chosen ? chosen.data : text;
    },
    async run() {
      const missing = parameters.find(({ key, optional }) => !optional && !(key in entered));
      if (missing) throw new Error(`${missing.name} has not been entered`);
      await launched.run({ ...entered });
    },
  };
}
