import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { capabilitiesOf, limitsOf } from '../../src/main/pbx/esl/capabilities.ts';
import { TRANSFER_EXTRAS } from '../../src/main/pbx/esl/transfer.ts';
import { EslSession } from '../../src/main/pbx/esl/session.ts';
import { EslAdapter } from '../../src/main/pbx/esl/adapter.ts';
import { Monitor } from '../../src/main/calls/monitor.ts';
import { startDemoPbx } from '../support/demo.ts';

/** A list of docs/install.md's example, as an administrator copies it. */
function documented(param: string): string[] {
  const text = readFileSync(new URL('../../docs/install.md', import.meta.url), 'utf8');
  const value = new RegExp(`name="${param}" value="([^"]+)"`).exec(text)?.[1];
  if (value === undefined) throw new Error(`docs/install.md shows no ${param}`);
  return value.split(' ');
}

test('the limited login of docs/install.md hides nothing, forbids nothing, and has nothing to spare', async () => {
  const events = documented('esl-allowed-events');
  const api = documented('esl-allowed-api');
  const demo = await startDemoPbx({ calm: true });
  const { limited } = demo.access;
  const open = async (allowed: { events: string[]; api: string[] }) => {
    Object.assign(limited, allowed);
    const session = await EslSession.open(
      { host: demo.host, port: demo.port },
      limited,
      {
        greeted: () => undefined,
        events: () => undefined,
        trace: () => undefined,
        heartbeat: () => undefined,
        missed: () => undefined,
      },
      AbortSignal.timeout(30_000),
    );
    if (!session.ok) throw new Error(session.error.message);
    session.value.close();
    return session.value;
  };
  const whole = await open({ events, api });
  expect(whole.missingEvents).toEqual([]);
  expect(whole.hasJobs).toBe(true);
  expect(limitsOf(whole)).toBe('');
  expect(Object.values(capabilitiesOf(whole)).every((reason) => reason === '')).toBe(true);

  // What install.md has for supervisors alone, left out: nothing else is missing.
  const agents = await open({
    events: events.filter((name) => name !== 'DTMF'),
    api: api.filter((name) => name !== 'uuid_recv_dtmf'),
  });
  const refused = Object.entries(capabilitiesOf(agents)).filter(([, reason]) => reason !== '');
  expect(refused.map(([kind]) => kind).sort()).toEqual([
    'speak-both',
    'speak-none',
    'speak-own',
    'speak-partner',
  ]);
  await open({ events, api });

  // Without these a transfer goes all the same, but cannot come back.
  const needed = api.filter((name) => !(TRANSFER_EXTRAS as readonly string[]).includes(name));
  for (const left of needed) {
    const less = await open({ events, api: api.filter((name) => name !== left) });
    const lost = limitsOf(less) + Object.values(capabilitiesOf(less)).join('');
    expect(lost, left).not.toBe('');
  }
  // All of what the app subscribes to, and no more.
  const subscribed = demo.commands.findLast((line) => line.startsWith('event json'));
  expect(new Set(subscribed?.split(' ').slice(2))).toEqual(new Set(events));
  await demo.stop();
});

test('rights whose list is too long for FreeSWITCH’s reply are found out one by one', async () => {
  const demo = await startDemoPbx({ calm: true });
  const { limited } = demo.access;
  const open = async () => {
    const told = { events: () => undefined, trace: () => undefined, heartbeat: () => undefined };
    const address = { host: demo.host, port: demo.port };
    const opened = await EslSession.open(address, limited, told, AbortSignal.timeout(5_000));
    if (!opened.ok) throw new Error(opened.error.message);
    opened.value.close();
    return opened.value;
  };
  const others = Array.from({ length: 50 }, (_, i) => `uuid_nothing_${i}`);
  Object.assign(limited, {
    events: documented('esl-allowed-events').filter((name) => name !== 'CODEC'),
    api: [...others, ...documented('esl-allowed-api').filter((name) => name !== 'uuid_kill')],
  });
  const long = await open();
  expect(long.missingEvents).toEqual(['CODEC']);
  const refused = Object.entries(capabilitiesOf(long)).filter(([, reason]) => reason !== '');
  expect(refused.map(([kind]) => kind).sort()).toEqual(['hangup', 'reject']);
  expect(long.mayUse('show')).toBe(true);
  // Nothing was done for it: a command without arguments only says how it is used.
  expect(demo.commands.filter((line) => line.startsWith('api ')).sort()).toEqual(
    documented('esl-allowed-api')
      .map((name) => `api ${name}`)
      .sort(),
  );

  Object.assign(limited, { events: [...others, 'CHANNEL_CREATE', 'HEARTBEAT'], api: ['show'] });
  const longer = await open();
  expect(longer.missingEvents).not.toContain('CHANNEL_CREATE');
  expect(longer.missingEvents).toContain('CHANNEL_DESTROY');
  await demo.stop();
});

test('what a login is not told by events it asks the list for', async () => {
  const demo = await startDemoPbx({ calm: true });
  const { limited } = demo.access;
  Object.assign(limited, {
    events: documented('esl-allowed-events').filter((name) => name !== 'CHANNEL_EXECUTE'),
    api: ['show'],
  });
  const monitor = new Monitor();
  let online = false;
  const adapter = new EslAdapter(
    {
      address: { host: demo.host, port: demo.port },
      credentials: limited,
      plan: { context: 'default', ringSeconds: 30 },
    },
    {
      events: (events) => monitor.feed(events),
      status: ({ phase }) => (online = phase === 'online'),
      trace: () => undefined,
    },
  );
  adapter.start();
  await vi.waitFor(() => expect(online).toBe(true), { timeout: 10_000 });
  // The list is asked for twice on coming online, whatever the login may hear.
  const lists = () => demo.commands.filter((line) => line.startsWith('api show')).length;
  await vi.waitFor(() => expect(lists()).toBe(2), { timeout: 10_000 });
  demo.inbound({ name: 'Max', number: '+4930123', to: '201' });
  await expect
    .poll(() => [...monitor.table.values()].map(({ application }) => application), {
      timeout: 5_000,
    })
    .toContain('bridge');
  adapter.stop();
  monitor.stop();
  await demo.stop();
});
