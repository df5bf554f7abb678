import { describe, expect, it } from 'vitest';
import { readLink } from '../../src/shared/numbers/link.ts';
import { isDialLink } from '../../src/shared/numbers/schemes.ts';

const number = (link: string): string => {
  const { dials, refused } = readLink(link);
  return refused === '' ? dials : `refused: ${refused}`;
};

describe('links that lead to a number', () => {
  // The first four are examples of RFC 3966 section 6 and 5.1.
  it.each([
    ['tel:+1-201-555-0123', '+12015550123'],
    ['tel:7042;phone-context=example.com', '7042'],
    // Where the number is valid, and no prefix: +1 914 555 863 1234 is nobody's.
    ['tel:863-1234;phone-context=+1-914-555', '8631234'],
    ['tel:+358-555-1234567;postd=pp22', '+3585551234567'],
    ['tel:+1(800)555.1212', '+18005551212'],
    ['TEL:+44%2020%207946%200958', '+442079460958'],
    ['tel:+49%20(30)%20123-456', '+4930123456'],
    ['tel://+4930123456', '+4930123456'],
    // An unescaped # begins a fragment (RFC 3986); escaped, it is dialled.
    ['tel:*21*5#', '*21*5'],
    ['tel:*21*5%23', '*21*5#'],
    ['callto:+4930123456', '+4930123456'],
    ['callto://203', '203'],
    ['sip:203@pbx.example.test', '203'],
    ['sip:+4930123456@gw.example.test;user=phone', '+4930123456'],
    ['sips:alice@example.com?subject=x', 'alice'],
    ['sip:201:secret@pbx', '201'],
  ])('%s', (link, expected) => {
    expect(number(link)).toBe(expected);
  });

  it('keeps the extension for the person to enter', () => {
    expect(readLink('tel:+4930123;ext=55')).toMatchObject({ dials: '+4930123', extension: '55' });
  });

  it.each([
    'tel:',
    'tel:%zz',
    'tel:+49;30',
    'http:+4930123456',
    'javascript:alert(1)',
    'tel:$(reboot)',
    'tel:1,{originate}',
    'tel:1%0Aapi%20hupall',
    `tel:+${'1'.repeat(3000)}`,
  ])('refuses %s, or takes of it only what can be dialled', (link) => {
    const { dials, refused } = readLink(link);
    if (refused === '') expect(dials).toMatch(/^\+?[0-9A-Za-z*#._-]+$/);
    else expect([dials, refused]).toEqual(['', expect.stringMatching(/.{10}/)]);
  });

  it('knows its links by their scheme alone', () => {
    expect(['tel:1', 'SIP:1', 'callto:x', 'sips:x'].every(isDialLink)).toBe(true);
    expect(['http://tel:1', '--tel:1', 'telx:1', ''].some(isDialLink)).toBe(false);
  });
});
