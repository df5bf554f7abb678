import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../src/main/settings/file.ts';
import { defaultSettings } from '../../src/shared/settings/settings.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ringside-settings-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function read(kept: unknown) {
  const path = join(folder, 'settings.json');
  writeFileSync(path, JSON.stringify(kept));
  return readSettings(path);
}
/** As version 1 wrote it. */
const ESL = { host: 'pbx.example.test', port: 8022, user: 'desk@pbx.example.test' };
const WEBITEL = { url: 'https://w.example.test', login: 'token', username: '201' };

describe('a settings file of version 1', () => {
  it('has one PBX and my phone there, which is the first site', () => {
    const { value, problem } = read({
      version: 1,
      connection: { kind: 'esl', esl: ESL, webitel: WEBITEL },
      extension: '201@pbx.example.test',
      theme: 'dark',
      table: { columns: ['status', 'caller'] },
    });
    expect(problem).toBe('');
    expect(value.sites).toMatchObject([
      {
        id: 'main',
        name: '',
        connection: { kind: 'esl', esl: ESL, webitel: WEBITEL },
        extension: '201@pbx.example.test',
      },
    ]);
    expect(value).toMatchObject({ version: 2, theme: 'dark' });
    expect(value.table.columns).toEqual(['status', 'site', 'caller']);
  });
  it('in which none was chosen has none', () => {
    expect(read({ version: 1, connection: { kind: 'none' } }).value).toEqual(defaultSettings());
    expect(read({}).value).toEqual(defaultSettings());
  });
});

describe('a settings file of today', () => {
  it('stays what it is', () => {
    const kept = { ...defaultSettings(), sites: [] };
    expect(read(kept).value).toEqual(kept);
  });
  it('that is damaged keeps each site that reads, without what does not', () => {
    const site = (id: string, more: object) => ({
      id,
      connection: { kind: 'esl', esl: ESL },
      ...more,
    });
    const { value, problem } = read({
      version: 2,
      sites: [
        site('a', { extension: 'not one' }),
        { id: 'b' },
        site('c d', {}),
        site('e', { extension: '201' }),
      ],
    });
    expect(problem).toContain('was damaged');
    expect(value.sites.map(({ id, extension }) => [id, extension])).toEqual([
      ['a', ''],
      ['e', '201'],
    ]);
  });
});
