import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/demo-pbx/clock.ts';
import { startDemoPbx, type DemoPbx } from '../support/demo.ts';
import { EslClient } from '../support/esl-client.ts';

/* What the captures do not show: subscriptions, filters, formats, and the commands on live legs. */
let demo: DemoPbx;
let clock: VirtualClock;
const clients: EslClient[] = [];

beforeEach(async () => {
  clock = new VirtualClock();
  demo = await startDemoPbx({ calm: true, clock });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await demo.stop();
});

async function open(...subscriptions: string[]): Promise<EslClient> {
  const client = await EslClient.open(demo, ...subscriptions);
  clients.push(client);
  return client;
}

/** A call to an extension that is up. */
function talking(to: string, name = 'Customer'): { caller: string; agent: string } {
  const { caller, agent = '' } = demo.inbound({ to, number: `+4930${to}`, name });
  demo.answer(agent);
  clock.advance(100);
  return { caller, agent };
}
const callstate = (uuid: string): string | undefined => demo.world.legs.get(uuid)?.callstate;

describe('subscriptions', () => {
  it('add up, can be nixed, and all be dropped', async () => {
    const client = await open('event json HEARTBEAT', 'event json CHANNEL_HOLD CHANNEL_UNHOLD');
    const told = async (): Promise<string[]> => {
      const before = client.told('').length;
      for (const name of ['HEARTBEAT', 'CHANNEL_HOLD', 'CHANNEL_UNHOLD', 'CODEC'])
        demo.world.emitEvent(name);
      await client.api('echo');
      return client.told('').slice(before);
    };
    expect(await told()).toEqual(['HEARTBEAT', 'CHANNEL_HOLD', 'CHANNEL_UNHOLD']);
    expect(await client.command('nixevent CHANNEL_HOLD')).toBe('+OK events nixed');
    expect(await told()).toEqual(['HEARTBEAT', 'CHANNEL_UNHOLD']);
    await client.command('event json all');
    expect(await told()).toEqual(['HEARTBEAT', 'CHANNEL_HOLD', 'CHANNEL_UNHOLD', 'CODEC']);
    await client.command('noevents');
    expect(await told()).toEqual([]);
  });

  it('come in three formats', async () => {
    const name = 'Ö & "Söhne", <b>';
    const formats = ['json', 'plain', 'xml'];
    const listeners = await Promise.all(
      formats.map((format) => open(`event ${format} CHANNEL_CREATE`)),
    );
    demo.inbound({ to: '201', number: '+4930', name });
    for (const [i, client] of listeners.entries()) {
      await client.api('echo');
      const frame = client.frames.find(({ type }) => type === `text/event-${formats[i] ?? ''}`);
      const encoded = '%C3%96%20%26%20%22S%C3%B6hne%22,%20%3Cb%3E';
      const written = {
        json: `"Caller-Caller-ID-Name":${JSON.stringify(name)}`,
        plain: `\nCaller-Caller-ID-Name: ${encoded}\n`,
        xml: `<Caller-Caller-ID-Name>${encoded}</Caller-Caller-ID-Name>`,
      }[formats[i] as 'json' | 'plain' | 'xml'];
      expect(frame?.body).toContain(written);
    }
  });

  it('can be filtered: each filter lets more through, a negative one less', async () => {
    const { agent } = talking('201');
    const other = talking('202').agent;
    const client = await open('event json CHANNEL_HOLD CHANNEL_UNHOLD HEARTBEAT BACKGROUND_JOB');
    const act = async (): Promise<string[]> => {
      const before = client.told().length;
      for (const uuid of [agent, other]) {
        await client.api(`uuid_hold ${uuid}`);
        await client.api(`uuid_hold off ${uuid}`);
        clock.advance(100);
      }
      demo.world.emitEvent('HEARTBEAT');
      await client.api('echo');
      return client.told().slice(before);
    };
    const all = [agent, other].flatMap((uuid) => [
      `CHANNEL_HOLD ${uuid}`,
      `CHANNEL_UNHOLD ${uuid}`,
    ]);
    expect(await act()).toEqual([...all, 'HEARTBEAT']);
    await client.command(`filter Unique-ID ${agent}`);
    expect(await act()).toEqual(all.slice(0, 2));
    await client.command('filter Event-Name channel_hold');
    expect(await act()).toEqual([...all.slice(0, 2), `CHANNEL_HOLD ${other}`]);
    await client.command(`filter Unique-ID -${other}`);
    expect(await act()).toEqual(all.slice(0, 2));
    await client.command(`filter delete Unique-ID ${agent}`);
    expect(await act()).toEqual([`CHANNEL_HOLD ${agent}`]);
    await client.command('filter delete all');
    await client.command('filter Event-Name /UNHOLD$/');
    expect(await act()).toEqual([`CHANNEL_UNHOLD ${agent}`, `CHANNEL_UNHOLD ${other}`]);
  });

  it('wait while an api command of the same client is carried out', async () => {
    const client = await open('event json CHANNEL_CREATE CHANNEL_CALLSTATE');
    const watcher = await open('event json CHANNEL_CALLSTATE');
    const answer = client.api('originate user/203@pbx.example.test &park()');
    while (demo.world.legs.size === 0) await new Promise((next) => setImmediate(next));
    clock.advance(300);
    await watcher.api('echo');
    expect(watcher.told('Channel-Call-State')).toEqual(['CHANNEL_CALLSTATE RINGING']);
    expect(client.told()).toEqual([]);
    clock.advance(1_000);
    expect(await answer).toMatch(/^\+OK /);
    await client.api('echo');
    expect(client.told('Channel-Call-State').slice(0, 3)).toEqual([
      'CHANNEL_CREATE DOWN',
      'CHANNEL_CALLSTATE RINGING',
      'CHANNEL_CALLSTATE ACTIVE',
    ]);
  });

  it('end for a reader so slow that 500 events were lost beyond 100,000', async () => {
    const slow = await open('event json HEARTBEAT');
    const other = await open();
    slow.socket.pause();
    for (let i = 0; i < 130_000; i += 1) demo.world.emitEvent('HEARTBEAT');
    expect(await other.api('echo still there')).toBe('still there');
    slow.socket.resume();
    await slow.closed;
    expect(slow.frames.length).toBeLessThan(130_000);
  });
});

