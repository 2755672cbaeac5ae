// The faults: what goes wrong, in which phase, and what has to come of it.
import type { EllipseNode } from '@figma/plugin-typings/plugin-api-standalone';
import type { Outcome, Scene, Tamper, Trial } from './bench.ts';

export interface Case extends Trial {
  readonly phase: Phase;
  readonly fault: string;
  readonly says: RegExp;
  readonly charged: 0 | 1;
  readonly where: Outcome['where'];
}

export type Phase =
  | 'preparing'
  | 'uploading'
  | 'submitting'
  | 'queued'
  | 'running'
  | 'fetching'
  | 'compositing'
  | 'inserting';

const ADDED = /^Added “Simulated · a red door” above “Mask”\.$/;
const TOO_LATE = /^The cancel came too late, so the picture was kept\. Added/;
const CANCELLED = /^Cancelled\. Nothing was changed in the document\.$/;

const UNKNOWN = /no answer came back\. It may have been charged\. It was not sent again/;

const LOST = /connection to the proxy was lost.*not paid for twice/;

const SUBMIT = /^POST .*queue\.fal\.run/;
const STATUS = /^GET .*\/status/;
const RESULT = /^GET .*queue\.fal\.run.*\/requests\/[\w-]+$/;
const MEDIA = /^GET .*fal\.media/;
const HOUR = 60 * 60_000;

/** The stand-in's own faults, from before the click. */
const fault =
  (name: string, options?: object) =>
  ({ desk }: Scene) =>
    desk.standIn.fault(name, options);

/** Before the click: every such exchange, or the first few. */
const tampered =
  (
    what: RegExp,
    how: (send: () => Promise<Response>) => Promise<Response>,
    times = Number.POSITIVE_INFINITY,
  ) =>
  (scene: Scene) => {
    let left = times;
    const tamper: Tamper = (exchange) => {
      if (!what.test(exchange.what) || left <= 0) return null;
      left--;
      return how(exchange.send);
    };
    scene.tamper = tamper;
  };

const lost = async (): Promise<Response> => {
  throw new TypeError('Failed to fetch');
};
/** It arrives, and the answer does not. */
const answerLost = async (send: () => Promise<Response>) => {
  await send();
  return lost();
};
const answeredWith = (body: string, status?: number) => async (send: () => Promise<Response>) => {
  await send();
  return new Response(body, status === undefined ? {} : { status });
};
/** Instead of what would have come; nothing is sent on. */
const refusedWith = (status: number, body: unknown) => async () =>
  Response.json(body, { status, headers: { 'access-control-allow-origin': '*' } });

const text = (status: number, detail: string) => answeredWith(JSON.stringify({ detail }), status);

const cancel = ({ session }: Scene) => session.panel.cancel();
const kill = ({ session }: Scene) => session.kill();
const crash = ({ session }: Scene) => session.crash();
const undo = ({ window }: Scene) => {
  window.host.undo();
  window.host.select([window.target.id, window.region.id]);
};
const removeTarget = ({ window }: Scene) => window.target.remove();
const jump =
  (milliseconds: number) =>
  ({ desk }: Scene) =>
    desk.clock.jump(milliseconds);
const throwing =
  (step: string, after = 1) =>
  ({ window }: Scene) =>
    window.host.fault(step, { after });
/** The network is gone for as many exchanges as it takes to notice. */
const cut = (times: number) => (scene: Scene) => tampered(/./, lost, times)(scene);

/** Leaves so many bytes of client storage. */
const fill =
  (left: number) =>
  ({ desk: { storage } }: Scene): void => {
    for (let size = 5_000_000; size > 0; size -= 100) {
      try {
        storage.set('other', new Uint8Array(size));
        storage.set('other', new Uint8Array(size - left));
        return;
      } catch {
        // Not that much, then.
      }
    }
  };

async function secondWindow({ desk }: Scene): Promise<void> {
  const window = await desk.openWindow();
  await desk.openSession(window);
  if (window.results().length > 0) throw new Error('the second window took it');
  window.host.dispose();
}

const nothing = { charged: 0, where: 'nowhere' } as const;
const added = { says: ADDED, charged: 1, where: 'document' } as const;
const kept = { charged: 1, where: 'kept' } as const;
const asked = { charged: 1, where: 'asked' } as const;
const cancelled = { act: cancel, says: CANCELLED, ...nothing } as const;

