// What a run costs, told before the click.

import type { Size } from './geometry.ts';
import type { Price } from './models/index.ts';

/** Dollars for the run, or null where fal names no usable price. fal rounds each picture up to whole megapixels. */
export function runPrice(price: Price, size: Size<'crop'>, images: number): number | null {
  if (!price.known) return null;
  return price.dollarsPerMegapixel * billedMegapixels(size) * images;
}

export function billedMegapixels(size: Size<'crop'>): number {
  return Math.ceil((size.width * size.height) / 1_000_000);
}

/** “$0.05”, “$0.125”, “less than $0.001”, or “price unknown”. */
export function priceText(dollars: number | null): string {
  if (dollars === null) return 'price unknown';
  if (dollars > 0 && dollars < 0.0005) return 'less than $0.001';
  const cents = dollars * 100;
  return `$${dollars.toFixed(Math.abs(cents - Math.round(cents)) < 1e-9 ? 2 : 3)}`;
}
