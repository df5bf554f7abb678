import { describe, expect, it } from 'vitest';
import { ChannelTable } from '../../src/shared/calls/table.ts';
import { CHANNEL_FIELDS, channelFromRow, type Channel } from '../../src/shared/domain/channel.ts';

const row = (uuid: string, more: Record<string, string> = {}): Channel => {
  const channel = channelFromRow({ uuid, state: 'CS_EXECUTE', callstate: 'RINGING', ...more });
  if (!channel) throw new Error('no channel');
  return channel;
};

describe('a later list', () => {
  it.each(CHANNEL_FIELDS.filter((field) => field !== 'uuid'))('writes %s', (field) => {
    const table = new ChannelTable();
    table.apply({ kind: 'listed', channels: [row('a')], atMs: 1 });
    const [change] = table.apply({
      kind: 'listed',
      channels: [row('a', { [field]: 'x' })],
      atMs: 2,
    });
    expect(change?.after?.[field]).toBe('x');
    expect(
      table.apply({ kind: 'listed', channels: [row('a', { [field]: 'x' })], atMs: 3 }),
    ).toEqual([]);
  });

  it('writes columns that this program does not know', () => {
    const table = new ChannelTable();
    table.apply({ kind: 'listed', channels: [row('a', { new_column: '1' })], atMs: 1 });
    table.apply({ kind: 'listed', channels: [row('a', { new_column: '2' })], atMs: 2 });
    expect(table.get('a')?.extra).toEqual({ new_column: '2' });
  });
});

describe('a list and events at once', () => {
  it('does not take a column back that an event wrote while the list was under way', () => {
    const table = new ChannelTable();
    table.apply({ kind: 'listed', channels: [row('a', { dest: '1' })], atMs: 1 });
    table.apply({ kind: 'listing' });
    table.apply({
      kind: 'changed',
      uuid: 'a',
      atMs: 2,
      facts: { fields: { callstate: 'ACTIVE' } },
    });
    table.apply({ kind: 'listed', channels: [row('a', { dest: '2' })], atMs: 3 });
    expect(table.get('a')).toMatchObject({ callstate: 'ACTIVE', dest: '2' });
  });

  it('takes everything of the next list, which was asked for afterwards', () => {
    const table = new ChannelTable();
    table.apply({ kind: 'listing' });
    table.apply({
      kind: 'created',
      uuid: 'a',
      atMs: 2,
      facts: { fields: { callstate: 'ACTIVE' } },
    });
    table.apply({ kind: 'listed', channels: [], atMs: 3 });
    expect(table.get('a')).toBeDefined();
    table.apply({ kind: 'listing' });
    table.apply({ kind: 'listed', channels: [row('a', { callstate: 'HELD' })], atMs: 4 });
    expect(table.get('a')?.callstate).toBe('HELD');
  });

  it('takes everything after the connection was lost in between', () => {
    const table = new ChannelTable();
    table.apply({ kind: 'listed', channels: [row('a')], atMs: 1 });
    table.apply({ kind: 'listing' });
    table.apply({
      kind: 'changed',
      uuid: 'a',
      atMs: 2,
      facts: { fields: { callstate: 'ACTIVE' } },
    });
    table.apply({ kind: 'lost' });
    table.apply({ kind: 'listed', channels: [row('a', { callstate: 'HELD' })], atMs: 3 });
    expect(table.get('a')?.callstate).toBe('HELD');
  });

  it('brings no leg back that ended, however late the list is', () => {
    const table = new ChannelTable();
    table.apply({ kind: 'listed', channels: [row('a')], atMs: 1 });
    table.apply({ kind: 'listing' });
    table.apply({ kind: 'ended', uuid: 'a', cause: 'NORMAL_CLEARING', atMs: 2 });
    table.apply({ kind: 'listed', channels: [row('a')], atMs: 3 });
    expect(table.size).toBe(0);
  });
});
