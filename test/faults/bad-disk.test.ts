import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeptFile } from '../../src/main/files/kept-file.ts';
import { whyNotWritten } from '../../src/main/files/trouble.ts';
import { writeWhole } from '../../src/main/files/write-whole.ts';
import type { Settings } from '../../src/shared/settings/settings.ts';
import { SettingsStore } from '../../src/main/settings/store.ts';
import { Disk, NO_DISK } from '../support/disk.ts';
import { siteOf } from '../support/sites.ts';

describe.skipIf(NO_DISK !== '')(`settings on a bad disk${NO_DISK && ` (${NO_DISK})`}`, () => {
  let disk: Disk;
  beforeEach(() => (disk = new Disk()));
  afterEach(() => disk.remove());

  const saved = (): Pick<Settings, 'sites'> =>
    JSON.parse(readFileSync(join(disk.folder, 'settings.json'), 'utf8')) as Pick<Settings, 'sites'>;

  it.each([
    ['full', 'the disk is full', () => disk.fill(), () => disk.empty()],
    ['read-only', 'the disk may only be read', () => disk.remount('ro'), () => disk.remount('rw')],
  ])(
    '%s: a change holds, is told once, and is written when that is mended',
    async (_how, why, break_, mend) => {
      const said = vi.fn();
      const store = new SettingsStore(disk.folder, said);
      store.patch({ sites: [siteOf('201')] });
      expect(await store.flush(5_000)).toBe(true);
      break_();
      for (const extension of ['202', '203', '204']) {
        store.patch({ sites: [siteOf(extension)] });
        expect(store.get().sites[0]?.extension).toBe(extension);
        expect(await store.flush(5_000)).toBe(false);
      }
      expect(said.mock.calls).toEqual([
        ['bad', expect.stringContaining(`cannot be written: ${why}.`)],
      ]);
      // What was there is whole, and nothing half-written lies about.
      expect(saved().sites[0]?.extension).toBe('201');
      expect(readdirSync(disk.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      store.patch({ sites: [siteOf('205')] });
      mend();
      // By itself: nothing asks for it again.
      await expect.poll(() => saved().sites[0]?.extension).toBe('205');
      await expect.poll(() => said.mock.calls).toHaveLength(2);
      expect(said.mock.calls[1]).toEqual(['info', 'The settings are written again.']);
    },
  );

  it('a file for which there is half the room is not cut short', async () => {
    const path = join(disk.folder, 'file');
    await writeWhole(path, 'before');
    disk.fill(16_384);
    await expect(writeWhole(path, 'x'.repeat(40_000))).rejects.toThrow(/ENOSPC/);
    expect(readFileSync(path, 'utf8')).toBe('before');
  });
});

describe('a kept file', () => {
  it('waits for a disk that hangs no longer than it is told to, says so once, and writes the newest', async () => {
    vi.useFakeTimers();
    const said = vi.fn();
    const written: string[] = [];
    let go: () => void = () => undefined;
    const file = new KeptFile('/nowhere', {
      name: 'The settings',
      say: said,
      write: async (_path, text) => {
        await new Promise<void>((resolve) => (go = resolve));
        written.push(text);
      },
    });
    file.keep('1');
    file.keep('2');
    file.keep('3');
    const flushed = file.flush(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await flushed).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said.mock.calls).toEqual([['bad', expect.stringContaining('the disk does not answer')]]);
    go();
    await vi.advanceTimersByTimeAsync(0);
    go();
    await vi.advanceTimersByTimeAsync(0);
    expect(written).toEqual(['1', '3']);
    expect(await file.flush(0)).toBe(true);
    vi.useRealTimers();
  });

  it('that cannot be written is tried again, each time later, until it can', async () => {
    vi.useFakeTimers();
    const triedMs: number[] = [];
    const began = Date.now();
    const file = new KeptFile('/nowhere', {
      name: 'The settings',
      say: () => undefined,
      write: () => {
        triedMs.push(Date.now() - began);
        return triedMs.length < 5 ? Promise.reject(new Error('no')) : Promise.resolve();
      },
    });
    file.keep('1');
    await vi.advanceTimersByTimeAsync(120_000);
    expect(triedMs).toEqual([0, 1_000, 3_000, 7_000, 15_000]);
    vi.useRealTimers();
  });

  it('tells a full disk from one that may not be written', () => {
    expect(
      [
        { code: 'EDQUOT' },
        { code: 'EROFS' },
        { code: 'EACCES' },
        { message: 'attempt to write a readonly database' },
        { message: 'database or disk is full' },
        { message: 'database is locked' },
      ].map(whyNotWritten),
    ).toEqual([
      'the disk is full',
      'the disk may only be read',
      'you have no right to write there',
      'you have no right to write there',
      'the disk is full',
      'another program holds the file',
    ]);
  });

  it('is for its owner alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringside-kept-'));
    const path = join(folder, 'file');
    writeFileSync(path, 'before', { mode: 0o644 });
    await writeWhole(path, 'after');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    rmSync(folder, { recursive: true });
  });
});

it('many changes while it cannot be written do not put off the next try', async () => {
  vi.useFakeTimers();
  try {
    let isFull = true;
    const written: string[] = [];
    const file = new KeptFile('/nowhere', {
      name: 'The settings',
      say: () => undefined,
      write: (_path, text) => {
        if (isFull) return Promise.reject(new Error('ENOSPC'));
        written.push(text);
        return Promise.resolve();
      },
    });
    for (let change = 1; change <= 10; change += 1) {
      file.keep(`${change}`);
      await vi.advanceTimersByTimeAsync(300);
    }
    isFull = false;
    // The first try of its own is 1 s after the last change.
    await vi.advanceTimersByTimeAsync(1_000);
    expect(written).toEqual(['10']);
  } finally {
    vi.useRealTimers();
  }
});
