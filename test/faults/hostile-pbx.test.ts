import { afterEach, describe, expect, it, vi } from 'vitest';
import * as v from 'valibot';
import { Monitor } from '../../src/main/calls/monitor.ts';
import { EslAdapter } from '../../src/main/pbx/esl/adapter.ts';
import { MAX_CHANNELS } from '../../src/shared/calls/table.ts';
import type { ConnectionStatus } from '../../src/shared/pbx/status.ts';
import { AppErrorSchema, ChannelSchema, StatusSchema } from '../../src/shared/ipc/schemas.ts';
import { answer, event, startHostilePbx, type HostilePbx } from '../support/hostile-pbx.ts';
import { leastGrowth } from '../support/memory.ts';

const MB = 1024 * 1024;
const EMPTY = answer('{"row_count":0}');
const uuid = (i: number): string => `00000000-0000-4000-8000-${i.toString(16).padStart(12, '0')}`;
const created = (fields: Readonly<Record<string, unknown>>): string =>
  event({ 'Event-Name': 'CHANNEL_CREATE', 'Unique-ID': uuid(1), ...fields });

let stop = (): void => undefined;
afterEach(() => stop());

/** The app on a hostile PBX. Everything that would go to a window is checked against its schema. */
async function connect(api: (command: string) => string | Buffer) {
  const pbx: HostilePbx = await startHostilePbx(api);
  const full = vi.fn();
  const monitor = new Monitor(full);
  const statuses: ConnectionStatus[] = [];
  const adapter = new EslAdapter(
    {
      address: pbx.address,
      credentials: { password: 'x' },
      plan: { context: 'default', ringSeconds: 30 },
    },
    {
      events: (events) => monitor.feed(events),
      status: (status) => {
        expect(v.is(StatusSchema, status)).toBe(true);
        statuses.push(status);
      },
      trace: (_direction, line) => expect(line.length).toBeLessThan(5_000),
    },
  );
  stop = () => {
    adapter.stop();
    monitor.stop();
    pbx.stop();
  };
  adapter.start();
  const status = (met: (status: ConnectionStatus) => boolean): Promise<ConnectionStatus> =>
    vi.waitFor(() => statuses.find(met) ?? expect.fail('not told'), { timeout: 15_000 });
  return { pbx, adapter, monitor, full, status };
}
const online = ({ phase }: ConnectionStatus): boolean => phase === 'online';
const told =
  (words: RegExp) =>
  ({ limits, error }: ConnectionStatus): boolean =>
    words.test(limits) || words.test(error?.message ?? '');

