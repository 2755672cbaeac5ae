// Everything that can go wrong, as a kind with a sentence in a designer's words; it survives the thread crossing.

interface Facts {
  /** The name of the layer the sentence is about. */
  readonly layer?: string;
  /** The name of the target, where the sentence has two layers. */
  readonly target?: string;
  readonly proxy?: string;
  readonly model?: string;
  /** The field's readable name and what its value should be. */
  readonly field?: string;
  readonly expected?: string;
  readonly file?: string;
}

const named = (name: string | undefined, otherwise: string) => (name ? `“${name}”` : otherwise);

/** One sentence or two per kind: what happened, and what to do. */
const SENTENCES = {
  'nothing-selected': () =>
    'Select a frame or a picture together with a layer drawn over the part that may change.',
  'no-region': ({ target }: Facts) =>
    `Choose a region: draw a layer over the part of ${named(target, 'the frame')} that may change, and select both.`,
  'region-clips': ({ layer, target }: Facts) =>
    `${named(layer, 'That layer')} is a Figma mask, a part of the design, so it does not say where to change. Draw another layer over the part of ${named(target, 'the frame')} that may change, and select both.`,
  'several-targets': () => 'Several frames or pictures are selected. Choose which one to change.',
  'unusable-layer': ({ layer }: Facts) =>
    `${named(layer, 'This layer')} lies in no frame, so it does not say what to change. Select it together with the frame or picture it covers.`,
  'no-common-target': () =>
    'The selected layers lie in no frame together. Select them together with the frame or picture they cover.',
  'section-target': ({ layer }: Facts) =>
    `${named(layer, 'This')} is a section. Select a frame or a picture inside it.`,
  'target-hidden': ({ target }: Facts) => `${named(target, 'The target')} is hidden. Show it, and try again.`,
  'target-empty': ({ target }: Facts) =>
    `Nothing of ${named(target, 'the target')} can be seen, its masks aside, so there is nothing to change. If one of them is part of the design, set its “Use as” to Content.`,
  'target-gone': ({ target }: Facts) =>
    `${named(target, 'The target')} is no longer in the document. Select what you want to change.`,
  'target-flat': ({ target }: Facts) =>
    `${named(target, 'The target')} has a transform that cannot be undone (zero width or height), so nothing can be placed on it.`,
  'region-empty': ({ layer }: Facts) =>
    `${named(layer, 'The region')} shows nothing, so nothing may change. Give it a fill, raise its opacity, or move it to where no frame cuts it off.`,
  'nothing-shows': ({ target }: Facts) =>
    `As things are set, nothing of the result would show in ${named(target, 'the target')}. Does the region lie where it is transparent, does “Change amount” or “Change everything else” leave nothing, or is the region too thin for its edge?`,
  'region-outside': ({ layer, target }: Facts) =>
    `${named(layer, 'The region')} lies outside ${named(target, 'the target')}. Move it over the part that may change.`,
  'map-all-white': () =>
    'Everything in the picture may change, so nothing holds it together. Draw a smaller region, or go on if that is what you want.',
  'map-too-thin': ({ layer }: Facts) =>
    `${named(layer, 'The region')} is thinner than the model can see (8 px of the picture that is sent). Draw it wider, or go on.`,
  'region-gone': ({ layer }: Facts) =>
    `${named(layer, 'The region')} is no longer in the document. Select the region again.`,
  'pick-none': () => 'Select the layer in Figma first, then press “Use selected layer” again.',
  'pick-several': () =>
    'Several layers are selected in Figma. Select only the one to use, then press “Use selected layer” again.',
  'pick-section': ({ layer }: Facts) =>
    `${named(layer, 'That')} is a section, which cannot be drawn as a picture. Select a frame or a layer inside it.`,
  'input-gone': ({ layer }: Facts) =>
    `The layer ${named(layer, 'that was to be sent')} is no longer in the document. Nothing was sent; choose another under All model settings.`,
  'input-empty': ({ layer }: Facts) =>
    `The layer ${named(layer, 'that was to be sent')} shows nothing. Nothing was sent; give it a fill, or choose another under All model settings.`,
  'input-outside': ({ layer, target }: Facts) =>
    `Of the layer ${named(layer, 'that was to be sent')} nothing can be seen where ${named(target, 'the target')} is to change. Nothing was sent; move it there, or choose another under All model settings.`,
  'prompt-empty': () => 'Write a prompt first: describe what should be there.',
  'field-invalid': ({ field, expected }: Facts) =>
    `${field ?? 'A setting'} has to be ${expected ?? 'another value'}.`,
  'file-gone': ({ file }: Facts) =>
    `The file ${named(file, 'that was chosen')} is no longer at hand: files are kept only while the panel is open. Choose it again under All model settings.`,
  'export-failed': ({ target }: Facts) =>
    `Figma could not export ${named(target, 'the target')}. Nothing was changed; try again, or with a smaller frame.`,
  'export-unequal': () =>
    'Figma exported the picture and its region in different sizes, so they would not line up. Nothing was changed; please try again.',
  'export-stale': () =>
    'Figma returned the same picture twice where two different ones were due. Nothing was changed; please try again.',
  'picture-unreadable': () =>
    'The picture could not be read. It may be damaged; nothing was changed in the document.',
  'picture-too-large': () => 'The result is larger than Figma takes (4096 px a side).',
  'insert-failed': ({ target }: Facts) =>
    `The result arrived but could not be placed on ${named(target, 'the target')}. It is still in the panel: press Insert again.`,
  'place-gone': ({ target }: Facts) =>
    `The result arrived, but ${named(target, 'the target')} is no longer in the document. The picture is kept: select a frame or a picture, and press Insert here.`,
  'update-failed': () =>
    'The layers could not be given the new edge or colours. They are as they were; change the setting once more to try again.',
  'proxy-missing': () => 'There is no proxy yet. Enter its address as Proxy URL, under Settings.',
  'proxy-url': () =>
    'That is not an address this plugin can use. It starts with http:// or https://, like http://localhost:3333/api/fal/proxy.',
  'proxy-unreachable': ({ proxy }: Facts) =>
    `The proxy${proxy ? ` at ${proxy}` : ''} does not answer. Is it running, is the address right, and does it allow requests from plugins (CORS)? For a localhost address, Chrome must also be allowed to reach your local network.`,
  'proxy-cors': () =>
    'The proxy answers, but does not let plugins read its answers. It has to send “Access-Control-Allow-Origin: *”, and to allow the headers x-fal-target-url and x-proxy-token (CORS).',
  'proxy-not-fal': ({ proxy }: Facts) =>
    `${proxy ?? 'That address'} answers, but not as a fal proxy. Check the path of the address: it usually ends in /api/fal/proxy.`,
  'token-missing': () =>
    'The proxy asks for a token. Copy it from where the proxy was started into Proxy token.',
  'token-wrong': () => 'The proxy refused the token. Copy it again from where the proxy was started.',
  'key-missing': () =>
    'The proxy has no fal key, so it cannot make pictures. Start it with FAL_KEY set; the key never goes into the plugin.',
  'key-refused': () =>
    'fal refused the proxy’s key. Check FAL_KEY where the proxy runs; nothing was charged.',
  'balance-empty': () =>
    'The fal account has run out of balance. Top it up at fal.ai/dashboard/billing; nothing was charged.',
  'model-gone': ({ model }: Facts) =>
    `fal no longer offers ${model ?? 'this model'}. Choose another model; nothing was charged.`,
  'model-refused': ({ model }: Facts) =>
    `The proxy does not allow ${model ?? 'this model'}. Choose another, or add it to the proxy’s allowed endpoints.`,
  'input-refused': ({ field }: Facts) =>
    `fal did not accept ${field ? `the setting “${field}”` : 'one of the settings'}. Change it and try again; fal may charge for refused requests.`,
  'content-refused': () =>
    'fal’s content policy refused this prompt or picture. Reword the prompt, or choose another region; the request may have been charged.',
  'picture-refused': () =>
    'fal could not read the picture that was sent. Try again, or with another frame; fal may charge for refused requests.',
  'too-large': () =>
    'The request was too large for the proxy. Choose a smaller region, or raise the proxy’s body limit.',
  'rate-limited': () =>
    'fal is handling too many of your requests at once; nothing was charged. Wait a moment and try again.',
  'fal-failed': () => 'fal could not finish this picture. Failures on its side are not charged; try again.',
  'fal-timeout': () => 'fal took too long and gave up. Failures on its side are not charged; try again.',
  'network-lost': () =>
    'The connection to the proxy was lost while the picture was being made. Check your network and press Try again: it is not paid for twice.',
  'submit-unknown': () =>
    'The request went out but no answer came back. It may have been charged; it was not sent again.',
  'storage-full': () =>
    'There is no room left to remember this picture, should the plugin be closed while it is made. Nothing was sent. Discard something under History, or go on anyway.',
  'preset-unkept': () =>
    'There is no room left to keep this preset on this machine. Delete another one, or discard something under History, and keep it again.',
  'job-taken': () =>
    'Another window has fetched this picture, or it was discarded there. Look for it in the document.',
  'polarity-unclear': ({ model }: Facts) =>
    `${model ?? 'The model'} changed both halves alike, so it did not show which colour means change. The setting stays as it was.`,
  'answer-unreadable': () =>
    'The answer was not one that fal gives. Check that the proxy address leads to a fal proxy.',
  'media-unreachable': () =>
    'The picture was made, but could not be downloaded. Your network may block fal’s media servers.',
  cancelled: () => 'Cancelled.',
  unexpected: () =>
    'Something went wrong that nobody foresaw. Look at the document, and at Details, before you try again.',
} as const satisfies Record<string, (facts: Facts) => string>;

