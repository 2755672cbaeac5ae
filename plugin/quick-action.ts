// Figma's quick actions: what is suggested while somebody types a prompt or a model, and what was asked for in the end.
import { findModel, MODELS } from '../core/models/index.ts';
import { search } from '../core/prompts.ts';
import type { Opening } from '../core/protocol.ts';
import { loadSettings } from './storage.ts';

/** Of the manifest. */
type Key = 'prompt' | 'model';

/** As many as Figma's list shows without scrolling for long. */
const MOST_PROMPTS = 20;

export async function suggest({ key, query, result }: ParameterInputEvent): Promise<void> {
  result.setSuggestions(key === 'prompt' ? await prompts(query) : models(query));
}

/** The user's own, saved ones first. */
async function prompts(query: string): Promise<string[]> {
  // Where they cannot be read, the prompt is typed.
  const settings = await loadSettings().catch(() => null);
  if (!settings) return [];
  const { saved, recent } = search(settings.prompts, query);
  return [...saved, ...recent].slice(0, MOST_PROMPTS);
}

function models(query: string): { name: string; data: string }[] {
  const wanted = query.trim().toLowerCase();
  return MODELS.filter(({ label }) => label.toLowerCase().includes(wanted)).map(({ label, id }) => ({
    name: label,
    data: id,
  }));
}

/** Null when nothing was entered, as when the command was chosen in the menu. */
export function askedFor(parameters: ParameterValues | undefined): Opening | null {
  const entered: Partial<Record<Key, unknown>> = parameters ?? {};
  const prompt = typeof entered.prompt === 'string' ? entered.prompt.trim() : '';
  const model = typeof entered.model === 'string' ? findModel(entered.model) : null;
  if (prompt === '' && !model) return null;
  return { kind: 'quick', prompt, modelId: model?.id ?? null };
}
