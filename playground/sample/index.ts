// The sample document: a walking company's page, app and journal, built with ordinary plugin code.
import type { PluginAPI } from '@figma/plugin-typings/plugin-api-standalone';
import { createTripCard } from './card.ts';
import { createJournal, createPictureCard } from './journal.ts';
import { createKit, type Images, solid } from './kit.ts';
import { createProductPage, TRIPS } from './product-page.ts';
import { createTripApp } from './trip-app.ts';

export const SAMPLE_NAME = 'Ibar walking';

/** The names of the photographs in images/, without `.jpg`. */
export const SAMPLE_IMAGES = ['picos', 'aizkorri', 'stream', 'sunset', 'dandelion'] as const;

const SECOND_ROW = 984;

export async function buildSample(figma: PluginAPI, images: Images): Promise<void> {
  const kit = await createKit(figma, images);
  const [firstTrip] = TRIPS;
  if (!firstTrip) return;
  figma.root.name = SAMPLE_NAME;
  figma.currentPage.name = 'Ibar';
  figma.currentPage.backgrounds = [solid('#e9e7e2')];
  // From bottom to top, so that the layer list begins with the product page.
  const card = createTripCard(kit, firstTrip);
  card.y = SECOND_ROW;
  createPictureCard(kit, 432, SECOND_ROW);
  createJournal(kit, 1750);
  createTripApp(kit, 1280);
  createProductPage(kit, card);
}
