// What a prompt's words mean to the simulation: a palette and a pattern. A table of moods.

export type Colour = readonly [number, number, number];
export type Pattern = 'hills' | 'waves' | 'foliage' | 'blooms';

export interface Mood {
  words: readonly string[];
  pattern: Pattern;
  /** From the far and light to the near and dark. */
  colours: readonly Colour[];
}

const rgb = (hex: number): Colour => [hex >> 16, (hex >> 8) & 255, hex & 255];

const mood = (words: string, pattern: Pattern, ...colours: number[]): Mood => ({
  words: words.split(' '),
  pattern,
  colours: colours.map(rgb),
});

const MOODS: readonly Mood[] = [
  mood('autumn fall october maple harvest', 'foliage', 0xf6d48a, 0xe9a23b, 0xd9722a, 0xb2431f, 0x6f2a1a),
  mood(
    'forest leaf leaves jungle fern tree trees plant plants',
    'foliage',
    0xd6e6a8,
    0x9cc46a,
    0x5f9a4a,
    0x2f6b3c,
    0x173f2b,
  ),
  mood(
    'flower flowers bloom blossom garden rose roses tulip meadow',
    'blooms',
    0xfbe4e6,
    0xf4a9b8,
    0xe0607e,
    0xa8d08d,
    0x3f7d4e,
  ),
  mood('lavender violet purple magic', 'blooms', 0xf0e6fb, 0xc8a6ec, 0x8f63c9, 0xa9c6a0, 0x4b3a7a),
  mood(
    'sea ocean wave waves water lake river swim',
    'waves',
    0xd9f2f2,
    0x8fd3d8,
    0x3fa3b8,
    0x1f6f94,
    0x123f66,
  ),
  mood('beach sand desert dune dunes', 'waves', 0xfbeccb, 0xf0cf97, 0xdfa868, 0xb97d49, 0x7d5233),
  mood('snow snowy winter ice frost glacier', 'hills', 0xf4f8fb, 0xd6e4ef, 0xa9c2d8, 0x7797b5, 0x46637f),
  mood('sunset sunrise dusk dawn evening golden', 'hills', 0xffd9a0, 0xf79d65, 0xd9636a, 0x8a4270, 0x3d2a56),
  mood('night moon stars aurora dark midnight', 'hills', 0x2b3f73, 0x3f8a8c, 0x24506b, 0x172d4d, 0x0b1730),
  mood(
    'mountain mountains hill hills alpine valley sky',
    'hills',
    0xe6eef2,
    0xb6cbd4,
    0x7fa0a6,
    0x4d7770,
    0x2a4d47,
  ),
];

/** The mood whose words the prompt names most often; without any, the prompt's own hash chooses. */
export function moodOf(prompt: string, hash: number): Mood {
  const words = prompt.toLowerCase().split(/[^\p{L}]+/u);
  const scores = MOODS.map((candidate) => words.filter((word) => candidate.words.includes(word)).length);
  const best = Math.max(...scores);
  return MOODS[best > 0 ? scores.indexOf(best) : hash % MOODS.length]!;
}
