import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { askerOf, REQUESTS, type RequestName } from '../../src/shared/ipc/contract.ts';

const names = Object.keys(REQUESTS) as RequestName[];

describe('the boundary of the windows', () => {
  it('lets the pop-up ask for its own and nothing else', () => {
    expect(names.filter((name) => askerOf(name) === 'popup').sort()).toEqual([
      'popup.act',
      'popup.dismiss',
      'popup.fire',
      'popup.show',
      'popup.view',
    ]);
  });

  it('takes nothing where nothing is asked for, and no text without an end', () => {
    const takes = (name: RequestName, payload: unknown): boolean =>
      v.safeParse(REQUESTS[name].input, payload).success;
    expect(takes('app.info', { number: '1' })).toBe(false);
    const site = { id: '', name: 'Berlin', connection: {}, extension: '201' };
    const draft = (password: string) => ({ site, password });
    expect(takes('site.test', draft('secret'))).toBe(true);
    expect(takes('site.test', draft('x'.repeat(4097)))).toBe(false);
    for (const name of names) expect(takes(name, 'x'.repeat(1_000_000)), name).toBe(false);
  });
});
