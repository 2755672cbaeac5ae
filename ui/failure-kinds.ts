// What a failure of each kind leaves to be done: another try, the same click in spite of it, a look at Settings, or nothing.
import type { FailureKind } from '../core/failure.ts';

/** fal's last word on a request, or a picture that comes to nothing: asking again would end the same way. */
const LAST_WORDS: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'fal-failed',
  'fal-timeout',
  'content-refused',
  'input-refused',
  'settings-clash',
  'nothing-made',
  'picture-refused',
  'nothing-shows',
  'job-taken',
]);

export function isLastWord(kind: FailureKind): boolean {
  return LAST_WORDS.has(kind);
}

/** It is made and paid for, and goes where somebody says: the place it was for is gone, or no longer surely the same. */
export function isPlaceless(kind: FailureKind): boolean {
  return kind === 'place-gone' || kind === 'place-changed';
}

/** Failures that are mended on the other tab. */
const MENDED_IN_SETTINGS: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'proxy-missing',
  'proxy-url',
  'proxy-url-name',
  'proxy-insecure',
  'proxy-unreachable',
  'proxy-not-fal',
  'token-missing',
  'token-wrong',
]);

export function isMendedInSettings(kind: FailureKind): boolean {
  return MENDED_IN_SETTINGS.has(kind);
}

/** Failures that are warnings: the same request may be sent all the same. */
const ACCEPTABLE: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'map-all-white',
  'map-too-thin',
  'storage-full',
]);

export function isAcceptable(kind: FailureKind): boolean {
  return ACCEPTABLE.has(kind);
}

/** Failures after which the same click may well succeed. */
const WORTH_ANOTHER_TRY: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'export-failed',
  'export-unequal',
  'export-stale',
  'picture-unreadable',
  'picture-refused',
  'offline',
  'proxy-unreachable',
  'network-blocked',
  'rate-limited',
  'fal-failed',
  'fal-timeout',
  'network-lost',
  'request-unknown',
  'media-unreachable',
  'media-missing',
  'media-gone',
  'answer-unreadable',
  'unexpected',
]);

export function isWorthAnotherTry(kind: FailureKind): boolean {
  return WORTH_ANOTHER_TRY.has(kind);
}

/** Failures that every other request of the same run would meet as well, until somebody does something about it. */
const OF_ALL: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'proxy-missing',
  'proxy-url',
  'proxy-url-name',
  'proxy-insecure',
  'proxy-cors',
  'proxy-preflight',
  'proxy-not-fal',
  'network-blocked',
  'token-missing',
  'token-wrong',
  'token-unset',
  'key-missing',
  'key-refused',
  'balance-empty',
  'model-gone',
  'model-refused',
]);

export function isOfAll(kind: FailureKind): boolean {
  return OF_ALL.has(kind);
}
