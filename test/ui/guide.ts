// A red layer over the target, for the model's fields to take, with the real panel and plugin around it.
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { FieldValues } from '../../core/models/index.ts';
import type { Pixels } from '../../core/pixels.ts';
import { closeWindows, openDesk, type Session } from '../support/desk.ts';
import { rectangle, solid } from '../support/shapes.ts';

export const GENERAL = 'fal-ai/flux-general/differential-diffusion';
export const RED = [255, 0, 0];

/** However busy the machine is. */
export const soon = (check: () => void) => vi.waitFor(check, 20_000);

type AtDesk = Awaited<ReturnType<typeof openGuide>>;

async function openGuide() {
  const desk = await openDesk();
  const window = await desk.openWindow();
  // Over the target's upper left, beside it in the tree.
  const guide = rectangle(window.figma, window.figma.currentPage, [8, 8, 40, 30]);
  guide.name = 'Guide';
  guide.fills = [solid(1, 0, 0)];
  guide.opacity = 0.3;
  return { desk, window, guide };
}

/** Drawn anew for each test of the file. */
export function guideAtDesk() {
  let drawn: AtDesk;
  let session: Session;
  const openSession = async () => {
    session = await drawn.desk.openSession(drawn.window);
  };

  beforeEach(async () => {
    drawn = await openGuide();
    await openSession();
    await soon(() => expect(session.state.selection.value.kind).toBe('ready'));
  });

  afterEach(() => {
    session.kill();
    closeWindows();
  });

  const requests = () => drawn.desk.standIn.requests();
  return {
    get window() {
      return drawn.window;
    },
    get guide() {
      return drawn.guide;
    },
    get session() {
      return session;
    },
    openSession,
    requests,
    /** As the value of a field. */
    layer: () => ({ kind: 'layer', id: drawn.guide.id, name: 'Guide' }) as const,
    set: (values: FieldValues, modelId = GENERAL) => session.panel.changeEdit({ modelId, values }),
    async sent() {
      session.panel.generate();
      await soon(() => expect(requests()).toHaveLength(1));
      return requests()[0]!;
    },
  };
}

export function everywhere({ data }: Pixels, [r, g, b]: readonly number[]): boolean {
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] !== r || data[i + 1] !== g || data[i + 2] !== b) return false;
  }
  return true;
}
