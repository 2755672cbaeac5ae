// The trip card: one component, and instances of it with their own photograph and words.
import type { ComponentNode, InstanceNode, TextNode } from '@figma/plugin-typings/plugin-api-standalone';
import { COLOUR, type Kit, solid } from './kit.ts';

export interface Trip {
  image: string;
  title: string;
  meta: string;
  price: string;
  rating: string;
}

const WIDTH = 352;
const PHOTO_HEIGHT = 160;
const STAR = 'M6 0 7.8 3.9 12 4.4 8.9 7.3 9.7 11.5 6 9.4 2.3 11.5 3.1 7.3 0 4.4 4.2 3.900Z';

export function createTripCard(kit: Kit, trip: Trip): ComponentNode {
  const component = kit.figma.createComponent();
  component.name = 'Trip card';
  component.layoutMode = 'VERTICAL';
  component.fills = [solid(COLOUR.white)];
  component.strokes = [solid(COLOUR.line)];
  component.strokeWeight = 1;
  component.strokeAlign = 'INSIDE';
  component.cornerRadius = 16;
  component.clipsContent = true;
  component.appendChild(kit.photo('Photo', trip.image, { x: 0, y: 0, width: WIDTH, height: PHOTO_HEIGHT }));
  component.appendChild(createBody(kit, trip));
  component.counterAxisSizingMode = 'FIXED';
  component.resize(WIDTH, component.height);
  component.primaryAxisSizingMode = 'AUTO';
  return component;
}

function createBody(kit: Kit, trip: Trip) {
  const title = kit.text('Title', trip.title, { size: 16, line: 24, font: 'SemiBold', spacing: -1 });
  const meta = kit.text('Meta', trip.meta, { size: 13, line: 20, colour: COLOUR.stone });
  const price = kit.text('Price', trip.price, { size: 13, line: 20, font: 'Medium' });
  const star = kit.icon('Star', STAR, { colour: COLOUR.sun });
  const rating = kit.text('Rating', trip.rating, { size: 13, line: 20, font: 'Medium' });
  const score = kit.stack('Score', { gap: 6 }, [star, rating]);
  const footer = kit.stack('Footer', { width: WIDTH - 40, height: 28, spread: true }, [price, score]);
  return kit.stack('Body', { direction: 'VERTICAL', width: WIDTH, padding: [16, 20] }, [title, meta, footer]);
}

export function createTrip(kit: Kit, card: ComponentNode, trip: Trip): InstanceNode {
  const instance = card.createInstance();
  instance.name = trip.title;
  const photo = instance.findOne(({ name }) => name === 'Photo');
  if (photo?.type === 'RECTANGLE') photo.fills = [kit.imagePaint(trip.image)];
  const words: Record<string, string> = {
    Title: trip.title,
    Meta: trip.meta,
    Price: trip.price,
    Rating: trip.rating,
  };
  for (const node of instance.findAll(({ type }) => type === 'TEXT') as TextNode[]) {
    node.characters = words[node.name] ?? node.characters;
  }
  return instance;
}
