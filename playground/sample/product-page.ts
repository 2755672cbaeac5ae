// The main frame: a product page whose hero photograph lies under a mask that grades from left to right.
import type { ComponentNode, FrameNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone';
import { createTrip, type Trip } from './card.ts';
import { asRegion, COLOUR, type Kit, rgb, solid } from './kit.ts';

const WIDTH = 1200;
const HEIGHT = 900;
const MARGIN = 48;
const CONTENT = WIDTH - 2 * MARGIN;
const HERO = { x: MARGIN, y: 80, width: CONTENT, height: 432 };
/** Right of the hero’s words and within its photograph, so that a soft edge stays off everything else. */
const MASK = { x: 656, y: 136, width: 440, height: 320 };

export const TRIPS: readonly Trip[] = [
  {
    image: 'aizkorri',
    title: 'Aizkorri ridge',
    meta: 'Basque Country · 4 days · moderate',
    price: 'From €480',
    rating: '4.9',
  },
  {
    image: 'stream',
    title: 'Beech woods of Urkiola',
    meta: 'Basque Country · 3 days · easy',
    price: 'From €340',
    rating: '4.8',
  },
  {
    image: 'sunset',
    title: 'First light on Ganekogorta',
    meta: 'Above Bilbao · 1 night · easy',
    price: 'From €120',
    rating: '4.7',
  },
];

const LOGO = 'M0 16 7 4 11 10.5 13.5 6.5 20 16Z';
const ARROW = 'M0 4h10M6.5.5 10 4 6.5 7.5';

export function createProductPage(kit: Kit, card: ComponentNode): FrameNode {
  const page = kit.frame('Product page', { x: 0, y: 0, width: WIDTH, height: HEIGHT }, [solid(COLOUR.paper)]);
  for (const part of [createNavigation(kit), createHero(kit), createMask(kit), createTripsHeader(kit)]) {
    page.appendChild(part);
  }
  const trips = TRIPS.map((trip) => createTrip(kit, card, trip));
  page.appendChild(at(kit.stack('Trips', { gap: 24, align: 'MIN' }, trips), MARGIN, 588));
  return page;
}

function at<Node extends SceneNode>(node: Node, x: number, y: number): Node {
  node.x = x;
  node.y = y;
  return node;
}

function createNavigation(kit: Kit): FrameNode {
  const links = ['Trips', 'Guides', 'Journal', 'About us'].map((label) =>
    kit.text(label, label, { size: 14, line: 20, font: 'Medium' }),
  );
  const logo = kit.stack('Logo', { gap: 10 }, [
    kit.icon('Peaks', LOGO, { colour: COLOUR.moss }),
    kit.text('Name', 'Ibar', { size: 20, line: 24, font: 'Bold', spacing: -2, colour: COLOUR.moss }),
  ]);
  return kit.stack('Navigation', { width: WIDTH, height: 80, padding: [0, MARGIN], spread: true }, [
    logo,
    kit.stack('Links', { gap: 36 }, links),
    createButton(kit, 'Plan a walk', { fill: COLOUR.moss, text: COLOUR.white }),
  ]);
}

export function createButton(kit: Kit, label: string, colours: { fill: string; text: string }): FrameNode {
  const text = kit.text('Label', label, { size: 14, line: 20, font: 'SemiBold', colour: colours.text });
  return kit.stack('Button', { padding: [10, 20], fills: [solid(colours.fill)], radius: 20 }, [text]);
}

function createHero(kit: Kit): FrameNode {
  const hero = kit.frame('Hero', HERO);
  hero.cornerRadius = 24;
  hero.appendChild(kit.photo('Photo', 'picos', { x: 0, y: 0, width: HERO.width, height: HERO.height }));
  hero.appendChild(createShade(kit));
  hero.appendChild(at(createHeroText(kit), 48, 56));
  return hero;
}

/** Darkens the photograph behind the words, and only there. */
function createShade(kit: Kit): SceneNode {
  const shade = kit.figma.createRectangle();
  shade.name = 'Shade';
  shade.resize(HERO.width, HERO.height);
  const [{ r, g, b }, opaque] = [rgb('#12211b'), 0.78];
  shade.fills = [
    {
      type: 'GRADIENT_LINEAR',
      gradientTransform: [
        [1, 0, 0],
        [0, 1, 0],
      ],
      gradientStops: [
        { position: 0, color: { r, g, b, a: opaque } },
        { position: 0.35, color: { r, g, b, a: opaque * 0.72 } },
        { position: 0.72, color: { r, g, b, a: 0 } },
      ],
    },
  ];
  return shade;
}

function createHeroText(kit: Kit): FrameNode {
  const white = { colour: COLOUR.white };
  const eyebrow = kit.text('Eyebrow', 'GUIDED · EIGHT DAYS · SEPTEMBER', {
    size: 12,
    line: 16,
    font: 'SemiBold',
    spacing: 8,
    opacity: 0.8,
    ...white,
  });
  const heading = kit.text('Heading', 'Walk the quiet side of the Picos de Europa', {
    size: 48,
    line: 54,
    font: 'Bold',
    spacing: -2.5,
    width: 500,
    ...white,
  });
  const lead = kit.text(
    'Lead',
    'Hut to hut on old shepherds’ paths, with small groups, local guides and your bag carried ahead.',
    { size: 16, line: 26, width: 420, opacity: 0.88, ...white },
  );
  const actions = kit.stack('Actions', { gap: 24, padding: [8, 0] }, [
    createButton(kit, 'See the route', { fill: COLOUR.white, text: COLOUR.moss }),
    kit.text('Dates', 'Dates and prices', { size: 14, line: 20, font: 'SemiBold', ...white }),
  ]);
  return kit.stack('Words', { direction: 'VERTICAL', gap: 18 }, [eyebrow, heading, lead, actions]);
}

/** The change is graded: nothing at the mask's left edge, everything at its right one. */
function createMask(kit: Kit): SceneNode {
  const mask = kit.figma.createRectangle();
  mask.name = 'Mask';
  mask.resize(MASK.width, MASK.height);
  at(mask, MASK.x, MASK.y);
  mask.topRightRadius = 40;
  mask.bottomRightRadius = 40;
  const colour = rgb(COLOUR.mask);
  asRegion(mask, [
    {
      type: 'GRADIENT_LINEAR',
      gradientTransform: [
        [1, 0, 0],
        [0, 1, 0],
      ],
      gradientStops: [
        { position: 0, color: { ...colour, a: 0 } },
        { position: 1, color: { ...colour, a: 1 } },
      ],
    },
  ]);
  return mask;
}

function createTripsHeader(kit: Kit): FrameNode {
  const title = kit.text('Title', 'Walks for this autumn', {
    size: 22,
    line: 28,
    font: 'SemiBold',
    spacing: -1.5,
  });
  const link = kit.stack('All trips', { gap: 8 }, [
    kit.text('Label', 'All 14 walks', { size: 14, line: 20, font: 'Medium', colour: COLOUR.moss }),
    kit.icon('Arrow', ARROW, { colour: COLOUR.moss, weight: 1.5 }),
  ]);
  return at(
    kit.stack('Trips header', { width: CONTENT, height: 28, spread: true }, [title, link]),
    MARGIN,
    540,
  );
}
