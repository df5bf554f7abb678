import { describe, expect, it, vi } from 'vitest';
import { Monitor } from '../../src/main/calls/monitor.ts';
import { Recorder } from '../../src/main/diagnostics/recorder.ts';
import { MAX_CHANNEL_TEXT, MAX_TEXT, shortened, textOf } from '../../src/shared/calls/budget.ts';
import { ChannelTable, MAX_CHANNELS } from '../../src/shared/calls/table.ts';
import { CHANNEL_FIELDS, channelFromRow, type Channel } from '../../src/shared/domain/channel.ts';
import type { PbxEvent } from '../../src/shared/domain/event.ts';
import { leastGrowth } from '../support/memory.ts';

const uuid = (i: number): string => `00000000-0000-4000-8000-${i.toString(16).padStart(12, '0')}`;
/** A text of this many characters, one for all: what is counted here is not what the heap has. */
const LARGE = 'x'.repeat(3_000);
const created = (i: number, text = LARGE): PbxEvent => ({
  kind: 'created',
  uuid: uuid(i),
  facts: { fields: { name: text, cid_name: text, context: text, dest: text } },
  atMs: 1,
});
const sum = (channels: Iterable<Channel>): number =>
  [...channels].reduce((all, channel) => all + textOf(channel), 0);

describe('what a channel holds', () => {
  it('is the text of every column, and of what is beside them', () => {
    const row = Object.fromEntries(CHANNEL_FIELDS.map((field, i) => [field, 'x'.repeat(i + 1)]));
    const columns = (CHANNEL_FIELDS.length * (CHANNEL_FIELDS.length + 1)) / 2;
    const channel = channelFromRow({ ...row, odd: 'four' })!;
    expect(textOf(channel)).toBe(columns + 'odd'.length + 'four'.length);
    const beside = { peer: 'pp', originator: 'ooo', queue: 'q', cause: 'cccc' };
    expect(textOf({ ...channel, ...beside })).toBe(textOf(channel) + 10);
  });
  it('is cut short but for its ids, where there is no room', () => {
    const long = 'y'.repeat(4_000);
    const row = Object.fromEntries(CHANNEL_FIELDS.map((field) => [field, long]));
    const channel = channelFromRow({ ...row, uuid: uuid(1), call_uuid: uuid(2), odd: long })!;
    const short = shortened(channel);
    expect(short).toMatchObject({ uuid: uuid(1), call_uuid: uuid(2), cid_name: 'y'.repeat(80) });
    expect(textOf(short)).toBe(72 + (CHANNEL_FIELDS.length - 2) * 80);
  });
});

describe('the table', () => {
  it('meets its budget with 50,000 legs of large text, by events and by a list', () => {
    const table = new ChannelTable();
    for (let i = 0; i < MAX_CHANNELS; i += 1) table.apply(created(i));
    expect(table.text).toBeLessThanOrEqual(MAX_TEXT + 4 * LARGE.length);
    expect(table.text).toBe(sum(table.values()));
    expect(table.refused).toBeGreaterThan(0);
    const channels = Array.from({ length: MAX_CHANNELS }, (_, i) =>
      channelFromRow({ uuid: uuid(i), name: LARGE, cid_name: LARGE, dest: LARGE, context: LARGE }),
    );
    table.apply({ kind: 'listing' });
    table.apply({ kind: 'listed', channels: channels as Channel[], atMs: 2 });
    expect(table.text).toBeLessThanOrEqual(MAX_TEXT + 4 * LARGE.length);
    expect(table.text).toBe(sum(table.values()));
  });
  it('holds what grows by one event after the other within the bound of a channel', () => {
    const table = new ChannelTable();
    table.apply(created(1, 'short'));
    for (const field of CHANNEL_FIELDS.slice(1))
      table.apply({
        kind: 'changed',
        uuid: uuid(1),
        facts: { fields: { [field]: LARGE } },
        atMs: 2,
      });
    expect(table.text).toBeLessThanOrEqual(MAX_CHANNEL_TEXT);
    expect(table.text).toBe(sum(table.values()));
  });
  it('has room again when legs end or are renamed', () => {
    const table = new ChannelTable();
    table.apply(created(1));
    table.apply({ kind: 'renamed', from: uuid(1), to: uuid(2), atMs: 2 });
    expect(table.text).toBe(sum(table.values()));
    table.apply({ kind: 'ended', uuid: uuid(2), cause: 'NORMAL_CLEARING', atMs: 3 });
    expect([table.size, table.text]).toEqual([0, 0]);
  });
  it('keeps a busy but honest leg whole', () => {
    const table = new ChannelTable();
    table.apply(created(1, 'z'.repeat(400)));
    expect(table.get(uuid(1))?.name).toBe('z'.repeat(400));
    expect(table.refused).toBe(0);
  });
  it('tells once for a connection that there is too much', () => {
    const full = vi.fn();
    const monitor = new Monitor(full);
    const flood = (): void => {
      monitor.feed([created(1, 'w'.repeat(9_000)), created(2, 'w'.repeat(9_000))]);
      monitor.feed([{ kind: 'listing' }, { kind: 'listed', channels: [], atMs: 3 }]);
    };
    flood();
    flood();
    expect(full).toHaveBeenCalledTimes(1);
    monitor.feed([{ kind: 'lost' }]);
    flood();
    expect(full).toHaveBeenCalledTimes(2);
    monitor.stop();
  });
});

describe('the diagnostics', () => {
  it('keep none of what an event says', async () => {
    const recorders: Recorder[] = [];
    const grown = await leastGrowth(1, 4_000_000, () => {
      const recorder = new Recorder();
      recorders.push(recorder);
      for (let i = 0; i < 300; i += 1)
        recorder.events([created(i, Buffer.alloc(50_000, `${i} `).toString('latin1'))]);
    });
    // 300 events of four texts are 60 MB and more.
    expect(grown).toBeLessThan(4_000_000);
    expect(recorders[0]?.lines()).toHaveLength(300);
  });
});