const PREPARING: readonly Omit<Case, 'phase'>[] = [
  { fault: 'network cut', before: cut(9), says: /proxy .* does not answer/, ...nothing },
  { fault: 'cancelled', at: 'preparing', ...cancelled },
  { fault: 'panel killed', at: 'preparing', act: kill, isEnding: true, says: /^$/, ...nothing },
  { fault: 'panel crashed', at: 'preparing', act: crash, isEnding: true, says: /^$/, ...nothing },
  { fault: 'export throws', before: throwing('exportAsync'), says: /could not export/, ...nothing },
  { fault: 'clone throws', before: throwing('clone'), says: /could not export|nobody foresaw/, ...nothing },
  {
    fault: 'target deleted',
    at: 'preparing',
    act: removeTarget,
    restore: undo,
    says: /“Product page” is no longer|The target is no longer/,
    ...nothing,
  },
  { fault: 'storage full', before: fill(0), says: /no room left.*Nothing was sent/, ...nothing },
  { fault: 'clock jumps a day', at: 'preparing', act: jump(24 * HOUR), ...added },
  {
    fault: 'token refused',
    before: tampered(/./, refusedWith(401, { detail: 'x', error_type: 'wrong_token' })),
    says: /refused the token/,
    ...nothing,
  },
  {
    fault: 'region emptied',
    before: ({ window }) => {
      (window.region as EllipseNode).opacity = 1;
      window.region.visible = true;
      (window.region as EllipseNode).fills = [];
    },
    restore: undo,
    says: /“Mask” shows nothing/,
    ...nothing,
  },
];

const UPLOADING: readonly Omit<Case, 'phase'>[] = [
  // Where nothing can be uploaded, the pictures go with the request.
  { fault: '500', before: fault('upload-fails'), ...added },
  { fault: '503 from storage', before: fault('503', { at: 'put' }), ...added },
  { fault: '413', before: fault('413', { at: 'initiate' }), ...added },
  { fault: 'network cut', at: 'uploading', act: cut(9), says: UNKNOWN, charged: 0, where: 'asked' },
  { fault: 'cancelled', at: 'uploading', ...cancelled },
  { fault: 'panel killed', at: 'uploading', act: kill, isEnding: true, says: /^$/, ...nothing },
  {
    fault: 'target deleted',
    at: 'uploading',
    act: removeTarget,
    restore: undo,
    says: /“Product page” is no longer in the document/,
    ...nothing,
  },
  { fault: 'storage full', before: fill(3000), says: /no room left.*Nothing was sent/, ...nothing },
];

const REFUSALS: readonly (readonly [string, RegExp])[] = [
  ['400', /did not accept/],
  ['401-key', /refused the proxy’s key.*Nothing was charged/],
  ['402', /run out of balance.*Nothing was charged/],
  ['403-balance', /run out of balance.*Nothing was charged/],
  ['404-model', /no longer offers.*Nothing was charged/],
  ['408', /took too long/],
  ['413', /too large for the proxy/],
  ['429', /too many of your requests.*Nothing was charged/],
  ['500', /could not finish.*not charged/],
  ['502', /could not finish.*not charged/],
  ['503', /could not finish.*not charged/],
  ['504', /took too long.*not charged/],
];

/** Not fal's word, whatever they say: somebody between the panel and fal. */
const FOREIGN: readonly (readonly [string, ReturnType<typeof answeredWith>])[] = [
  ['404, “Not Found”', text(404, 'Not Found')],
  ['404 of a host', answeredWith('{"message":"Application not found"}', 404)],
  ['bare 410', answeredWith('', 410)],
  ['bare 413', answeredWith('', 413)],
  ['bare 499', answeredWith('', 499)],
  ['422 in a text', text(422, 'Unprocessable')],
];

const again = (scene: Scene) => {
  scene.tamper = null;
  scene.session.panel.tryAgain();
};

