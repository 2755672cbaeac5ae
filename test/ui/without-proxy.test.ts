// Without a proxy, everything but requests works: what was made before is looked through, decided on, found, used and cleaned up.
import { afterAll, expect, test, vi } from 'vitest';
import { replacedFor } from '../../ui/restored.ts';
import { resultsIn } from '../../ui/results.ts';
import { NOBODY } from '../../ui/used-cuts.ts';
import { closeWindows, openDesk } from '../support/desk.ts';
import { picture } from '../support/insert-as.ts';
import { generated, RESULT, WAIT } from '../support/sessions.ts';
import { TINY_SETTINGS } from './world.ts';

afterAll(closeWindows);

test('results flip, are chosen, found again, edited again, used elsewhere and cleaned up, and nothing is sent', async () => {
  const desk = await openDesk({ edit: { ...TINY_SETTINGS, variations: 2 } });
  const window = await desk.openWindow();
  const session = await desk.openSession(window);
  const { panel, state } = session;
  await generated(session);
  await vi.waitFor(() => expect(state.run.value?.proof).toEqual({ kind: 'kept' }), WAIT);
  panel.changeConnection({ proxyUrl: '' });
  panel.save();
  await vi.waitFor(() => expect(desk.storage.get('settings')).toMatchObject({ proxyUrl: '' }), WAIT);
  const { length: sent } = desk.sent;

  const seen = () => {
    const layers = window.target.findAllWithCriteria({ types: ['RECTANGLE'] });
    return layers.filter(({ visible }) => visible).map(({ name }) => name);
  };
  const [, second] = resultsIn(state);
  panel.pickResult(second!);
  await vi.waitFor(() => expect(seen()).toEqual([`${RESULT} 2`]), WAIT);
  panel.useThis(second!);
  await vi.waitFor(() => expect(window.results()).toEqual([`${RESULT} 2`]), WAIT);

  const later = await desk.openSession(window);
  later.panel.choose('history');
  const layerId = second!.placed!.layerId;
  await vi.waitFor(
    () => expect(later.state.history.value).toMatchObject({ runs: [{ layerIds: [layerId] }] }),
    WAIT,
  );
  const { history } = later.state;
  const [run] = history.value.kind === 'shown' ? history.value.runs : [];
  later.panel.goBack(run!, 'edit-again');
  await vi.waitFor(() => expect(replacedFor(later.state, window.target.id)).toEqual([layerId]), WAIT);

  const photo = picture(window, [60, 40]);
  const { length: fills } = photo.fills as readonly unknown[];
  window.host.select([photo.id]);
  expect(await later.panel.useInSelection({ layerId }, run!.cover.made, NOBODY)).toMatch(
    /^Used in one more place/,
  );
  expect(photo.fills).toHaveLength(fills + 1);

  later.panel.openCleanUp();
  await vi.waitFor(() => expect(later.state.cleanUp.value.kind).toBe('shown'), WAIT);
  later.panel.cleanUp();
  await vi.waitFor(() => expect(window.region.removed).toBe(true), WAIT);
  expect(desk.sent).toHaveLength(sent);
});
