// The third frame, which has no region, and a picture that stands alone.
import type { FrameNode, RectangleNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone';
import { COLOUR, type Kit, solid } from './kit.ts';

const WIDTH = 480;
const PADDING = 32;
const CONTENT = WIDTH - 2 * PADDING;

export function createJournal(kit: Kit, x: number): FrameNode {
  const journal = kit.stack(
    'Journal',
    { direction: 'VERTICAL', width: WIDTH, height: 844, padding: [PADDING, PADDING], gap: 20 },
    [
      kit.text('Section', 'Journal', { size: 14, line: 20, font: 'SemiBold', colour: COLOUR.moss }),
      createLead(kit, 'dandelion'),
      kit.text('Title', 'What grows along the way', {
        size: 32,
        line: 38,
        font: 'Bold',
        spacing: -2.2,
        width: CONTENT,
      }),
      kit.text(
        'Text',
        'In May the high meadows are cut for the first time. Until then they belong to the dandelions, and to anybody who walks slowly enough to see them open.',
        { size: 15, line: 25, colour: COLOUR.stone, width: CONTENT },
      ),
      createRule(kit),
      createEntry(kit, 'stream', 'Water you can trust', 'Nerea Etxabe · 6 minutes'),
      createEntry(kit, 'sunset', 'A night above Bilbao', 'Jon Arana · 4 minutes'),
      createEntry(kit, 'aizkorri', 'When the larches turn', 'Nerea Etxabe · 5 minutes'),
    ],
  );
  journal.x = x;
  journal.fills = [solid(COLOUR.paper)];
  return journal;
}

function createLead(kit: Kit, image: string): RectangleNode {
  const photo = kit.photo('Photo', image, { x: 0, y: 0, width: CONTENT, height: 264 });
  photo.cornerRadius = 20;
  return photo;
}

function createRule(kit: Kit): SceneNode {
  const rule = kit.figma.createRectangle();
  rule.name = 'Rule';
  rule.resize(CONTENT, 1);
  rule.fills = [solid(COLOUR.line)];
  return rule;
}

function createEntry(kit: Kit, image: string, title: string, byline: string): FrameNode {
  const thumbnail = kit.photo('Photo', image, { x: 0, y: 0, width: 96, height: 72 });
  thumbnail.cornerRadius = 12;
  const words = kit.stack('Words', { direction: 'VERTICAL', gap: 2 }, [
    kit.text('Title', title, { size: 16, line: 24, font: 'SemiBold', spacing: -1 }),
    kit.text('Byline', byline, { size: 13, line: 20, colour: COLOUR.stone }),
  ]);
  return kit.stack(title, { gap: 20 }, [thumbnail, words]);
}

export function createPictureCard(kit: Kit, x: number, y: number): RectangleNode {
  const picture = kit.photo('Picture card', 'sunset', { x, y, width: 480, height: 320 });
  picture.cornerRadius = 20;
  return picture;
}