describe('show', () => {
  it('lists channels as json, as xml and as text, and those that are like something', async () => {
    const client = await open();
    talking('201', 'Li & "Sons"');
    talking('202', 'Somebody else');
    const json = JSON.parse(await client.api('show channels as json')) as { rows: object[] };
    expect(json.rows).toHaveLength(4);
    const xml = await client.api('show channels as xml');
    expect(xml).toMatch(/^<result row_count="4">\n {2}<row row_id="1">\n {4}<uuid>/);
    expect(xml).toContain('<cid_name>Li &#38; &#34;Sons&#34;</cid_name>');
    const text = await client.api('show channels');
    expect(text.split('\n')[0]).toBe(Object.keys(json.rows[0] ?? {}).join(','));
    expect(text).toMatch(/\n\n4 total\.\n$/);
    const like = JSON.parse(await client.api('show channels like Somebody as json')) as {
      row_count: number;
    };
    expect(like.row_count).toBe(2);
    expect(await client.api('show channels like %@nowhere as json')).toBe('{"row_count": 0}\n');
    expect(await client.api('show channels count')).toBe('\n4 total.\n');
  });

  it('lists calls of two legs in one row, and legs alone beside them', async () => {
    const client = await open();
    const { caller, agent } = talking('201');
    demo.inbound({ to: '202', number: '1', name: 'Rings' });
    const rows = async (what: string) =>
      (JSON.parse(await client.api(`show ${what} as json`)) as { rows: Record<string, string>[] })
        .rows;
    expect(await rows('bridged_calls')).toMatchObject([{ uuid: caller, b_uuid: agent }]);
    expect((await rows('calls')).map((row) => row['b_uuid'])).toEqual([agent, '', '']);
    expect(Object.keys((await rows('detailed_calls'))[0] ?? {})).toContain('b_read_codec');
  });
});

