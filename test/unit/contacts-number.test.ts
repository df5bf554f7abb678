import { describe, expect, it } from 'vitest';
import { maySame, normalForm, tailOf } from '../../src/shared/contacts/number.ts';

describe('the normal form of a number', () => {
  it.each([
    ['+49 30 1234567', '+49301234567'],
    ['0049301234567', '+49301234567'],
    ['+49 (0)30 / 123-45.67', '+49301234567'],
    ['030 1234567', '0301234567'],
    ['201', '201'],
    ['*97', '*97'],
    ['００４９ ３０ １２３４５６７', '+49301234567'],
    ['00', '00'],
    ['Bo.Agent', 'bo.agent'],
    ['', ''],
  ])('of %j is %j', (number, normal) => expect(normalForm(number)).toBe(normal));
});

describe('two numbers', () => {
  const same = (a: string, b: string): boolean => {
    const [one, other] = [normalForm(a), normalForm(b)];
    expect(maySame(other, one)).toBe(maySame(one, other));
    return maySame(one, other);
  };

  it.each([
    ['+49301234567', '0301234567'],
    ['+49301234567', '301234567'],
    ['+49301234567', '1234567'],
    ['+49301234567', '49301234567'],
    ['+12015550123', '2015550123'],
    ['+390612345678', '0612345678'],
  ])('%s and %s may be one', (a, b) => {
    expect(same(a, b)).toBe(true);
    expect(tailOf(normalForm(a))).toBe(tailOf(normalForm(b)));
  });

  it.each([
    ['+49301234567', '+48301234567'],
    ['+49301234567', '+4930123456'],
    ['+49301234567', '0401234567'],
    ['+49301234567', '234567'],
    ['+49301234567', ''],
    ['201', '0201'],
    ['*971234567', '1234567'],
    ['bo.agent', '1234567'],
  ])('%s and %s are two', (a, b) => expect(same(a, b)).toBe(false));
});
