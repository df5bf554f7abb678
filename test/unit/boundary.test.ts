import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { askerOf, REQUESTS, type RequestName } from '../../src/shared/ipc/contract.ts';
import { defaultSettings } from '../../src/shared/settings/settings.ts';

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
    const { connection } = defaultSettings();
    const draft = (password: string) => ({ connection, extension: '201', password });
    expect(takes('connection.test', draft('secret'))).toBe(true);
    expect(takes('connection.test', draft('x'.repeat(4097)))).toBe(false);
    for (const name of names) expect(takes(name, 'x'.repeat(1_000_000)), name).toBe(false);
  });
});
