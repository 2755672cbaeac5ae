// What a failure cost, in the user's words: by its kind, and by how far the request had come.

/** `nothing-sent` goes without saying: nobody thinks that a selection costs money. */
export type Cost =
  | 'nothing-sent'
  | 'not-charged'
  | 'server-side'
  | 'perhaps-refused'
  | 'perhaps-made'
  | 'perhaps-begun'
  | 'begun'
  | 'paid'
  | 'paid-and-kept'
  | 'paid-and-here'
  | 'paid-earlier';

export const COSTS: Readonly<Record<Cost, string>> = {
  'nothing-sent': 'Nothing was sent, so nothing was charged.',
  'not-charged': 'Nothing was charged.',
  'server-side': 'Failures on its side are not charged.',
  'perhaps-refused': 'fal may charge for refused requests.',
  'perhaps-made': 'It may have been charged.',
  'perhaps-begun': 'Nothing was charged, unless fal had begun to make it.',
  begun: 'fal may charge for what it had begun to make.',
  paid: 'It was charged like any other picture.',
  'paid-and-kept': 'The picture is paid for, and it is not lost.',
  'paid-and-here':
    'The picture is paid for, and it is in this panel alone: see to it before the plugin is closed.',
  'paid-earlier': 'Nothing more was charged.',
};

/**
 * Surely before the request went out, or surely after fal had taken it; then stored, or known to the open panel alone.
 * While it is on its way neither is sure.
 */
export type Phase = 'unsent' | 'taken' | 'taken-unkept';

/** What a cost by kind becomes in a phase; those that are left out hold in any. */
const IN_PHASE: Readonly<Record<Phase, Readonly<Partial<Record<Cost, Cost>>>>> = {
  unsent: {
    'server-side': 'not-charged',
    'perhaps-refused': 'not-charged',
    'perhaps-made': 'not-charged',
    'perhaps-begun': 'not-charged',
  },
  // A proxy that refuses its token now does not undo what fal has begun.
  taken: {
    'nothing-sent': 'paid-and-kept',
    'not-charged': 'paid-and-kept',
    'perhaps-made': 'paid-and-kept',
  },
  'taken-unkept': {
    'nothing-sent': 'paid-and-here',
    'not-charged': 'paid-and-here',
    'perhaps-made': 'paid-and-here',
    'paid-and-kept': 'paid-and-here',
  },
};

export function costIn(cost: Cost, phase: Phase | undefined): Cost {
  return (phase && IN_PHASE[phase][cost]) ?? cost;
}
