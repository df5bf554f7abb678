import { describe, expect, it } from 'vitest';
import { parseExtension, parseNumber } from '../../src/shared/domain/validate.ts';
import { readText } from '../../src/shared/numbers/link.ts';

describe('a number', () => {
  it.each([
    ['+49 (30) 123-456', '+4930123456'],
    ['+49 (0)30 123 456', '+4930123456'],
    ['tel:+1-201-555-0123', '+12015550123'],
    ['０３０ １２３', '030123'],
    ['030/123.456', '030123456'],
    ['*97', '*97'],
    ['bo.agent', 'bo.agent'],
    ['\u202a+49 30\u00a01\u202c', '+49301'],
  ])('%s is dialled as %s', (typed, dialled) => {
    expect(readText(typed)).toMatchObject({ dials: dialled, refused: '' });
    expect(parseNumber(dialled)).toEqual({ ok: true, value: dialled });
  });

  it.each(['', '  ', '+', '12\n34;x', '1${x}', '201 XML default,', 'a b&c', "1'2", '9'.repeat(65)])(
    '%j is refused with a reason',
    (typed) => {
      expect(readText(typed)).toMatchObject({ dials: '', refused: expect.stringMatching(/.{11}/) });
      expect(parseNumber(typed).ok).toBe(false);
    },
  );
});

describe('an extension', () => {
  it.each(['201', '201@pbx.example.test', 'bo.agent@a-b.c'])('%s is one', (text) =>
    expect(parseExtension(text).ok).toBe(true),
  );
  it.each(['', '201@', '@x', '2 01', '201@a@b', '201@-x', 'a$b'])('%j is none', (text) =>
    expect(parseExtension(text).ok).toBe(false),
  );
});
