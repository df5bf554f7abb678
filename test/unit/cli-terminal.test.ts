import { expect, it } from 'vitest';
import { forTerminal, jsonForTerminal } from '../../src/cli/terminal.ts';

const HOSTILE = 'a\u001b[2J\u0007b\u009b31mc\u202ed\u2066e\u200ff\rg';

it('leaves nothing in a text that steers a terminal, and its lines as they are', () => {
  expect(forTerminal(`${HOSTILE}\nÅsa 李小龍`)).toBe('a [2J b 31mc d e f g\nÅsa 李小龍');
});

it('leaves nothing of it in JSON either, which still says the same', () => {
  const json = jsonForTerminal(JSON.stringify({ name: HOSTILE }));
  expect(json).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  expect(JSON.parse(json)).toEqual({ name: HOSTILE });
});
