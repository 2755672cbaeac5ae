// Use in selection from History: of a result that was made since the panel opened, pictures get all that was made.
import type { ImagePaint, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { afterAll, expect, test, vi } from 'vitest';
import { isOpaque } from '../../core/pixels.ts';
import { NOBODY } from '../../ui/used-cuts.ts';
import { openDesk, type Session, type Window } from '../support/desk.ts';
import { picture } from '../support/insert-as.ts';
import { generated, isDone, WAIT } from '../support/sessions.ts';
import { codec, TINY_SETTINGS } from './world.ts';

let window: Window;
afterAll(() => window.host.dispose());

/** What the newest entry says after its button was pressed with the picture selected. */
async function usedIn(photo: RectangleNode, { panel, state }: Session): Promise<string> {
  window.host.select([photo.id]);
  panel.choose('history');
  await vi.waitFor(() => expect(state.history.value).toMatchObject({ runs: [{}] }), WAIT);
  const { value: history } = state.history;
  if (history.kind !== 'shown') throw new Error('History is shown');
  const [{ cover }] = history.runs as [(typeof history.runs)[0]];
  return panel.useInSelection(cover.address, cover.made, NOBODY);
}

/** Whether anything of the picture that was there can be seen through what came. */
async function isCovered({ fills }: RectangleNode): Promise<boolean> {
  const { imageHash } = (fills as readonly ImagePaint[]).at(-1)!;
  const bytes = await window.figma.getImageByHash(imageHash!)!.getBytesAsync();
  return isOpaque(await codec.decode(bytes));
}

test('nothing is seen of the old picture while what was made is at hand; later what shows through is told', async () => {
  const desk = await openDesk({ edit: TINY_SETTINGS });
  window = await desk.openWindow();
  const [first, second] = [picture(window, [60, 40]), picture(window, [60, 40])];
  const session = await desk.openSession(window);
  await generated(session);
  await isDone(session);
  expect(await usedIn(first, session)).toBe('Used in one more place.');
  expect(await isCovered(first)).toBe(true);
  session.kill();

  first.remove();
  const text =
    'Used in one more place. Only the part that was cut out is left of it: around that, what was there before still shows.';
  expect(await usedIn(second, await desk.openSession(window))).toBe(text);
  expect(await isCovered(second)).toBe(false);
});