const SUBMITTING: readonly Omit<Case, 'phase'>[] = [
  ...REFUSALS.map(([name, says]) => ({ fault: name, before: fault(name), says, ...nothing })),
  { fault: 'answer lost', before: tampered(SUBMIT, answerLost), says: UNKNOWN, ...asked },
  { fault: 'malformed JSON', before: tampered(SUBMIT, answeredWith('{"request')), says: UNKNOWN, ...asked },
  { fault: 'empty JSON', before: tampered(SUBMIT, answeredWith('{}')), says: UNKNOWN, ...asked },
  {
    fault: 'a page from in between',
    before: tampered(SUBMIT, answeredWith('<h1>Bad gateway</h1>', 502)),
    says: UNKNOWN,
    ...asked,
  },
  {
    fault: 'a gateway’s 504 in a text',
    before: tampered(SUBMIT, text(504, 'Gateway timeout')),
    says: UNKNOWN,
    ...asked,
  },
  {
    fault: 'no answer, then cancelled',
    before: tampered(SUBMIT, async (send) => {
      await send();
      return new Promise(() => {});
    }),
    at: 'submitting',
    act: cancel,
    says: CANCELLED,
    ...nothing,
  },
  { fault: 'network cut', before: tampered(SUBMIT, lost), says: UNKNOWN, charged: 0, where: 'asked' },
  { fault: 'cancelled', at: 'submitting', ...cancelled },
  {
    fault: 'panel killed',
    at: 'submitting',
    act: (scene) =>
      new Promise<void>((resolve) => {
        const killing = async (send: () => Promise<Response>) => {
          await send();
          scene.session.kill();
          resolve();
          return new Promise<Response>(() => {});
        };
        tampered(SUBMIT, killing)(scene);
      }),
    isEnding: true,
    says: /went out, but no answer came back\. It may have been charged/,
    ...asked,
  },
];

const QUEUED: readonly Omit<Case, 'phase'>[] = [
  { fault: 'network flaps', at: 'queued', act: cut(3), ...added },
  {
    fault: 'network cut for good',
    at: 'queued',
    act: cut(Number.POSITIVE_INFINITY),
    says: LOST,
    ...kept,
  },
  {
    fault: 'network cut, then tried again',
    at: 'queued',
    act: cut(Number.POSITIVE_INFINITY),
    after: again,
    ...added,
  },
  { fault: 'cancelled', at: 'queued', ...cancelled },
  { fault: 'panel killed', at: 'queued', act: kill, isEnding: true, ...added },
  { fault: 'panel crashed', at: 'queued', act: crash, isEnding: true, ...added },
  { fault: '500, three times', before: fault('500', { at: 'status', times: 3 }), ...added },
  { fault: '429, three times', before: fault('429', { at: 'status', times: 3 }), ...added },
  {
    fault: '401',
    before: fault('401-key', { at: 'status' }),
    says: /refused the proxy’s key\. The picture is paid for, and it is not lost/,
    ...kept,
  },
  {
    fault: 'a page from in between',
    before: tampered(STATUS, answeredWith('<h1>Hi</h1>', 502), 3),
    ...added,
  },
  {
    fault: 'malformed JSON',
    before: tampered(STATUS, answeredWith('{"sta')),
    says: /not one that fal gives/,
    ...kept,
  },
  ...FOREIGN.map(([name, how]) => ({
    fault: name,
    before: tampered(STATUS, how, 1),
    after: again,
    ...added,
  })),
  { fault: '404 for good', before: tampered(STATUS, text(404, 'Not Found')), says: LOST, ...kept },
  { fault: 'clock jumps a day', at: 'queued', act: jump(24 * HOUR), ...added },
  { fault: 'clock set back', at: 'queued', act: jump(-30_000), ...added },
  { fault: 'never ends, cancelled', before: fault('never-finishes'), at: 'queued', ...cancelled },
];

function repeating(): Tamper {
  let last: Response | null = null;
  let turn = 0;
  // Each answer comes again after the one that follows it.
  return ({ what, send }) => {
    if (!STATUS.test(what)) return null;
    const old = last;
    if (old && ++turn % 2 === 0) return Promise.resolve(old.clone());
    return send().then((response) => {
      last = response.clone();
      return response;
    });
  };
}

const RUNNING: readonly Omit<Case, 'phase'>[] = [
  {
    fault: 'answers repeated and out of order',
    before: (scene) => {
      scene.tamper = repeating();
    },
    ...added,
  },
  { fault: 'network flaps', at: 'running', act: cut(4), ...added },
  { fault: 'cancelled', at: 'running', ...cancelled },
  {
    fault: 'cancel refused (405)',
    before: fault('cancel-405'),
    at: 'running',
    act: cancel,
    says: TOO_LATE,
    charged: 1,
    where: 'document',
  },
  {
    fault: 'cancel without effect',
    before: fault('cancel-ignored'),
    at: 'running',
    act: cancel,
    says: TOO_LATE,
    charged: 1,
    where: 'document',
  },
  { fault: 'panel killed', at: 'running', act: kill, isEnding: true, ...added },
  { fault: 'plugin restarted', at: 'running', act: crash, isEnding: true, ...added },
  { fault: 'a second window', at: 'running', act: secondWindow, ...added },
  {
    fault: 'model fails',
    before: fault('completed-with-error'),
    says: /not charged/,
    charged: 1,
    where: 'nowhere',
  },
  {
    fault: '422 content policy',
    before: fault('422-content-policy'),
    says: /content policy.*fal may charge for refused requests/,
    charged: 1,
    where: 'nowhere',
  },
  {
    fault: '422 validation',
    before: fault('422-validation'),
    says: /did not accept the setting “strength”.*may charge/,
    charged: 1,
    where: 'nowhere',
  },
];

