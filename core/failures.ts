// The catalogue: everything that can go wrong, as a kind with three parts: what happened, what it cost, what to do.
import { COSTS, type Cost, costIn, type Phase } from './costs.ts';
import type { PlatformReason } from './platform-errors.ts';

export interface Facts {
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
  /** Why Figma would not, as far as its own words tell. */
  readonly reason?: PlatformReason;
  /** Where it struck; what it cost follows from that too. */
  readonly phase?: Phase;
}

type Part = string | ((facts: Facts) => string);

interface Entry {
  readonly what: Part;
  readonly cost: Cost;
  readonly fix: Part;
}

const named = (name: string | undefined, otherwise: string) => (name ? `“${name}”` : otherwise);
const because = ({ reason }: Facts) => (reason ? `: ${reason.what}` : '');

export const FAILURES = {
  'nothing-selected': {
    what: '',
    cost: 'nothing-sent',
    fix: 'Select a frame or a picture together with a layer drawn over the part that may change.',
  },
  'no-region': {
    what: 'Choose a region:',
    cost: 'nothing-sent',
    fix: ({ target }) =>
      `draw a layer over the part of ${named(target, 'the frame')} that may change, and select both.`,
  },
  'region-clips': {
    what: ({ layer }) =>
      `${named(layer, 'That layer')} is a Figma mask, a part of the design, so it does not say where to change.`,
    cost: 'nothing-sent',
    fix: ({ target }) =>
      `Draw another layer over the part of ${named(target, 'the frame')} that may change, and select both.`,
  },
  'several-targets': {
    what: 'Several frames or pictures are selected.',
    cost: 'nothing-sent',
    fix: 'Choose which one to change.',
  },
  'unusable-layer': {
    what: ({ layer }) => `${named(layer, 'This layer')} lies in no frame, so it does not say what to change.`,
    cost: 'nothing-sent',
    fix: 'Select it together with the frame or picture it covers.',
  },
  'no-picture': {
    what: ({ layer }) => `${named(layer, 'This layer')} shows no image to put a fill on.`,
    cost: 'nothing-sent',
    fix: 'Choose Layer under Insert as.',
  },
  'picture-tiled': {
    what: ({ layer }) =>
      `${named(layer, 'This picture')} repeats its image as tiles, and so would a new fill.`,
    cost: 'nothing-sent',
    fix: 'Choose Layer under Insert as, or let the image fill its layer once.',
  },
  'set-copied': {
    what: ({ target }) =>
      `${named(target, 'This component set')} is a component set, and a copy of it would be a second set.`,
    cost: 'nothing-sent',
    fix: 'Choose Layer under Insert as, or one of its components as the target.',
  },
  'result-lost': {
    what: 'The result is no longer in the document, or shows another picture.',
    cost: 'nothing-sent',
    fix: 'Undo until it is back, or choose another result.',
  },
  'nowhere-to-use': {
    what: 'Nothing that is selected can take the result, beside where it is already.',
    cost: 'nothing-sent',
    fix: 'Select the pictures or frames that are to show it too.',
  },
  'no-common-target': {
    what: 'The selected layers lie in no frame together.',
    cost: 'nothing-sent',
    fix: 'Select them together with the frame or picture they cover.',
  },
  'section-target': {
    what: ({ layer }) => `${named(layer, 'This')} is a section.`,
    cost: 'nothing-sent',
    fix: 'Select a frame or a picture inside it.',
  },
  'target-hidden': {
    what: ({ target }) => `${named(target, 'The target')} is hidden.`,
    cost: 'nothing-sent',
    fix: 'Show it, and try again.',
  },
  'target-clear': {
    what: ({ target }) =>
      `${named(target, 'The target')} cannot be seen: it, or something it lies in, has an opacity of 0 %.`,
    cost: 'nothing-sent',
    fix: 'Raise the opacity, and try again.',
  },
  'target-empty': {
    what: ({ target }) =>
      `Nothing of ${named(target, 'the target')} can be seen, its masks aside, so there is nothing to change.`,
    cost: 'nothing-sent',
    fix: 'If one of them is part of the design, set its “Use as” to Content.',
  },
  'target-gone': {
    what: ({ target }) => `${named(target, 'The target')} is no longer in the document.`,
    cost: 'nothing-sent',
    fix: 'Select what you want to change.',
  },
  'target-flat': {
    what: ({ target }) =>
      `${named(target, 'The target')} has a transform that cannot be undone (zero width or height), so nothing can be placed on it.`,
    cost: 'nothing-sent',
    fix: 'Give it a width and a height, or choose another target.',
  },
  'region-empty': {
    what: ({ layer }) => `${named(layer, 'The region')} shows nothing, so nothing may change.`,
    cost: 'nothing-sent',
    fix: 'Give it a fill, raise its opacity, or move it to where no frame cuts it off.',
  },
  'nothing-shows': {
    what: ({ target }) =>
      `As things are set, nothing of the result would show in ${named(target, 'the target')}.`,
    cost: 'nothing-sent',
    fix: 'Does the region lie where it is transparent, does “Change amount” or “Change everything else” leave nothing, or is the region too thin for its edge?',
  },
  'region-outside': {
    what: ({ layer, target }) => `${named(layer, 'The region')} lies outside ${named(target, 'the target')}.`,
    cost: 'nothing-sent',
    fix: 'Move it over the part that may change.',
  },
  'map-all-white': {
    what: 'Everything in the picture may change, so nothing holds it together.',
    cost: 'nothing-sent',
    fix: 'Draw a smaller region, or go on if that is what you want.',
  },
  'map-too-thin': {
    what: ({ layer }) =>
      `${named(layer, 'The region')} is thinner than the model can see (8 px of the picture that is sent).`,
    cost: 'nothing-sent',
    fix: 'Draw it wider, or go on.',
  },
  'region-gone': {
    what: ({ layer }) => `${named(layer, 'The region')} is no longer in the document.`,
    cost: 'nothing-sent',
    fix: 'Select the region again.',
  },
  'pick-none': {
    what: '',
    cost: 'nothing-sent',
    fix: 'Select the layer in Figma first, then press “Use selected layer” again.',
  },
  'pick-several': {
    what: 'Several layers are selected in Figma.',
    cost: 'nothing-sent',
    fix: 'Select only the one to use, then press “Use selected layer” again.',
  },
  'pick-section': {
    what: ({ layer }) => `${named(layer, 'That')} is a section, which cannot be drawn as a picture.`,
    cost: 'nothing-sent',
    fix: 'Select a frame or a layer inside it.',
  },
  'input-gone': {
    what: ({ layer }) => `The layer ${named(layer, 'that was to be sent')} is no longer in the document.`,
    cost: 'nothing-sent',
    fix: 'Nothing was sent; choose another under All model settings.',
  },
  'input-empty': {
    what: ({ layer }) => `The layer ${named(layer, 'that was to be sent')} shows nothing.`,
    cost: 'nothing-sent',
    fix: 'Nothing was sent; give it a fill, or choose another under All model settings.',
  },
  'input-outside': {
    what: ({ layer, target }) =>
      `Of the layer ${named(layer, 'that was to be sent')} nothing can be seen where ${named(target, 'the target')} is to change.`,
    cost: 'nothing-sent',
    fix: 'Nothing was sent; move it there, or choose another under All model settings.',
  },
  'prompt-empty': {
    what: 'Write a prompt first:',
    cost: 'nothing-sent',
    fix: 'describe what should be there.',
  },
  'field-invalid': {
    what: ({ field, expected }) => `${field ?? 'A setting'} has to be ${expected ?? 'another value'}.`,
    cost: 'nothing-sent',
    fix: '',
  },
  'file-gone': {
    what: ({ file }) =>
      `The file ${named(file, 'that was chosen')} is no longer at hand: files are kept only while the panel is open.`,
    cost: 'nothing-sent',
    fix: 'Choose it again under All model settings.',
  },
  'file-no-picture': {
    what: ({ file }) => `The file ${named(file, 'that was chosen')} is no PNG, JPEG, WebP or GIF picture.`,
    cost: 'nothing-sent',
    fix: 'Choose another.',
  },
  'export-failed': {
    what: (facts) => `Figma could not export ${named(facts.target, 'the target')}${because(facts)}.`,
    cost: 'not-charged',
    fix: ({ reason }) =>
      `Nothing was changed; ${reason ? `${reason.fix}, and try again` : 'try again, or with a smaller frame'}.`,
  },
  'export-unequal': {
    what: 'Figma exported the picture and its region in different sizes, so they would not line up.',
    cost: 'not-charged',
    fix: 'Nothing was changed; please try again.',
  },
  'export-stale': {
    what: 'Figma returned the same picture twice where two different ones were due.',
    cost: 'not-charged',
    fix: 'Nothing was changed; please try again.',
  },
  'picture-unreadable': {
    what: 'The picture could not be read: it may be damaged.',
    cost: 'not-charged',
    fix: 'Try again.',
  },
  'picture-too-large': {
    what: 'The result is larger than Figma takes (4096 px a side).',
    cost: 'paid-and-kept',
    fix: 'Choose a smaller size for the picture under All model settings.',
  },
  'insert-failed': {
    what: (facts) =>
      `The result arrived but could not be placed on ${named(facts.target, 'the target')}${because(facts)}.`,
    cost: 'paid-and-kept',
    fix: ({ reason }) =>
      `It is still in the panel: ${reason ? `${reason.fix}, and ` : ''}press Insert again.`,
  },
  'place-gone': {
    what: ({ target }) =>
      `The result arrived, but ${named(target, 'the target')} is no longer in the document.`,
    cost: 'paid-and-kept',
    fix: 'Select a frame or a picture, and press Insert here.',
  },
  'place-changed': {
    what: ({ target }) =>
      `The result arrived, but ${named(target, 'the target')} has changed size since, and it is not sure where it belongs by now.`,
    cost: 'paid-and-kept',
    fix: 'Undo that, or select any frame or picture, this one too, and press Insert here.',
  },
  'update-failed': {
    what: (facts) => `The layers could not be given the new edge or colours${because(facts)}.`,
    cost: 'nothing-sent',
    fix: 'They are as they were; change the setting once more to try again.',
  },
  'results-undecided': {
    what: (facts) => `The results could not be changed${because(facts)}.`,
    cost: 'nothing-sent',
    fix: 'Undo once, so that they are as they were, and try again.',
  },
  'clean-up-failed': {
    what: (facts) => `Not all of it could be removed${because(facts)}.`,
    cost: 'nothing-sent',
    fix: 'Undo once, so that everything is there again, and leave out what Figma would not give away.',
  },
  'result-gone': {
    what: 'That layer is no longer in the file.',
    cost: 'nothing-sent',
    fix: 'Take another entry of the list.',
  },
  'start-gone': {
    what: ({ layer }) => `${named(layer, 'The result')}, which is to be started from, is no longer there.`,
    cost: 'nothing-sent',
    fix: 'Nothing was sent; undo until it is back, press More like this on another result, or press Back to mine.',
  },
  'start-unseen': {
    what: ({ layer, target }) =>
      `${named(layer, 'The result')}, which is to be started from, would not be seen in what is sent of ${named(target, 'the target')}: it, or something it lies in, is hidden, or it lies above where the new one goes.`,
    cost: 'nothing-sent',
    fix: 'Nothing was sent; show it, choose under Insert as what it was inserted as, or press Back to mine.',
  },
  'recipe-unreadable': {
    what: ({ layer }) =>
      `How ${named(layer, 'this layer')} was made cannot be read: its notes are damaged, or come from another plugin or a newer version of this one.`,
    cost: 'nothing-sent',
    fix: 'The layer itself is as it was; to change it again, select what lies beneath it and a region.',
  },
  offline: {
    what: 'This computer is offline.',
    cost: 'not-charged',
    fix: 'Connect it to a network, and try again.',
  },
  'proxy-missing': {
    what: 'There is no proxy yet.',
    cost: 'nothing-sent',
    fix: 'Enter its address as Proxy URL, under Settings.',
  },
  'proxy-url': {
    what: 'That is not an address this plugin can use.',
    cost: 'nothing-sent',
    fix: 'It starts with http:// or https://, like http://localhost:3333/api/fal/proxy.',
  },
  'proxy-url-name': {
    what: 'The address has a name or a password in it, and browsers refuse such addresses.',
    cost: 'nothing-sent',
    fix: 'Take out what stands before the @. A secret of the proxy goes into Proxy token.',
  },
  'proxy-unreachable': {
    what: ({ proxy }) => `The proxy${proxy ? ` at ${proxy}` : ''} does not answer.`,
    cost: 'not-charged',
    fix: ({ proxy }) => unreachableFix(proxy),
  },
  'proxy-insecure': {
    what: ({ proxy }) =>
      `The proxy${proxy ? ` at ${proxy}` : ''} does not answer. Browsers let Figma, a page with https, reach addresses with http only on this computer.`,
    cost: 'not-charged',
    fix: 'Use the proxy’s https:// address, or a proxy on localhost.',
  },
  'proxy-cors': {
    what: 'The proxy answers, but does not let plugins read its answers.',
    cost: 'not-charged',
    fix: 'It has to send “Access-Control-Allow-Origin: *” with every answer, refusals included (CORS): a plugin’s origin is “null”.',
  },
  'proxy-preflight': {
    what: 'The proxy answers, but refuses the headers or methods that plugins need.',
    cost: 'not-charged',
    fix: 'It has to answer OPTIONS with 204, to allow the methods GET, POST and PUT, and the headers content-type, x-fal-target-url, x-fal-queue-priority and x-proxy-token (CORS).',
  },
  'proxy-not-fal': {
    what: ({ proxy }) => `${proxy ?? 'That address'} answers, but not as a fal proxy.`,
    cost: 'not-charged',
    fix: 'Check the path of the address: it usually ends in /api/fal/proxy.',
  },
  'network-blocked': {
    what: 'A firewall or filter of the network stopped the request, and answered with a page of its own.',
    cost: 'not-charged',
    fix: ({ proxy }) =>
      `Ask whoever looks after the network to allow ${proxy ?? 'the proxy’s address'} and, where the proxy runs, https://*.fal.run; or try from another network.`,
  },
  'token-missing': {
    what: 'The proxy asks for a token.',
    cost: 'not-charged',
    fix: 'Copy it from where the proxy was started into Proxy token.',
  },
  'token-wrong': {
    what: 'The proxy refused the token.',
    cost: 'not-charged',
    fix: 'Copy it again from where the proxy was started.',
  },
  'key-missing': {
    what: 'The proxy has no fal key, so it cannot make pictures.',
    cost: 'not-charged',
    fix: 'Start it with FAL_KEY set; the key never goes into the plugin.',
  },
  'token-unset': {
    what: 'The proxy holds a fal key but no token, so anybody could spend it. It refuses to work.',
    cost: 'not-charged',
    fix: 'Set PROXY_TOKEN where it runs, and enter the same here.',
  },
  'key-refused': {
    what: 'fal refused the proxy’s key.',
    cost: 'not-charged',
    fix: 'Check FAL_KEY where the proxy runs.',
  },
  'balance-empty': {
    what: 'The fal account has run out of balance.',
    cost: 'not-charged',
    fix: 'Top it up at fal.ai/dashboard/billing.',
  },
  'model-gone': {
    what: ({ model }) => `fal no longer offers ${model ?? 'this model'}.`,
    cost: 'not-charged',
    fix: 'Choose another model.',
  },
  'model-refused': {
    what: ({ model }) => `The proxy does not allow ${model ?? 'this model'}.`,
    cost: 'not-charged',
    fix: 'Choose another, or add it to the proxy’s allowed endpoints.',
  },
  'input-refused': {
    what: ({ field, expected }) =>
      `fal did not accept ${field ? `the setting “${field}”` : 'one of the settings'}${expected ? `: it has to be ${expected}` : ''}.`,
    cost: 'perhaps-refused',
    fix: 'Change it and try again.',
  },
  'settings-clash': {
    what: ({ model }) => `${model ?? 'The model'} cannot do what these settings ask for together.`,
    cost: 'perhaps-refused',
    fix: 'Reset what you changed last under All model settings, and try again.',
  },
  'content-refused': {
    what: 'fal’s content policy refused this prompt or picture.',
    cost: 'perhaps-refused',
    fix: 'Reword the prompt, or choose another region.',
  },
  'picture-refused': {
    what: ({ field, expected }) =>
      `fal could not read the picture that was sent${field ? ` as “${field}”` : ''}${expected ? `: it has to be ${expected}` : ''}.`,
    cost: 'perhaps-refused',
    fix: 'Try again, or with another frame.',
  },
  'nothing-made': {
    what: 'The model came to an end without a picture.',
    cost: 'perhaps-refused',
    fix: 'Reword the prompt, or try another seed.',
  },
  'too-large': {
    what: 'The request was too large for the proxy.',
    cost: 'not-charged',
    fix: 'Choose a smaller region, or raise the proxy’s body limit.',
  },
  'rate-limited': {
    what: 'fal is handling too many of your requests at once.',
    cost: 'not-charged',
    fix: 'Wait a moment and try again.',
  },
  'fal-failed': {
    what: 'fal could not finish this picture.',
    cost: 'server-side',
    fix: 'Try again.',
  },
  'fal-unreached': {
    what: 'The proxy answers, but does not get through to fal.',
    cost: 'not-charged',
    fix: 'Where it runs, the network has to allow https://queue.fal.run, https://rest.fal.ai and https://*.fal.media. If it does, fal is in trouble: try again later.',
  },
  'fal-timeout': {
    what: 'fal took too long and gave up.',
    cost: 'server-side',
    fix: 'Try again.',
  },
  'network-lost': {
    what: 'The connection to the proxy was lost while the picture was being made.',
    cost: 'paid-and-kept',
    fix: 'Check your network and press Try again: it is not paid for twice.',
  },
  'request-unknown': {
    what: 'fal does not know this request any more. It forgets requests after some weeks, and each fal key knows only its own.',
    cost: 'paid-earlier',
    fix: 'If the proxy has been given another key since, start it with the earlier one and press Try again. Otherwise generate the picture anew; with the same seed it comes out alike.',
  },
  'submit-unknown': {
    what: 'The request went out but no answer came back.',
    cost: 'perhaps-made',
    fix: 'It was not sent again. Look at fal.ai/dashboard, then decide whether to generate anew.',
  },
  'cancel-late': {
    what: 'fal has answered after all: it took the request, which could not be cancelled any more.',
    cost: 'paid-and-kept',
    fix: 'Press Try again to fetch the picture.',
  },
  'storage-full': {
    what: 'There is no room left to remember this picture, should the plugin be closed while it is made.',
    cost: 'nothing-sent',
    fix: 'Nothing was sent. Discard something under History, or go on anyway: should Figma crash meanwhile, a temporary frame may be left, which Clean up removes once an hour has passed.',
  },
  'settings-unkept': {
    what: (facts) => `Your settings could not be stored on this machine${because(facts)}.`,
    cost: 'nothing-sent',
    fix: ({ reason }) =>
      `They stay as they are while the panel is open${reason ? `; ${reason.fix}, and` : ', and'} they are stored with the next change.`,
  },
  'preset-unkept': {
    what: 'There is no room left to keep this preset on this machine.',
    cost: 'nothing-sent',
    fix: 'Delete another one, or discard something under History, and keep it again.',
  },
  'job-taken': {
    what: 'Another window has taken this picture, or it was discarded there.',
    cost: 'paid-earlier',
    fix: 'Unless it was discarded, look for it in the document.',
  },
  'job-settled': {
    what: 'Another window has inserted this picture, or it was discarded there.',
    cost: 'paid-earlier',
    fix: 'Look for it in the document; if it is missing there, press Insert again before the plugin is closed.',
  },
  'job-busy': {
    what: 'Another window is at work on this picture, so it was not discarded.',
    cost: 'nothing-sent',
    fix: 'Discard it there.',
  },
  'polarity-unclear': {
    what: ({ model }) =>
      `${model ?? 'The model'} changed both halves alike, so it did not show which colour means change.`,
    cost: 'paid',
    fix: 'The setting stays as it was.',
  },
  'answer-unreadable': {
    what: 'The answer was not one that fal gives.',
    cost: 'perhaps-made',
    fix: 'Check that the proxy address leads to a fal proxy.',
  },
  'media-unreachable': {
    what: 'The picture was made, but could not be downloaded. Your network may block fal’s media servers.',
    cost: 'paid-and-kept',
    fix: 'Ask for https://*.fal.media to be allowed, or use Changemap’s own proxy, which hands pictures on; then press Try again.',
  },
  'media-missing': {
    what: 'The picture was made, but could not be had from fal’s servers just now.',
    cost: 'paid-and-kept',
    fix: 'Press Try again, now or later: it costs nothing.',
  },
  'media-gone': {
    what: 'The picture was made, but is no longer on fal’s servers, which keep pictures for about seven days.',
    cost: 'paid-earlier',
    fix: 'Generate it anew; with the same seed it comes out alike.',
  },
  cancelled: {
    what: 'Cancelled.',
    cost: 'perhaps-begun',
    fix: 'Press Generate to start anew.',
  },
  unexpected: {
    what: (facts) => `Something went wrong that nobody foresaw${because(facts)}.`,
    cost: 'perhaps-made',
    fix: 'Look at the document, and at Details, before you try again.',
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type FailureKind = keyof typeof FAILURES;

/** The three parts, in the user's words. */
export interface Explanation {
  readonly what: string;
  readonly cost: string;
  readonly fix: string;
}

export function explain(kind: FailureKind, facts: Facts = {}): Explanation {
  const { what, fix }: Entry = FAILURES[kind];
  return { what: said(what, facts), cost: COSTS[costOf(kind, facts)], fix: said(fix, facts) };
}

/** As one text, without the part that goes without saying. */
export function sentenceOf(kind: FailureKind, facts: Facts): string {
  const { what, cost, fix } = explain(kind, facts);
  const isCostSaid = costOf(kind, facts) !== 'nothing-sent';
  return [what, isCostSaid ? cost : '', fix].filter((part) => part !== '').join(' ');
}

function costOf(kind: FailureKind, { phase }: Facts): Cost {
  return costIn(FAILURES[kind].cost, phase);
}

function said(part: Part, facts: Facts): string {
  return typeof part === 'string' ? part : part(facts);
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:|$)/;

function unreachableFix(proxy = ''): string {
  if (!LOOPBACK.test(proxy)) {
    return 'Is it running, is the address right, and does it allow requests from plugins (CORS)? A company network may also have to allow its address.';
  }
  const name = proxy.startsWith('localhost') ? '' : ' Write localhost instead of the number.';
  return `Is it running, and is the port right? In Chrome, figma.com must also be allowed to reach this computer: open the site settings left of the address, and allow “Local network access” (or “Apps on device”).${name}`;
}
