import { expect, test } from 'vitest';
import {
  commandsFor,
  resultsOf,
  type FindCommand,
} from '../../src/renderer/src/features/find/results.ts';
import type { Found } from '../../src/shared/contacts/found.ts';
import { readText } from '../../src/shared/numbers/link.ts';

const command = (text: string, also = ''): FindCommand => ({
  id: text,
  text,
  also,
  keys: '',
  why: '',
  run: () => undefined,
});
const COMMANDS = [
  command('Hold: Anna Lindqvist'),
  command('Go to history', 'missed'),
  command('Settings: language', 'deutsch'),
  command('Theme: dark'),
];
const ANNA: Found = { kind: 'contact', name: 'Anna Lindqvist', number: '+46 70 123' };
const ANNE: Found = { kind: 'colleague', name: 'Anne', number: '203' };

const found = (text: string, people: readonly Found[] = []): string[] =>
  resultsOf(text, readText(text, 'SE'), people, COMMANDS).map(({ id }) => id);

test('a number comes first, a name that could be a SIP user last, and nobody twice', () => {
  expect(found('070 123 45 67')).toEqual(['number 0701234567']);
  expect(found('203', [ANNE])).toEqual(['person 203']);
  expect(found('ann', [ANNE, ANNA, { ...ANNA, name: 'Again' }])).toEqual([
    'person 203',
    'person +46 70 123',
    'Hold: Anna Lindqvist',
    'number ann',
  ]);
  expect(found('  ', [ANNA])).toEqual([]);
});

test('several numbers in one text are each a line, and what is no number is none', () => {
  expect(found('0701234567 / 0709876543')).toEqual(['number 0701234567', 'number 0709876543']);
  expect(found('12;34')).toEqual([]);
});

test('a command is found by the beginnings of its words in any order, and not by one letter', () => {
  const of = (text: string) => commandsFor(COMMANDS, text).map(({ text: says }) => says);
  expect(of('settings: lang')).toEqual(['Settings: language']);
  expect(of('ann hold')).toEqual(['Hold: Anna Lindqvist']);
  expect(of('MISSED')).toEqual(['Go to history']);
  expect(of('h')).toEqual([]);
  expect(of('old')).toEqual([]);
  expect(of('hold bo')).toEqual([]);
});
