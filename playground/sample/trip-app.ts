// The second frame: a phone screen whose photograph has a hard-edged region, turned by a few degrees.
import type { FrameNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone';
import { asRegion, COLOUR, type Kit, solid } from './kit.ts';
import { createButton } from './product-page.ts';

const WIDTH = 390;
const HEIGHT = 844;
const PHOTO_HEIGHT = 484;
const PADDING = 24;
const CONTENT = WIDTH - 2 * PADDING;
const BACK = 'M5 0 0 5 5 10';
const HEART =
  'M8 14C3 10 0 7.2 0 4.2 0 1.8 1.8 0 4.1 0 5.7 0 7.2.9 8 2.3 8.8.9 10.3 0 11.9 0 14.2 0 16 1.8 16 4.2 16 7.2 13 10 8 14Z';

export function createTripApp(kit: Kit, x: number): FrameNode {
  const screen = kit.frame('Trip app', { x, y: 0, width: WIDTH, height: HEIGHT }, [solid(COLOUR.white)]);
  screen.cornerRadius = 32;
  screen.appendChild(kit.photo('Photo', 'aizkorri', { x: 0, y: 0, width: WIDTH, height: PHOTO_HEIGHT }));
  screen.appendChild(createRegion(kit));
  screen.appendChild(createControls(kit));
  screen.appendChild(createSheet(kit));
  return screen;
}

function createRegion(kit: Kit): SceneNode {
  const region = kit.figma.createRectangle();
  region.name = 'Region 1';
  region.resize(220, 96);
  region.cornerRadius = 24;
  region.x = 60;
  region.y = 330;
  region.rotation = 8;
  asRegion(region, [solid(COLOUR.mask)]);
  return region;
}

function createControls(kit: Kit): FrameNode {
  const button = (name: string, icon: SceneNode) => {
    const round = kit.stack(name, { width: 40, height: 40, radius: 20, fills: [solid(COLOUR.white)] }, [
      icon,
    ]);
    round.primaryAxisAlignItems = 'CENTER';
    return round;
  };
  const controls = kit.stack('Controls', { width: CONTENT, height: 40, spread: true }, [
    button('Back', kit.icon('Chevron', BACK, { colour: COLOUR.ink, weight: 1.75 })),
    button('Keep', kit.icon('Heart', HEART, { colour: COLOUR.moss })),
  ]);
  controls.x = PADDING;
  controls.y = 32;
  return controls;
}

function createSheet(kit: Kit): FrameNode {
  const sheet = kit.stack(
    'Sheet',
    {
      direction: 'VERTICAL',
      width: WIDTH,
      height: HEIGHT - PHOTO_HEIGHT + 32,
      padding: [28, PADDING],
      gap: 20,
    },
    [createTitle(kit), createStats(kit), createStages(kit), createBooking(kit)],
  );
  sheet.fills = [solid(COLOUR.white)];
  sheet.topLeftRadius = 28;
  sheet.topRightRadius = 28;
  sheet.y = PHOTO_HEIGHT - 32;
  return sheet;
}

function createTitle(kit: Kit): FrameNode {
  return kit.stack('Heading', { direction: 'VERTICAL', gap: 4 }, [
    kit.text('Title', 'Aizkorri ridge', { size: 28, line: 34, font: 'Bold', spacing: -2 }),
    kit.text('Place', 'Gipuzkoa, Basque Country', { size: 14, line: 20, colour: COLOUR.stone }),
  ]);
}

const STATS = [
  ['Distance', '14.2 km'],
  ['Ascent', '860 m'],
  ['Walking', '6 h'],
] as const;

function createStats(kit: Kit): FrameNode {
  const cells = STATS.map(([label, value]) =>
    kit.stack(label, { direction: 'VERTICAL', gap: 2 }, [
      kit.text('Value', value, { size: 17, line: 24, font: 'SemiBold', spacing: -1 }),
      kit.text('Label', label, { size: 12, line: 16, colour: COLOUR.stone }),
    ]),
  );
  const fills = [solid(COLOUR.paper)];
  return kit.stack('Stats', { width: CONTENT, padding: [14, 20], spread: true, fills, radius: 16 }, cells);
}

const STAGES = [
  ['08:30', 'Meet at the sanctuary of Arantzazu'],
  ['11:00', 'Through the beech wood to Urbia'],
  ['13:30', 'Lunch at the hermitage, 1,551 m'],
] as const;

function createStages(kit: Kit): FrameNode {
  const rows = STAGES.map(([time, place]) =>
    kit.stack(time, { gap: 16, height: 24 }, [
      kit.text('Time', time, { size: 13, line: 20, font: 'SemiBold', colour: COLOUR.moss, width: 40 }),
      kit.text('Place', place, { size: 14, line: 20 }),
    ]),
  );
  return kit.stack('Stages', { direction: 'VERTICAL', gap: 10 }, rows);
}

function createBooking(kit: Kit): FrameNode {
  const price = kit.stack('Price', { direction: 'VERTICAL' }, [
    kit.text('Amount', '€480', { size: 20, line: 26, font: 'Bold', spacing: -1 }),
    kit.text('Per', 'per person, 4 days', { size: 12, line: 16, colour: COLOUR.stone }),
  ]);
  const button = createButton(kit, 'Choose a date', { fill: COLOUR.moss, text: COLOUR.white });
  return kit.stack('Booking', { width: CONTENT, height: 56, spread: true }, [price, button]);
}
