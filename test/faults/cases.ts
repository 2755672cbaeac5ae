// The faults: what goes wrong, in which phase, and what has to come of it.
import {
  again,
  answeredWith,
  answerLost,
  cancel,
  cancelOffline,
  cancelThen,
  changed,
  closedThen,
  crash,
  cut,
  cutThen,
  emptied,
  fault,
  fill,
  hurried,
  jump,
  kill,
  killAt,
  lost,
  MEDIA,
  newPage,
  noisy,
  pageTurned,
  RESULT,
  refusedWith,
  removed,
  reordered,
  resized,
  STATUS,
  SUBMIT,
  secondWindow,
  tampered,
  text,
  throwing,
  tryAgain,
  UPLOAD,
  withSubmitOut,
} from './injections.ts';
import type { Outcome, Trial } from './scene.ts';
import { SAYS } from './sentences.ts';

export interface Case extends Trial {
  readonly phase: Phase;
  readonly fault: string;
  readonly says: string;
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

type Row = Omit<Case, 'phase'>;

const ADDED = 'Added “Simulated · a red door” above “Mask”.';
const TOO_LATE = `The cancel came too late, so the picture was kept. ${ADDED}`;
const CANCELLED = 'Cancelled. Nothing was changed in the document.';
const CANCELLED_UNSENT = `${CANCELLED} Nothing was charged.`;
const CANCELLED_BEGUN = `${CANCELLED} fal may charge for what it had begun to make.`;
const HOUR = 60 * 60_000;
const neverBegins = fault('slow-queue', { seconds: 100_000 });

const nothing = { charged: 0, where: 'nowhere' } as const;
const added = { says: ADDED, charged: 1, where: 'document' } as const;
const kept = { charged: 1, where: 'kept' } as const;
const asked = { charged: 1, where: 'asked' } as const;
const tooLate = { says: TOO_LATE, charged: 1, where: 'document' } as const;
const cancelled = { act: cancel, says: CANCELLED_UNSENT, ...nothing } as const;
const cancelledBegun = { ...cancelled, says: CANCELLED_BEGUN } as const;

const PREPARING: readonly Row[] = [
  { fault: 'network cut', before: [cut()], says: SAYS.proxySilent, ...nothing },
  { fault: 'cancelled', at: 'preparing', ...cancelled },
  { fault: 'panel killed', at: 'preparing', act: kill, isEnding: true, says: '', ...nothing },
  { fault: 'panel crashed', at: 'preparing', act: crash, isEnding: true, says: '', ...nothing },
  {
    fault: 'export throws',
    before: [throwing('exportAsync')],
    says: SAYS.exportFailed,
    ...nothing,
  },
  { fault: 'clone throws', before: [throwing('clone')], says: SAYS.exportFailed, ...nothing },
  { fault: 'target deleted', at: 'preparing', act: removed, says: SAYS.targetGone, ...nothing },
  { fault: 'storage full', before: [fill(0)], says: SAYS.storageFull, ...nothing },
  { fault: 'clock jumps a day', at: 'preparing', act: jump(24 * HOUR), ...added },
  {
    fault: 'token refused',
    before: [tampered(/./, refusedWith(401, { detail: 'x', error_type: 'wrong_token' }))],
    says: SAYS.tokenWrong,
    ...nothing,
  },
  { fault: 'region emptied', before: [emptied], says: SAYS.regionEmpty, ...nothing },
];

/** Of a target too large to go with the request; where it cannot be uploaded, it goes with the request all the same. */
const UPLOADING: readonly Row[] = [
  { fault: 'nothing', before: [noisy, tampered(UPLOAD, (send) => send())], ...added },
  { fault: '500', before: [noisy, fault('upload-fails')], ...added },
  { fault: '503 from storage', before: [noisy, fault('503', { at: 'put' })], ...added },
  { fault: '413', before: [noisy, fault('413', { at: 'initiate' })], ...added },
  {
    fault: 'storage out of reach',
    before: [noisy, tampered(/^PUT .*fal\.media/, lost)],
    ...added,
  },
  {
    fault: 'key refused',
    before: [noisy, fault('401-key', { at: 'initiate' })],
    says: SAYS.keyRefused,
    ...nothing,
  },
  {
    fault: 'network cut',
    before: [noisy],
    at: 'uploading',
    act: cut(),
    says: SAYS.proxySilent,
    ...nothing,
  },
  { fault: 'cancelled', before: [noisy], at: 'uploading', ...cancelled },
  {
    fault: 'panel killed',
    before: [noisy],
    at: 'uploading',
    act: kill,
    isEnding: true,
    says: '',
    ...nothing,
  },
  {
    fault: 'panel crashed',
    before: [noisy],
    at: 'uploading',
    act: crash,
    isEnding: true,
    says: '',
    ...nothing,
  },
  {
    fault: 'target deleted',
    before: [noisy],
    at: 'uploading',
    act: removed,
    says: SAYS.namedTargetGone,
    ...nothing,
  },
  { fault: 'storage full', before: [noisy, fill(3000)], says: SAYS.storageFull, ...nothing },
];

const REFUSALS: readonly (readonly [name: string, says: string])[] = [
  ['400', SAYS.settingRefused],
  ['401-key', SAYS.keyRefused],
  ['402', SAYS.noBalance],
  ['403-balance', SAYS.noBalance],
  ['404-model', SAYS.modelGone],
  ['408', SAYS.tookTooLong],
  ['413', SAYS.tooLarge],
  ['429', SAYS.tooMany],
  ['500', SAYS.couldNotFinish],
  ['502', SAYS.couldNotFinish],
  ['503', SAYS.couldNotFinish],
  ['504', SAYS.tookTooLong],
];

const SUBMITTING: readonly Row[] = [
  ...REFUSALS.map(([name, says]) => ({
    fault: name,
    before: [fault(name)],
    says,
    ...nothing,
  })),
  {
    fault: 'answer lost',
    before: [tampered(SUBMIT, answerLost)],
    says: SAYS.unanswered,
    ...asked,
  },
  {
    fault: 'malformed JSON',
    before: [tampered(SUBMIT, answeredWith('{"request'))],
    says: SAYS.unanswered,
    ...asked,
  },
  { fault: 'empty JSON', before: [tampered(SUBMIT, answeredWith('{}'))], says: SAYS.unanswered, ...asked },
  {
    fault: 'a page from in between',
    before: [tampered(SUBMIT, answeredWith('<h1>Bad gateway</h1>', 502))],
    says: SAYS.unanswered,
    ...asked,
  },
  {
    fault: 'a gateway’s 504 in a text',
    before: [tampered(SUBMIT, text(504, 'Gateway timeout'))],
    says: SAYS.unanswered,
    ...asked,
  },
  {
    fault: 'network cut',
    before: [tampered(SUBMIT, lost)],
    says: SAYS.unanswered,
    charged: 0,
    where: 'asked',
  },
  { fault: 'cancelled before it is out', at: 'submitting', ...cancelled },
  {
    fault: 'cancelled, and no answer comes',
    at: 'submitting',
    act: withSubmitOut(cancel),
    says: SAYS.unanswered,
    ...asked,
  },
  {
    fault: 'panel killed',
    at: 'submitting',
    act: withSubmitOut(kill),
    isEnding: true,
    says: SAYS.leftUnanswered,
    ...asked,
  },
  {
    fault: 'panel crashed',
    at: 'submitting',
    act: withSubmitOut(crash),
    isEnding: true,
    says: SAYS.leftUnanswered,
    ...asked,
  },
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

const QUEUED: readonly Row[] = [
  { fault: 'network flaps', at: 'queued', act: cut(3), ...added },
  {
    fault: 'network cut for good',
    before: [hurried],
    at: 'queued',
    act: cut(),
    says: SAYS.connectionLost,
    ...kept,
  },
  {
    fault: 'the proxy cut off from fal for two minutes',
    before: [
      hurried,
      tampered(STATUS, refusedWith(502, { detail: 'x', error_type: 'upstream_unreachable' }), 12),
    ],
    ...added,
  },
  {
    fault: 'network cut, then tried again',
    before: [hurried],
    at: 'queued',
    act: cut(),
    after: again,
    ...added,
  },
  {
    fault: 'a second window, while offline',
    at: 'queued',
    act: cutThen(6, secondWindow),
    ...added,
  },
  { fault: 'cancelled', before: [neverBegins], at: 'queued', ...cancelled },
  {
    fault: 'cancelled while the network is cut',
    before: [hurried, neverBegins],
    at: 'queued',
    // Once the network is back fal says that it still waited.
    ...cancelled,
    act: cancelOffline(6),
  },
  { fault: 'panel killed', at: 'queued', act: kill, isEnding: true, ...added },
  { fault: 'panel crashed', at: 'queued', act: crash, isEnding: true, ...added },
  { fault: '500, three times', before: [fault('500', { at: 'status', times: 3 })], ...added },
  { fault: '429, three times', before: [fault('429', { at: 'status', times: 3 })], ...added },
  { fault: '401', before: [fault('401-key', { at: 'status' })], says: SAYS.keyRefusedWhileWaiting, ...kept },
  {
    fault: 'a page from in between',
    before: [tampered(STATUS, answeredWith('<h1>Hi</h1>', 502), 3)],
    ...added,
  },
  {
    fault: 'malformed JSON',
    before: [tampered(STATUS, answeredWith('{"sta'))],
    says: SAYS.strangeAnswer,
    ...kept,
  },
  ...FOREIGN.map(([name, how]) => ({
    fault: name,
    before: [tampered(STATUS, how, 1)],
    after: again,
    ...added,
  })),
  {
    fault: 'forgotten by fal',
    before: [tampered(STATUS, answeredWith('{"status":"NOT_FOUND"}', 404))],
    says: SAYS.requestUnknown,
    ...kept,
  },
  {
    fault: 'forgotten by fal, then known to the earlier key',
    before: [tampered(STATUS, answeredWith('{"status":"NOT_FOUND"}', 404))],
    after: again,
    ...added,
  },
  {
    fault: '404 for good',
    before: [tampered(STATUS, text(404, 'Not Found'))],
    says: SAYS.connectionLost,
    ...kept,
  },
  { fault: 'clock jumps a day', at: 'queued', act: jump(24 * HOUR), ...added },
  { fault: 'clock set back', at: 'queued', act: jump(-30_000), ...added },
];

/** Nor do these know what has become of a request. */
const STRANGERS: readonly (readonly [string, ReturnType<typeof answeredWith>])[] = [
  ['a refused token (401)', refusedWith(401, { detail: 'x', error_type: 'wrong_token' })],
  ['a firewall’s page (403)', answeredWith('<h1>Blocked</h1>', 403)],
  ['a page that is not there (404)', answeredWith('<h1>Not found</h1>', 404)],
];

const RUNNING: readonly Row[] = [
  { fault: 'answers out of order', before: [reordered], ...added },
  { fault: 'network flaps', at: 'running', act: cut(4), ...added },
  { fault: 'cancelled', at: 'running', ...cancelledBegun },
  {
    fault: 'cancel refused (405)',
    before: [fault('cancel-405')],
    at: 'running',
    act: cancel,
    ...tooLate,
  },
  {
    fault: 'cancel without effect',
    before: [fault('cancel-ignored')],
    at: 'running',
    act: cancel,
    ...tooLate,
  },
  // fal may go on with what was cancelled, and then it is paid for.
  ...STRANGERS.map(([name, how]) => ({
    fault: `cancelled, then ${name}`,
    before: [fault('cancel-ignored')],
    at: 'running' as const,
    act: cancelThen(how),
    after: again,
    ...added,
  })),
  { fault: 'panel killed', at: 'running', act: kill, isEnding: true, ...added },
  { fault: 'plugin restarted', at: 'running', act: crash, isEnding: true, ...added },
  { fault: 'a second window', at: 'running', act: secondWindow, ...added },
  { fault: 'target renamed', at: 'running', act: changed({ name: 'Shop page' }), ...added },
  { fault: 'target locked', at: 'running', act: changed({ locked: true }), ...added },
  { fault: 'target hidden', at: 'running', act: changed({ visible: false }), ...added },
  { fault: 'target moved', at: 'running', act: changed({ x: 300, y: -40 }), ...added },
  { fault: 'target resized', at: 'running', act: resized, ...added },
  {
    fault: 'page turned',
    before: [newPage],
    at: 'running',
    act: pageTurned,
    ...added,
    says: ADDED.replace('“Mask”', '“Mask”, on page “Front page”'),
  },
  {
    fault: 'closed, target renamed',
    at: 'running',
    act: closedThen(changed({ name: 'Shop page' })),
    isEnding: true,
    says: SAYS.leftElsewhere,
    ...kept,
  },
  {
    fault: 'closed, target resized',
    at: 'running',
    act: closedThen(resized),
    isEnding: true,
    // What is in it has stayed where it was, and so has the place of the result.
    ...added,
  },
  {
    fault: 'closed, target moved',
    at: 'running',
    act: closedThen(changed({ x: 300, y: -40 })),
    isEnding: true,
    ...added,
  },
  {
    fault: 'model fails',
    before: [fault('completed-with-error')],
    says: SAYS.couldNotFinish,
    ...nothing,
  },
  // What was refused may cost something, and there is no picture of it.
  {
    fault: '422 content policy',
    before: [fault('422-content-policy')],
    says: SAYS.contentRefused,
    charged: 1,
    where: 'nowhere',
  },
  {
    fault: '422 validation',
    before: [fault('422-validation')],
    says: SAYS.strengthRefused,
    charged: 1,
    where: 'nowhere',
  },
];

const FETCHING: readonly Row[] = [
  { fault: 'media 404', before: [fault('media-404')], says: SAYS.mediaMissing, ...kept },
  { fault: 'media blocked, relayed', before: [fault('media-blocked')], ...added },
  { fault: 'media lost, directly and through the proxy', before: [tampered(MEDIA, lost, 2)], ...added },
  { fault: '502, twice', before: [tampered(RESULT, answeredWith('', 502), 2)], ...added },
  {
    fault: 'its error instead',
    before: [fault('result-error')],
    says: SAYS.couldNotFinish,
    ...nothing,
  },
  { fault: 'answer lost', before: [tampered(RESULT, answerLost, 2)], ...added },
  {
    fault: '404 in a text',
    before: [tampered(RESULT, text(404, 'Not Found'), 1)],
    says: SAYS.connectionLost,
    ...kept,
  },
  { fault: '500 in a text', before: [tampered(RESULT, text(500, 'Busy'))], after: again, ...added },
  {
    fault: 'malformed JSON',
    before: [fault('malformed-json')],
    says: SAYS.strangeAnswer,
    ...kept,
  },
  { fault: 'empty JSON', before: [fault('empty-data')], says: SAYS.strangeAnswer, ...kept },
  { fault: 'panel killed', at: 'fetching', act: kill, isEnding: true, ...added },
  { fault: 'cancelled', at: 'fetching', act: cancel, ...tooLate },
  // There is room for settings, and for what says who is at work; not for a picture.
  { fault: 'storage full by now', at: 'fetching', act: fill(1000), ...added },
];

const COMPOSITING: readonly Row[] = [
  {
    fault: 'truncated picture',
    before: [fault('truncated-image')],
    says: SAYS.unreadable,
    ...kept,
  },
  { fault: 'smaller picture', before: [fault('size-mismatch', { scale: 0.5 })], ...added },
  { fault: 'wrong aspect', before: [fault('wrong-aspect')], ...added },
  { fault: 'WebP', before: [fault('webp')], ...added },
  {
    fault: '5000 px wide',
    before: [fault('wrong-aspect', { width: 5000, height: 40 })],
    ...added,
  },
  { fault: 'drifted colours', before: [fault('drift')], ...added },
  { fault: 'flagged by the checker', before: [fault('nsfw')], says: SAYS.flagged, ...kept },
  { fault: 'panel killed', at: 'fetching', act: killAt('keepResult'), isEnding: true, ...added },
];

const INSERTING: readonly Row[] = [
  { fault: 'target deleted', at: 'running', act: removed, says: SAYS.placeGone, ...kept },
  {
    fault: 'createImage throws',
    at: 'fetching',
    act: throwing('createImage'),
    says: SAYS.unreadable,
    ...kept,
  },
  {
    fault: 'insertChild throws',
    at: 'fetching',
    act: throwing('insertChild'),
    says: SAYS.notPlaced,
    ...kept,
  },
  {
    fault: 'insertChild throws, inserted again',
    at: 'fetching',
    act: throwing('insertChild'),
    after: tryAgain,
    ...added,
  },
  { fault: 'panel killed', at: 'inserting', act: kill, isEnding: true, ...added },
  {
    fault: 'panel killed as it asks for it',
    at: 'inserting',
    act: killAt('insert'),
    isEnding: true,
    ...added,
  },
  { fault: 'cancelled', at: 'inserting', act: cancel, ...tooLate },
];

const byPhase: readonly (readonly [Phase, readonly Row[]])[] = [
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
