import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readInput } from '../../src/cli/inputs.ts';
import CASE_TABLE from '../fixtures/numbers/cases.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** `npm run --silent ringside -- …` as a person runs it. */
function ringside(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['scripts/ringside.mjs', ...args],
      { cwd: ROOT },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

/** The one table of cases that all ways in share: text, country, what is right. */
const CASES = CASE_TABLE.flatMap(
  ({ cases }) => cases as unknown as [string, string, { dials?: string }][],
);

describe('ringside number and link', () => {
  it('say what would be dialled, to scripts and to people, without a running app', async () => {
    expect(await ringside('number', '+49 (0)30 1234567 x12', '--json')).toEqual({
      code: 0,
      out: '{"dials":"+49301234567","extension":"12","pause":"","kind":"number","refused":""}\n',
      err: '',
    });
    const link = await ringside('link', 'callto:tel:+4930123456', '--country', 'DE');
    expect(link.code).toBe(0);
    expect(link.out).toContain('+4930123456');
    const refused = await ringside('link', 'sip:pbx.example.test', '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ dials: '', kind: '' });
    expect((JSON.parse(refused.out) as { refused: string }).refused).not.toBe('');
    expect((await ringside('number')).code).toBe(2);
    expect((await ringside('number', '1', '--country', 'Germany')).code).toBe(2);
  }, 60_000);

  it('and of a file of contacts what would be taken in, and what not', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'ringside-cli-')), 'people.csv');
    writeFileSync(
      path,
      'First Name,Last Name,Phone,Fax\nAnna,Berg,+1 (201) 555-0199 x5,+12015550198\n,,12;34,\n',
    );
    const { code, out } = await ringside('contacts', path, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      contacts: [{ name: 'Anna Berg', numbers: [{ number: '+12015550199', extension: '5' }] }],
      unusedColumns: ['Fax'],
      badLines: [{ line: 3, reason: 'A name is needed.' }],
    });
    expect((await ringside('contacts', path)).out).toContain('Columns not used: Fax.');
    const gone = await ringside('contacts', `${path}.gone`, '--json');
    expect(gone.code).toBe(1);
    expect(JSON.parse(gone.out)).toMatchObject({
      contacts: [],
      refused: expect.stringContaining('cannot be read') as string,
    });
  }, 60_000);

  it('read each case of the one table as every other way in does', async () => {
    expect(CASES.length).toBeGreaterThan(100);
    for (const [text, country, { dials = '' }] of CASES) {
      const answer = await readInput({
        command: 'number',
        text,
        country,
        json: true,
        encoding: '',
      });
      expect((JSON.parse(answer.text) as { dials: string }).dials, text).toBe(dials);
      expect(answer.understood).toBe(dials !== '');
    }
  });
});
