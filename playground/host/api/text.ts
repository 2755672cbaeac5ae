// Properties of text. Like Figma, they refuse to change text whose font was not loaded.
import type { FontName, LetterSpacing, LineHeight } from '@figma/plugin-typings/plugin-api-standalone';
import type { Props, SceneNode } from '../scene/model.ts';
import { type ApiContext, MIXED } from './context.ts';
import { type Method, type Property, readOnly, text } from './tables.ts';
import { type Check, frozen, nullable, number, oneOf, record, string } from './validate.ts';

const fontName: Check<FontName> = record({ family: string, style: string });
const letterSpacing: Check<LetterSpacing> = record({ unit: oneOf('PIXELS', 'PERCENT'), value: number() });
const lineHeight: Check<LineHeight> = (value, name) => {
  const auto = typeof value === 'object' && value !== null && 'unit' in value && value.unit === 'AUTO';
  return auto
    ? frozen({ unit: 'AUTO' as const })
    : record({ unit: oneOf('PIXELS', 'PERCENT'), value: number(0) })(value, name);
};

export const textProperties: Record<string, Property> = {
  characters: typeset('characters', string),
  fontSize: typeset('fontSize', number(1)),
  fontName: { on: text, get: (_context, node) => ownOrMixed(node, 'fontName'), set: setFontName },
  lineHeight: typeset('lineHeight', lineHeight),
  letterSpacing: typeset('letterSpacing', letterSpacing),
  textCase: typeset('textCase', oneOf('ORIGINAL', 'UPPER', 'LOWER', 'TITLE')),
  textDecoration: typeset('textDecoration', oneOf('NONE', 'UNDERLINE', 'STRIKETHROUGH')),
  textAlignHorizontal: typeset('textAlignHorizontal', oneOf('LEFT', 'CENTER', 'RIGHT', 'JUSTIFIED')),
  textAlignVertical: typeset('textAlignVertical', oneOf('TOP', 'CENTER', 'BOTTOM')),
  textAutoResize: typeset('textAutoResize', oneOf('NONE', 'WIDTH_AND_HEIGHT', 'HEIGHT', 'TRUNCATE')),
  textTruncation: typeset('textTruncation', oneOf('DISABLED', 'ENDING')),
  maxLines: typeset('maxLines', nullable(number(1))),
  hasMissingFont: readOnly(text, (context, node) => !isAvailable(context, node.props.fontName)),
};

export const textMethods: Record<string, Method> = {
  getRangeAllFontNames: {
    on: text,
    call: (_context, node, start, end) => fontNames(node, Number(start), Number(end)),
  },
};

/** The fonts between two characters, each once. */
function fontNames({ props }: SceneNode, start: number, end: number): FontName[] {
  const runs = props.textRuns.filter((run) => run.start < end && run.end > start);
  const covered = runs.reduce((sum, run) => sum + Math.min(run.end, end) - Math.max(run.start, start), 0);
  const names = runs.map((run) => run.fontName ?? props.fontName);
  const all = covered < end - start ? [props.fontName, ...names] : names;
  return [...new Map(all.map((font) => [`${font.family} ${font.style}`, font])).values()];
}

/** A property that sets the text anew, and so needs its fonts. */
function typeset<K extends keyof Props>(key: K, check: Check<Props[K]>): Property {
  return {
    on: text,
    get: (_context, node) => ownOrMixed(node, key),
    set: (context, node, value) => {
      const checked = check(value, key);
      assertFontsLoaded(context, node, key);
      const runs = key === 'characters' ? [] : node.props.textRuns.map((run) => ({ ...run, [key]: checked }));
      context.edit(node, { [key]: checked, glyphs: null, textRuns: runs });
    },
  };
}

function setFontName(context: ApiContext, node: SceneNode, value: unknown): void {
  const font = fontName(value, 'fontName');
  assertLoaded(context, font, 'fontName');
  const textRuns = node.props.textRuns.map((run) => ({ ...run, fontName: font }));
  context.edit(node, { fontName: font, glyphs: null, textRuns });
}

function ownOrMixed(node: SceneNode, key: keyof Props): unknown {
  const own = JSON.stringify(node.props[key]);
  const differs = node.props.textRuns.some((run) => {
    const value = new Map<string, unknown>(Object.entries(run)).get(key);
    return value !== undefined && JSON.stringify(value) !== own;
  });
  return differs ? MIXED : node.props[key];
}

function assertFontsLoaded(context: ApiContext, node: SceneNode, key: string): void {
  const runs = node.props.textRuns.flatMap((run) => run.fontName ?? []);
  for (const font of [node.props.fontName, ...runs]) assertLoaded(context, font, key);
}

function assertLoaded(context: ApiContext, { family, style }: FontName, key: string): void {
  if (context.loadedFonts.has(`${family} ${style}`)) return;
  throw new Error(
    `in set_${key}: Cannot write to node with unloaded font "${family} ${style}". Please call figma.loadFontAsync({ family: "${family}", style: "${style}" }) and await the returned promise first.`,
  );
}

export function isAvailable(context: ApiContext, { family, style }: FontName): boolean {
  return context.skia.fontNames.some((font) => font.family === family && font.style === style);
}