export type FailureKind = keyof typeof SENTENCES;
export type { Facts as FailureFacts };

/** A failure as it crosses between the threads, where prototypes are lost. */
export interface WireFailure {
  readonly failure: FailureKind;
  readonly message: string;
  readonly detail: string | null;
}

/**
 * What went wrong, in the user's words (`message`), with the raw text one click away (`detail`).
 * `kind` decides what the panel does; `cause` keeps the original error on its own thread.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  readonly detail: string | null;

  constructor(kind: FailureKind, facts: Facts = {}, cause?: unknown) {
    super(SENTENCES[kind](facts), cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.detail = cause === undefined ? null : rawText(cause);
  }
}

/** Recognised by name: an error keeps its name through every copy and bundle, its prototype it does not. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === 'Failure' && 'kind' in error;
}

/** Whatever was thrown, as a failure; a failure stays the one it is. */
export function asFailure(error: unknown, otherwise: FailureKind = 'unexpected', facts: Facts = {}): Failure {
  return isFailure(error) ? error : new Failure(otherwise, facts, error);
}

export function toWire(error: unknown): WireFailure {
  const { kind, message, detail } = asFailure(error);
  return { failure: kind, message, detail };
}

export function fromWire(wire: WireFailure): Failure {
  const failure = new Failure(wire.failure, {}, wire.detail ?? undefined);
  failure.message = wire.message;
  return failure;
}

const RAW_TEXT_LIMIT = 600;

// Long texts are cut because fal echoes inputs, data URIs included, in its errors.
function rawText(cause: unknown): string {
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return text.length > RAW_TEXT_LIMIT ? `${text.slice(0, RAW_TEXT_LIMIT)} …` : text;
}
