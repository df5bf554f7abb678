import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, expect, it } from 'vitest';
import { SettingsStore } from '../../src/main/settings/store.ts';
import { defaultSettings, Settings } from '../../src/shared/settings/settings.ts';
import { mutated } from '../fuzz/material.ts';
import { siteOf } from '../support/sites.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringside-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('whatever the settings file holds, the store opens, keeps what was there, and writes what it reads', async () => {
  let next = 0;
  let read = 0;
  let setAside = 0;
  const whole = Buffer.from(JSON.stringify(defaultSettings()));
  const silent = (): void => undefined;
  await fc.assert(
    fc.asyncProperty(mutated([whole]), async (bytes) => {
      const own = mkdtempSync(join(folder, String((next += 1))));
      const path = join(own, 'settings.json');
      writeFileSync(path, bytes);
      const store = new SettingsStore(own, silent);
      if (store.problem === '') read += 1;
      else {
        setAside += 1;
        const aside = readdirSync(own).find((name) => name.includes('.broken-')) ?? '';
        expect(readFileSync(join(own, aside)).equals(bytes)).toBe(true);
      }
      store.patch({ sites: [siteOf('207')] });
      expect(await store.flush(10_000)).toBe(true);
      expect(v.parse(Settings, JSON.parse(readFileSync(path, 'utf8')))).toEqual(store.get());
      expect(new SettingsStore(own, silent)).toMatchObject({ problem: '' });
      expect(store.get().sites[0]?.extension).toBe('207');
    }),
    { numRuns: 40 },
  );
  expect(read).toBeGreaterThan(3);
  expect(setAside).toBeGreaterThan(3);
}, 60_000);
