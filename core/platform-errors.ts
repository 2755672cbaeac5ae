// Figma's own error texts, and why they come: for the sentences of what Figma refused to do.

export interface PlatformReason {
  /** Goes on after a colon. */
  readonly what: string;
  /** What to do about it, without a full stop. */
  readonly fix: string;
}

interface PlatformError extends PlatformReason {
  readonly text: RegExp;
}

/** The first that matches holds. */
export const PLATFORM_ERRORS: readonly PlatformError[] = [
  {
    text: /unloaded font|loadFontAsync|font .*could not be loaded/i,
    what: 'it holds text in a font that is missing here',
    fix: 'install or replace that font',
  },
  {
    text: /read-?only|view-?only|dev mode|not allowed to edit|edit (access|permission)/i,
    what: 'this file can only be viewed',
    fix: 'ask for leave to edit it, or work in a copy',
  },
  {
    text: /is an instance|inside of an instance|overridden in an instance/i,
    what: 'it lies inside an instance, to which Figma lets nobody add layers',
    fix: 'choose the frame around the instance as the target',
  },
  {
    text: /image is too large/i,
    what: 'a picture is larger than 4096 px a side',
    fix: 'choose a smaller frame or picture',
  },
  {
    text: /image is too small|image type is unsupported/i,
    what: 'Figma does not take the picture’s format',
    fix: 'choose another output format',
  },
  {
    text: /quota|storage is full/i,
    what: 'the room that Figma gives to a plugin (5 MB) is used up',
    fix: 'discard something under Unfinished',
  },
  {
    text: /100 ?kB|exceeds the limit/i,
    what: 'what is to be kept on the layer is longer than Figma allows',
    fix: 'shorten the prompt',
  },
  {
    text: /out of memory|memory access out of bounds|allocation failed/i,
    what: 'Figma ran out of memory',
    fix: 'close other files, or choose a smaller frame',
  },
  {
    text: /does not exist|has been removed|node .*was removed/i,
    what: 'a layer was deleted meanwhile',
    fix: 'take the deletion back, or select another layer',
  },
  {
    text: /locked/i,
    what: 'a layer around it is locked',
    fix: 'unlock it',
  },
  {
    text: /timed? ?out|took too long/i,
    what: 'Figma did not answer in time',
    fix: 'wait until the file has loaded',
  },
];

/** Null for a text that is not known. */
export function platformReason(error: unknown): PlatformReason | null {
  const text = error instanceof Error ? error.message : String(error);
  return PLATFORM_ERRORS.find((known) => known.text.test(text)) ?? null;
}
