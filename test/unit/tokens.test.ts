import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/* The contrast of the colours that stand on each other, by the formula of WCAG 2.2. */

const css = readFileSync(
  new URL('../../src/renderer/src/styles/tokens.css', import.meta.url),
  'utf8',
);

type Theme = 'light' | 'dark';
/** name → its colour in each theme, of the rule that begins with `head`. */
function tokensOf(head: string): Map<string, Record<Theme, string>> {
  const rule = css.slice(css.indexOf(head)).split('}')[0] ?? '';
  const found = rule.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);/g);
  return new Map([...found].map(([, name = '', light = '', dark = '']) => [name, { light, dark }]));
}
const plain = tokensOf(':root {\n  color-scheme');
const more = new Map([...plain, ...tokensOf('@media (prefers-contrast: more)')]);

/** Relative luminance of #rrggbb. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['panel', 'bg', 'raised', 'hover', 'select', 'mine'];
const TEXTS = [
  ...['text', 'soft'].flatMap((name) => GROUNDS.map((ground) => [name, ground])),
  ...['accent', 'bad', 'good'].flatMap((name) =>
    ['panel', 'bg', 'raised', 'hover'].map((ground) => [name, ground]),
  ),
  ['accent', 'select'],
  ...['ring', 'talk', 'held', 'bad', 'idle'].map((name) => [name, `${name}-bg`]),
  ...['text', 'soft'].flatMap((name) =>
    ['ring-bg', 'talk-bg', 'held-bg', 'bad-bg'].map((ground) => [name, ground]),
  ),
  ...['accent', 'bad', 'good'].map((name) => [`on-${name}`, name]),
] as [string, string][];
const EDGES = GROUNDS.slice(0, 3).map((ground) => ['edge', ground] as const);

test('the formula gives what WCAG gives for its own examples', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

describe.each([
  ['as it is', plain],
  ['with more contrast', more],
] as const)('%s', (_name, tokens) => {
  const of = (name: string, theme: Theme): string => {
    const colour = tokens.get(name)?.[theme];
    if (colour === undefined) throw new Error(`There is no colour --${name}.`);
    return colour;
  };
  describe.each(['light', 'dark'] as const)('%s', (theme) => {
    test.each(TEXTS)('text: %s on %s, 4.5:1', (name, ground) => {
      expect(contrast(of(name, theme), of(ground, theme))).toBeGreaterThanOrEqual(4.5);
    });
    test.each(EDGES)('border of a control: %s on %s, 3:1', (name, ground) => {
      expect(contrast(of(name, theme), of(ground, theme))).toBeGreaterThanOrEqual(3);
    });
  });
});