describe('a list', () => {
  it.each([
    [
      'of a million channels',
      () => `{"rows":[${'{"uuid":"x"},'.repeat(999_999)}{}]}`,
      /too many|parts|channels/,
    ],
    [
      'of 60,000 channels',
      () => `{"rows":[${'{"uuid":"x"},'.repeat(59_999)}{}]}`,
      /60,000 channels; 50,000/,
    ],
    ['that is 10 million levels deep', () => '['.repeat(10 * MB), /parts/],
    ['of 10 million empty objects', () => `[${'{},'.repeat(10 * MB)}1]`, /parts/],
    ['that is no JSON', () => '<html>', /no JSON/],
    ['that is null', () => 'null', /no list/],
    ['with rows in an object', () => '{"rows":{"length":3}}', /rows are none/],
  ])('%s is refused and told, and the connection stays', async (_what, body, words) => {
    let bytes = answer(body());
    const { adapter, monitor, status } = await connect(() => bytes);
    const { phase, limits } = await status(told(words));
    expect([phase, limits.length < 300]).toEqual(['syncing', true]);
    expect(monitor.table.size).toBe(0);
    // As soon as it has a list that can be read, all is well.
    bytes = answer('{"rows":[{"uuid":"a"}]}');
    await vi.waitFor(async () => expect(await adapter.refresh()).toBe(true), {
      timeout: 15_000,
    });
    await status(online);
    expect(monitor.table.size).toBe(1);
  });

  it('of 1 GB that is announced is told with its size', async () => {
    const { status } = await connect(
      () => `Content-Type: api/response\nContent-Length: ${1024 * MB}\n\n`,
    );
    await status(told(/a message of 1,024 MB; 160 MB are the most/));
  });

  it('of wrong types, prototype keys and megabytes is read as far as it is one', async () => {
    const rows = [
      { uuid: 'a', cid_name: { toString: 1 }, dest: ['x'], created_epoch: 1e308, callstate: null },
      { uuid: 'b', name: 'n'.repeat(4 * MB), ['k'.repeat(MB)]: 'v'.repeat(MB) },
      { uuid: 'u'.repeat(MB) },
      { uuid: ['c'] },
      { uuid: '__proto__', cid_name: '<img src=x onerror=alert(1)>' },
      [],
      'text',
      null,
      7,
    ];
    const tricky =
      '{"uuid":"constructor","__proto__":{"polluted":"1"},"constructor":"x","toString":"y"}';
    const body = `{"__proto__":{"x":1},"rows":[${tricky},${JSON.stringify(rows).slice(1)}}`;
    const { monitor, status } = await connect(() => answer(body));
    await status(online);
    const { channels } = monitor.snapshot();
    expect(channels.map(({ uuid: id }) => id)).toEqual(['constructor', 'a', 'b', '__proto__']);
    for (const channel of channels) {
      expect(v.is(ChannelSchema, channel)).toBe(true);
      expect(JSON.stringify(channel).length).toBeLessThan(20_000);
    }
    expect(channels[3]).toMatchObject({ cid_name: '<img src=x onerror=alert(1)>' });
    expect(channels[1]).toMatchObject({ createdMs: 0, callstate: '', dest: '' });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('events', () => {
  it('without end fill the table to its bound, and that is told once', async () => {
    const { pbx, monitor, full, status } = await connect(() => EMPTY);
    await status(online);
    for (let i = 0; i < MAX_CHANNELS + 5_000; i += 1_000) {
      const batch = Array.from({ length: 1_000 }, (_, k) => created({ 'Unique-ID': uuid(i + k) }));
      await pbx.send(batch.join(''));
    }
    await vi.waitFor(() => expect(monitor.table.size).toBe(MAX_CHANNELS), { timeout: 15_000 });
    await vi.waitFor(() => expect(full).toHaveBeenCalledTimes(1), { timeout: 15_000 });
  });

  it('of megabytes are cut to what a channel can hold', async () => {
    const { pbx, monitor, status } = await connect(() => EMPTY);
    await status(online);
    const long = 'x'.repeat(MB / 4);
    const large = (i: number): string =>
      created({
        'Unique-ID': uuid(i),
        'Caller-Caller-ID-Name': `${long}é`,
        'Channel-Name': long,
        'Caller-Context': long,
        'Other-Type': 'originator',
        'Other-Leg-Unique-ID': long,
        variable_cc_queue: long,
        'Hangup-Cause': long,
      });
    let next = 0;
    const grown = await leastGrowth(3, 2 * MB, async () => {
      for (const end = next + 20; next < end; next += 1) await pbx.send(large(next));
      await vi.waitFor(() => expect(monitor.table.size).toBe(next), { timeout: 15_000 });
    });
    expect(grown).toBeLessThan(2 * MB);
    for (const channel of monitor.table.values())
      expect(JSON.stringify(channel).length).toBeLessThan(20_000);
  });

  it('with large text for thousands of legs are held within a budget, and that is told once', async () => {
    const { pbx, monitor, full, status } = await connect(() => EMPTY);
    await status(online);
    const LEGS = 4_000;
    const COLUMNS = ['Caller-Caller-ID-Name', 'Channel-Name', 'Caller-Context', 'Caller-Dialplan'];
    const more = ['Channel-Presence-ID', 'Caller-Destination-Number', 'Caller-Network-Addr'];
    const grown = await leastGrowth(1, 60 * MB, async () => {
      for (let i = 0; i < LEGS; i += 1) {
        // Each its own: equal text could be one in memory.
        const text = `${i} `.repeat(800).slice(0, 4_000);
        const columns = [...COLUMNS, ...more].map((name) => [name, text]);
        await pbx.send(created({ 'Unique-ID': uuid(i), ...Object.fromEntries(columns) }));
      }
      await vi.waitFor(() => expect(monitor.table.size).toBe(LEGS), { timeout: 15_000 });
    });
    // As they came, 4,000 legs of seven columns are over 100 MB.
    expect(grown).toBeLessThan(40 * MB);
    expect(full).toHaveBeenCalledTimes(1);
  });

  it('of wrong types, absurd times and odd names change nothing that matters', async () => {
    const { pbx, monitor, status } = await connect(() => EMPTY);
    await status(online);
    for (const headers of [
      { 'Unique-ID': 'u'.repeat(MB) },
      { 'Unique-ID': ['a', 'b'] },
      { 'Unique-ID': { toString: 1 } },
      {
        'Unique-ID': 'times',
        'Event-Date-Timestamp': '9e300',
        'Caller-Channel-Created-Time': '-1',
      },
      { 'Event-Name': '__proto__', 'Unique-ID': 'x' },
      { 'Event-Name': 'HEARTBEAT', 'Session-Count': 'NaN' },
      { 'Event-Name': 'BACKGROUND_JOB', 'Job-UUID': '__proto__', _body: 'x' },
      { 'Event-Name': 'CHANNEL_UUID', 'Unique-ID': 'x', 'Old-Unique-ID': 'constructor' },
      { 'Unique-ID': 'last' },
    ])
      await pbx.send(created(headers));
    await pbx.send('Content-Type: text/event-json\nContent-Length: 4\n\nnull');
    await pbx.send('Content-Type: text/event-json\nContent-Length: 2\n\n[]');
    await vi.waitFor(() => expect(monitor.table.get('last')).toBeDefined(), { timeout: 15_000 });
    const { channels } = monitor.snapshot();
    expect(channels.map(({ uuid: id }) => id).sort()).toEqual(['a', 'last', 'times']);
    for (const channel of channels) expect(v.is(ChannelSchema, channel)).toBe(true);
    expect(monitor.table.get('times')).toMatchObject({ createdMs: 0, answeredMs: 0 });
    expect(monitor.skewMs).toBe(0);
  });

  it('of counts that never fit do not make it ask for list after list', async () => {
    let lists = 0;
    const { pbx, status } = await connect(() => {
      lists += 1;
      return EMPTY;
    });
    await status(online);
    const before = lists;
    const beganMs = performance.now();
    while (performance.now() - beganMs < 1_500) {
      await pbx.send(event({ 'Event-Name': 'HEARTBEAT', 'Session-Count': '7' }));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    // Two lists for each look, a look each 250 ms at most.
    const looks = Math.floor((performance.now() - beganMs) / 250) + 1;
    expect(lists - before).toBeLessThanOrEqual(2 * looks);
  });
});

describe('an answer to a command', () => {
  it.each(['-ERR ', '+OK '])('of megabytes (%s…) is a value that can be shown', async (word) => {
    const long = `${word}${'<b>x</b>'.repeat(MB)}`;
    const { adapter, status } = await connect((line) =>
      line.startsWith('show') ? EMPTY : answer(long),
    );
    await status(online);
    const result = await adapter.execute({ kind: 'hangup', uuid: uuid(1) }).answer;
    if (!result.ok) expect(v.is(AppErrorSchema, result.error)).toBe(true);
    expect(result.ok).toBe(word === '+OK ');
  });

  it('that nobody asked for is nobody’s', async () => {
    const { adapter, pbx, status } = await connect((line) =>
      line.startsWith('show') ? EMPTY : answer('+OK\n'),
    );
    await status(online);
    await pbx.send(answer('-ERR stray'));
    const result = await adapter.execute({ kind: 'hangup', uuid: uuid(1) }).answer;
    expect(result.ok).toBe(true);
  });
});
