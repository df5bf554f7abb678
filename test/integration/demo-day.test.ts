import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/demo-pbx/clock.ts';
import { mapEvent } from '../../src/main/pbx/esl/mapping.ts';
import { ChannelTable } from '../../src/shared/calls/table.ts';
import { channelFromRow } from '../../src/shared/domain/channel.ts';
import { startDemoPbx, type DemoPbx } from '../support/demo.ts';
import { differences, isUntold } from '../support/differences.ts';

let demo: DemoPbx | undefined;
afterEach(async () => {
  await demo?.stop();
  demo = undefined;
});

/** A day of the demo on a clock of its own, what it told, and our table made of it alone. */
async function day(seed: number) {
  const clock = new VirtualClock();
  demo = await startDemoPbx({ seed, clock });
  const table = new ChannelTable();
  const told: Readonly<Record<string, unknown>>[] = [];
  const { world } = demo;
  // Those that were there before anybody listened come with the first list.
  const list = () =>
    world.rows().flatMap((row) => {
      const channel = channelFromRow(row);
      return channel ? [channel] : [];
    });
  table.apply({ kind: 'listing' });
  table.apply({ kind: 'listed', channels: list(), atMs: clock.now() });
  world.on('event', ({ headers }) => {
    told.push(headers);
    const flat = new Map(
      Object.entries(headers).map(([name, value]) => [name, [value].flat()[0] ?? '']),
    );
    const event = mapEvent(flat);
    if (event) table.apply(event);
  });
  const names = (name: string) => told.filter((headers) => headers['Event-Name'] === name);
  return { clock, world, table, told, names, list, demo };
}

describe('a day at the demo PBX', () => {
  it.each([1, 2])(
    'our table of its events is its own list, second by second (seed %i)',
    async (seed) => {
      const { clock, table, list } = await day(seed);
      for (let second = 0; second < 300; second += 1) {
        clock.advance(1_000);
        const found = differences([...table.values()], list()).filter((difference) => {
          const ours = table.get(difference.uuid);
          return !ours || !isUntold(difference, ours);
        });
        expect({ second, found }).toEqual({ second, found: [] });
      }
    },
  );

  it('is the same for the same seed, and another for another', async () => {
    const story = async (seed: number): Promise<string[]> => {
      const { clock, told } = await day(seed);
      clock.advance(60_000);
      await demo?.stop();
      return told.map(
        (headers) => `${String(headers['Event-Name'])} ${String(headers['Unique-ID'])}`,
      );
    };
    const first = await story(5);
    expect(await story(5)).toEqual(first);
    expect(await story(6)).not.toEqual(first);
  });

  it('calls the newcomer in its first seconds, and every half minute', async () => {
    const { clock, names } = await day(1);
    const calls = (): number =>
      names('CHANNEL_CREATE').filter(
        (headers) =>
          headers['Channel-Presence-ID'] === '201@pbx.example.test' &&
          headers['Call-Direction'] === 'outbound',
      ).length;
    clock.advance(5_000);
    expect(calls()).toBe(1);
    clock.advance(300_000);
    expect(calls()).toBeGreaterThanOrEqual(9);
    expect(calls()).toBeLessThanOrEqual(12);
  });

  it('has something of everything within ten minutes', async () => {
    const { clock, names, told, world, demo: pbx } = await day(1);
    let most = 0;
    for (let second = 0; second < 600; second += 1) {
      clock.advance(1_000);
      most = Math.max(most, world.legs.size);
    }
    const applications = new Set(names('CHANNEL_EXECUTE').map((headers) => headers['Application']));
    for (const application of ['bridge', 'callcenter', 'conference', 'eavesdrop'])
      expect(applications).toContain(application);
    const queues = new Set(told.map((headers) => headers['variable_cc_queue']).filter(Boolean));
    expect(queues).toEqual(
      new Set(['support', 'sales', 'billing'].map((queue) => `${queue}@pbx.example.test`)),
    );
    const transfers = names('CHANNEL_CALLSTATE').filter(
      (headers) =>
        headers['Channel-Call-State'] === 'RINGING' && headers['Answer-State'] === 'answered',
    );
    const causes = new Set(names('CHANNEL_HANGUP').map((headers) => headers['Hangup-Cause']));
    for (const cause of ['NORMAL_CLEARING', 'NO_ANSWER', 'USER_BUSY', 'ORIGINATOR_CANCEL'])
      expect(causes).toContain(cause);
    const counts = {
      transfers: transfers.length,
      holds: names('CHANNEL_HOLD').length,
      resumed: names('CHANNEL_UNHOLD').length,
      calls: names('CHANNEL_BRIDGE').length,
    };
    for (const [what, count] of Object.entries(counts))
      expect([what, count > 4]).toEqual([what, true]);
    // Lively, not frantic.
    expect(counts.calls).toBeLessThan(200);
    expect(most).toBeLessThan(40);
    // Callers write in several scripts.
    const callers = world.rows().map(({ initial_cid_name: name }) => name);
    expect(new Set(callers).size).toBeGreaterThan(3);
    const everybody = names('CHANNEL_CREATE').map((headers) =>
      String(headers['Caller-Caller-ID-Name'] ?? ''),
    );
    for (const script of [/\p{Script=Han}/u, /\p{Script=Cyrillic}/u, /\p{Script=Latin}/u])
      expect(everybody.some((name) => script.test(name))).toBe(true);
    // Agents call each other by the names in the directory.
    const agents = [...pbx.pbx.phones.values()].map(({ name }) => name);
    expect(everybody.filter((name) => agents.includes(name)).length).toBeGreaterThan(0);
  });

  it('leaves nothing behind once all have hung up', async () => {
    const { clock, world, table, demo: pbx } = await day(4);
    clock.advance(120_000);
    pbx.calm();
    pbx.pbx.hangupAll('MANAGER_REQUEST');
    clock.advance(10_000);
    expect([world.legs.size, world.rows().length, table.size]).toEqual([0, 0, 0]);
    expect(world.table.calls()).toEqual([]);
  });
});
