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

describe('what a table keeps to', () => {
  const of = (...channels: Channel[]): ChannelTable => {
    const table = new ChannelTable();
    table.apply({ kind: 'listed', channels, atMs: 1 });
    return table;
  };

  it('a leg that hangs up does not come back to life by a list that is older', () => {
    const table = of(row('a', { callstate: 'ACTIVE' }));
    table.apply({
      kind: 'changed',
      uuid: 'a',
      atMs: 2,
      facts: { fields: { callstate: 'HANGUP' } },
    });
    table.apply({ kind: 'listed', channels: [row('a', { callstate: 'ACTIVE' })], atMs: 3 });
    expect(table.get('a')?.callstate).toBe('HANGUP');
  });

  it('a leg that ended is not listed again, nor created', () => {
    const table = of(row('a'));
    table.apply({ kind: 'ended', uuid: 'a', cause: '', atMs: 2 });
    table.apply({ kind: 'listed', channels: [row('a')], atMs: 3 });
    table.apply({ kind: 'created', uuid: 'a', atMs: 4, facts: { fields: { dest: '1' } } });
    expect(table.size).toBe(0);
  });

  it('since when a call is on hold is told only while it is', () => {
    const table = of(row('a', { callstate: 'ACTIVE' }));
    const state = (callstate: string, atMs: number): number | undefined => {
      table.apply({ kind: 'changed', uuid: 'a', atMs, facts: { fields: { callstate } } });
      return table.get('a')?.heldMs;
    };
    expect([state('HELD', 5), state('UNHELD', 7), state('HELD', 9)]).toEqual([5, 0, 9]);
  });

  it('two legs alone in a call are bridged, three may be anything', () => {
    const leg = (uuid: string): Channel => row(uuid, { call_uuid: 'c', callstate: 'ACTIVE' });
    expect(of(leg('a'), leg('b')).get('a')?.peer).toBe('b');
    expect(of(leg('a'), leg('b'), leg('c')).get('a')?.peer).toBe('');
  });

  it('a leg that gets another id keeps its call together', () => {
    const table = of(row('a', { call_uuid: 'a' }), row('b', { call_uuid: 'a' }));
    table.apply({ kind: 'renamed', from: 'a', to: 'z', atMs: 2 });
    expect([table.get('z')?.call_uuid, table.get('b')?.call_uuid, table.get('a')]).toEqual([
      'z',
      'z',
      undefined,
    ]);
  });

  it('a leg born while a list was under way is not dropped by it; one of long ago is', () => {
    const table = new ChannelTable();
    table.apply({ kind: 'created', uuid: 'old', atMs: 1, facts: {} });
    for (let i = 0; i < 2; i += 1) {
      table.apply({ kind: 'listing' });
      table.apply({ kind: 'listed', channels: [row('old')], atMs: 2 });
    }
    table.apply({ kind: 'listing' });
    table.apply({ kind: 'created', uuid: 'new', atMs: 3, facts: {} });
    table.apply({ kind: 'listed', channels: [], atMs: 4 });
    expect([table.get('old'), table.get('new')?.uuid]).toEqual([undefined, 'new']);
  });

  it('room that ended legs held is there for others', () => {
    const table = new ChannelTable();
    const long = 'x'.repeat(15_000);
    // More in all than the table holds at once (calls/budget.ts), each after the other is gone.
    for (let i = 0; i < 6_000; i += 1) {
      table.apply({ kind: 'created', uuid: `${i}`, atMs: i, facts: { fields: { dest: long } } });
      table.apply({ kind: 'ended', uuid: `${i}`, cause: '', atMs: i });
    }
    table.apply({ kind: 'created', uuid: 'last', atMs: 1, facts: { fields: { dest: long } } });
    expect(table.get('last')?.dest).toBe(long);
    expect(table.refused).toBe(0);
  });
});
