// What menu entries, relaunch buttons and quick actions do before the panel opens.
import { WAYS_BACK } from '../core/again.ts';
import type { Opening } from '../core/protocol.ts';
import { askedFor } from './quick-action.ts';
import { goBack } from './way-back.ts';

/** @param failed told why a command could not be carried out; the panel opens all the same */
export async function runCommand(
  { command, parameters }: RunParametersEvent,
  failed: (error: unknown) => void,
): Promise<Opening> {
  const way = WAYS_BACK.find((name) => name === command);
  if (command === 'clean-up') return { kind: 'clean-up' };
  if (!way) return askedFor(parameters) ?? { kind: 'tab', tab: command === 'settings' ? 'settings' : 'edit' };
  try {
    const again = await goBack(way, figma.currentPage.selection);
    if (again) return { kind: 'again', again };
  } catch (error) {
    failed(error);
  }
  return { kind: 'tab', tab: 'edit' };
}