describe('commands on legs', () => {
  it('uuid_transfer -bleg sends the other leg, -both sends both', async () => {
    const client = await open();
    const first = talking('201');
    expect(await client.api(`uuid_transfer ${first.agent} -bleg 9664`)).toBe('+OK\n');
    clock.advance(200);
    expect(demo.world.legs.has(first.agent)).toBe(false);
    expect(demo.world.legs.get(first.caller)?.app?.name).toBe('playback');
    const second = talking('202');
    expect(demo.world.table.row(second.agent)?.call_uuid).toBe(second.caller);
    expect(await client.api(`uuid_transfer ${second.caller} -both 3001`)).toBe('+OK\n');
    clock.advance(200);
    for (const uuid of [second.caller, second.agent])
      expect(demo.world.legs.get(uuid)?.app?.name).toBe('conference');
    // The leg that was called is a call of its own again (switch_core_sqldb).
    expect(demo.world.table.row(second.agent)?.call_uuid).toBe(second.agent);
    expect(await client.api(`uuid_transfer ${second.caller}`)).toMatch(/^-USAGE/);
  });

  it('uuid_park and uuid_bridge put legs together anew', async () => {
    const client = await open();
    const first = talking('201');
    const second = talking('202');
    expect(demo.world.table.row(second.agent)?.call_uuid).toBe(second.caller);
    for (const uuid of [first.caller, second.caller])
      expect(await client.api(`uuid_park ${uuid}`)).toBe('+OK\n');
    clock.advance(200);
    expect(demo.world.rows().map((row) => row.state)).toEqual(['CS_PARK', 'CS_PARK']);
    expect(await client.api(`uuid_bridge ${first.caller} ${second.caller}`)).toBe(
      `+OK ${second.caller}\n`,
    );
    clock.advance(200);
    expect(demo.world.table.calls()).toMatchObject([
      { caller: first.caller, callee: second.caller },
    ]);
    await client.api(`uuid_kill ${second.caller}`);
    clock.advance(200);
    expect(demo.world.legs.size).toBe(0);
  });

  it('uuid_phone_event says +OK whatever the phone makes of it', async () => {
    const client = await open();
    const willing = demo.inbound({ to: '201', number: '1', name: 'A' }).agent ?? '';
    const other = demo.inbound({ to: '202', number: '2', name: 'B' }).agent ?? '';
    for (const uuid of [willing, other])
      expect(await client.api(`uuid_phone_event ${uuid} talk`)).toBe('+OK Success\n');
    clock.advance(200);
    expect([callstate(willing), callstate(other)]).toEqual(['ACTIVE', 'RINGING']);
    await client.api(`uuid_phone_event ${willing} hold`);
    clock.advance(200);
    expect(callstate(willing)).toBe('HELD');
    await client.api(`uuid_phone_event ${willing} talk`);
    clock.advance(200);
    expect(callstate(willing)).toBe('ACTIVE');
  });

  it('finds no leg that has hung up, though it is still listed', async () => {
    const client = await open();
    const { agent } = talking('201');
    expect(await client.api(`uuid_kill ${agent} USER_BUSY`)).toBe('+OK\n');
    expect(demo.world.legs.get(agent)?.cause).toBe('USER_BUSY');
    expect(await client.api(`uuid_kill ${agent}`)).toBe('-ERR No such channel!\n');
    expect(await client.api(`uuid_hold ${agent}`)).toBe('+OK Success\n');
    expect(await client.api(`uuid_exists ${agent}`)).toBe('false');
    expect(JSON.parse(await client.api('show channels as json'))).toMatchObject({ row_count: 2 });
  });

  it('bgapi takes a Job-UUID of the client’s own', async () => {
    const client = await open('event json BACKGROUND_JOB');
    expect(await client.command('bgapi echo hello\nJob-UUID: mine')).toBe('+OK Job-UUID: mine');
    await client.api('echo');
    expect(client.told('Job-UUID')).toEqual(['BACKGROUND_JOB mine']);
    const job = client.frames.find(({ event }) => event);
    expect(job?.event?.find(([name]) => name === '_body')?.[1]).toBe('hello');
  });

  it('hupall ends all, with a cause', async () => {
    const client = await open('event json CHANNEL_HANGUP');
    talking('201');
    demo.inbound({ to: '202', number: '2', name: 'Rings' });
    expect(await client.api('hupall USER_BUSY')).toBe(
      '+OK hangup all channels with cause USER_BUSY\n',
    );
    clock.advance(200);
    await client.api('echo');
    expect(demo.world.legs.size).toBe(0);
    expect(client.told('Hangup-Cause')).toEqual(Array(4).fill('CHANNEL_HANGUP USER_BUSY'));
  });

  it('a queue rings an agent for a caller who waits, and says which queue it is', async () => {
    const client = await open('event json CHANNEL_CREATE CHANNEL_BRIDGE');
    const { caller } = demo.inbound({
      to: '4001',
      number: '+4930',
      name: 'Waits',
      did: '+4930555100',
    });
    clock.advance(100);
    const [member] = demo.pbx.queues.waiting();
    expect(member?.uuid).toBe(caller);
    const agent = member && demo.pbx.queues.offer(member, '202', 10_000);
    expect(demo.pbx.queues.waiting()).toEqual([]);
    demo.answer(agent?.uuid ?? '');
    clock.advance(100);
    await client.api('echo');
    expect(client.told('variable_cc_queue')).toEqual([
      'CHANNEL_CREATE',
      'CHANNEL_CREATE support@pbx.example.test',
      'CHANNEL_BRIDGE support@pbx.example.test',
    ]);
    demo.hangup(caller);
    clock.advance(100);
    expect(demo.world.legs.size).toBe(0);
  });
});