const FETCHING: readonly Omit<Case, 'phase'>[] = [
  { fault: 'media 404', before: fault('media-404'), says: /could not be downloaded|no longer/, ...kept },
  { fault: 'media blocked, relayed', before: fault('media-blocked'), ...added },
  {
    fault: 'media lost, tried again',
    before: tampered(MEDIA, lost, 2),
    after: ({ session }) => session.panel.tryAgain(),
    ...added,
  },
  { fault: '502, twice', before: tampered(RESULT, answeredWith('', 502), 2), ...added },
  {
    fault: 'its error instead',
    before: fault('500', { at: 'result' }),
    says: /not charged/,
    charged: 1,
    where: 'nowhere',
  },
  { fault: 'answer lost', before: tampered(RESULT, answerLost, 2), ...added },
  { fault: '404 in a text', before: tampered(RESULT, text(404, 'Not Found'), 1), says: LOST, ...kept },
  { fault: '503 in a text', before: tampered(RESULT, text(503, 'Busy')), after: again, ...added },
  { fault: 'malformed JSON', before: fault('malformed-json'), says: /not one that fal gives/, ...kept },
  { fault: 'empty JSON', before: fault('empty-data'), says: /not one that fal gives/, ...kept },
  { fault: 'panel killed', at: 'fetching', act: kill, isEnding: true, ...added },
  { fault: 'cancelled', at: 'fetching', act: cancel, says: TOO_LATE, charged: 1, where: 'document' },
  { fault: 'storage full by now', at: 'fetching', act: fill(0), ...added },
];

const COMPOSITING: readonly Omit<Case, 'phase'>[] = [
  {
    fault: 'truncated picture',
    before: fault('truncated-image'),
    says: /could not be read.*paid for/,
    ...kept,
  },
  {
    fault: 'smaller picture',
    before: fault('size-mismatch', { scale: 0.5 }),
    says: /^Added/,
    charged: 1,
    where: 'document',
  },
  { fault: 'wrong aspect', before: fault('wrong-aspect'), says: /^Added/, charged: 1, where: 'document' },
  {
    fault: '5000 px wide',
    before: fault('wrong-aspect', { width: 5000, height: 40 }),
    says: /^Added/,
    charged: 1,
    where: 'document',
  },
  { fault: 'drifted colours', before: fault('drift'), says: /^Added/, charged: 1, where: 'document' },
  {
    fault: 'flagged by the checker',
    before: fault('nsfw'),
    says: /safety checker flagged the picture.*waits under Flagged/,
    ...kept,
  },
];

const INSERTING: readonly Omit<Case, 'phase'>[] = [
  {
    fault: 'target deleted',
    at: 'running',
    act: removeTarget,
    restore: undo,
    says: /“Product page” is no longer in the document\. The picture is paid for, and it is not lost.*Insert here/,
    ...kept,
  },
  {
    fault: 'createImage throws',
    at: 'fetching',
    act: throwing('createImage'),
    says: /could not|is kept/,
    ...kept,
  },
  {
    fault: 'insertChild throws',
    at: 'fetching',
    act: throwing('insertChild'),
    says: /could not be placed/,
    ...kept,
  },
  {
    fault: 'insertChild throws, inserted again',
    at: 'fetching',
    act: throwing('insertChild'),
    after: ({ session }) => session.panel.tryAgain(),
    ...added,
  },
  { fault: 'panel killed', at: 'inserting', act: kill, isEnding: true, ...added },
  { fault: 'cancelled', at: 'inserting', act: cancel, says: TOO_LATE, charged: 1, where: 'document' },
];

const byPhase: readonly (readonly [Phase, readonly Omit<Case, 'phase'>[]])[] = [
  ['preparing', PREPARING],
  ['uploading', UPLOADING],
  ['submitting', SUBMITTING],
  ['queued', QUEUED],
  ['running', RUNNING],
  ['fetching', FETCHING],
  ['compositing', COMPOSITING],
  ['inserting', INSERTING],
];

export const CASES: readonly Case[] = byPhase.flatMap(([phase, cases]) =>
  cases.map((each) => ({ ...each, phase })),
);
