import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/demo-pbx/clock.ts';
import { startDemoPbx, type DemoPbx } from '../support/demo.ts';
import { ask, EventClient } from '../support/rest-client.ts';

/* Where webitel/core (2016) and its successor (2021) differ: the table in shared/webitel/README.md. */
const GONE = '00000000-0000-4000-8000-000000000000';
const CHANNELS = '/api/v2/channels';

let demo: DemoPbx;
const clients: EventClient[] = [];
let clock: VirtualClock;

async function start(restGeneration: 2016 | 2021): Promise<void> {
  clock = new VirtualClock();
  demo = await startDemoPbx({ calm: true, rest: true, restGeneration, clock });
}
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await demo.stop();
});

const NO_CREDENTIALS = {};
const withToken = (token: string): Record<string, string> => ({
  'X-Access-Token': token,
  'X-Key': demo.rest.key,
});
const error = (info: string) => ({ status: 'error', info });
const message = (status: number, text: string) => ({ status, message: text });

type Case = readonly [
  what: string,
  request: () => ReturnType<typeof ask>,
  core: { status: number; json: object },
  engine: { status: number; json: object },
];
const CASES: readonly Case[] = [
  [
    'no channels',
    () => ask(demo, 'GET', CHANNELS),
    { status: 200, json: { status: 'OK', data: { row_count: 0, rows: [] } } },
    { status: 200, json: { row_count: 0, rows: [] } },
  ],
  [
    '-ERR on POST',
    () => ask(demo, 'POST', CHANNELS, { calledId: '202', callerId: '299@pbx.example.test' }),
    { status: 200, json: { status: 'OK', info: '-ERR SUBSCRIBER_ABSENT\n' } },
    { status: 500, json: error('-ERR SUBSCRIBER_ABSENT\n') },
  ],
  [
    '-ERR on DELETE',
    () => ask(demo, 'DELETE', `${CHANNELS}/${GONE}`),
    { status: 200, json: { status: 'OK', info: '-ERR No such channel!\n' } },
    { status: 500, json: error('-ERR No such channel!\n') },
  ],
  [
    '-ERR on hold',
    () => ask(demo, 'PUT', `${CHANNELS}/%20`, { state: 'hold' }),
    {
      status: 200,
      json: {
        status: 'OK',
        info: '-USAGE: [off|toggle] <uuid> [<display>]\n-ERR Operation failed\n',
      },
    },
    {
      status: 400,
      json: error('-USAGE: [off|toggle] <uuid> [<display>]\n-ERR Operation failed\n'),
    },
  ],
  [
    'unknown state',
    () => ask(demo, 'PUT', `${CHANNELS}/${GONE}`, { state: 'mute' }),
    { status: 400, json: error('Bad parameters channel state') },
    { status: 400, json: error('Bad parameters channel state') },
  ],
  [
    'missing state',
    () => ask(demo, 'PUT', `${CHANNELS}/${GONE}`, {}),
    { status: 400, json: error('Bad parameters channel id or state') },
    { status: 400, json: error('Bad parameters channel id or state') },
  ],
  [
    'expired token',
    () => {
      demo.rest.expireTokens();
      return ask(demo, 'GET', CHANNELS);
    },
    { status: 400, json: message(400, 'Token Expired') },
    { status: 401, json: error('Token Expired') },
  ],
  [
    'token that is none',
    () => ask(demo, 'GET', CHANNELS, undefined, withToken('garbage')),
    { status: 500, json: message(500, 'Oops something went wrong') },
    { status: 401, json: error('Oops something went wrong') },
  ],
  [
    'missing token',
    () => ask(demo, 'GET', CHANNELS, undefined, NO_CREDENTIALS),
    { status: 401, json: message(401, 'Invalid Token or Key') },
    { status: 401, json: error('Invalid Token or Key') },
  ],
  [
    'unknown key',
    () =>
      ask(demo, 'GET', CHANNELS, undefined, {
        'X-Access-Token': demo.rest.token,
        'X-Key': GONE,
      }),
    { status: 401, json: message(401, 'Invalid User') },
    { status: 401, json: error('Invalid User') },
  ],
  [
    'wrong password',
    () => ask(demo, 'POST', '/login', { username: demo.rest.username, password: 'nope' }),
    { status: 401, json: message(401, 'Invalid credentials') },
    { status: 401, json: error('Invalid credentials') },
  ],
];

/** The answered leg of 201, of a call that came in. */
function talking(): string {
  const { agent = '' } = demo.inbound({ to: '201', number: '+4930111', name: 'Customer' });
  demo.answer(agent);
  clock.advance(100);
  return agent;
}

describe.each([2016, 2021] as const)('webitel of %i', (generation) => {
  it.each(CASES)('%s', async (_what, request, core, engine) => {
    await start(generation);
    const { status, json } = generation === 2016 ? core : engine;
    expect(await request()).toMatchObject({ status, json });
  });

  it('wraps a list that is not empty, and misses legs that do not carry the domain', async () => {
    await start(generation);
    const asked = ask(demo, 'POST', CHANNELS, {
      calledId: '+4930901820',
      callerId: '201@pbx.example.test',
    });
    while (demo.world.legs.size < 1) await new Promise((next) => setImmediate(next));
    clock.advance(1_000);
    await asked;
    expect([...demo.world.legs.values()].map((leg) => leg.extension)).toEqual(['201', '']);
    const { json } = await ask(demo, 'GET', CHANNELS);
    expect(json).toMatchObject({
      status: 'OK',
      data: { row_count: 1, rows: [{ presence_id: '201@pbx.example.test' }] },
    });
  });

  it(`${generation === 2021 ? 'passes' : 'ignores'} the cause of a DELETE`, async () => {
    await start(generation);
    const leg = talking();
    const causes: unknown[] = [];
    demo.world.on('event', ({ headers }) => {
      if (headers['Event-Name'] === 'CHANNEL_HANGUP' && headers['Unique-ID'] === leg)
        causes.push(headers['Hangup-Cause']);
    });
    const gone = await ask(demo, 'DELETE', `${CHANNELS}/${leg}?cause=USER_BUSY`);
    expect(gone).toMatchObject({ status: 200, json: { status: 'OK', info: '+OK\n' } });
    expect(causes).toEqual([generation === 2021 ? 'USER_BUSY' : 'NORMAL_CLEARING']);
  });

  it(`${generation === 2021 ? 'sets' : 'ignores'} variables of an eavesdrop`, async () => {
    await start(generation);
    const leg = talking();
    const variables = ['eavesdrop_whisper_bleg=true'];
    const asked = ask(demo, 'POST', `${CHANNELS}/${leg}/eavesdrop`, { user: '200', variables });
    while (demo.world.legs.size < 3) await new Promise((next) => setImmediate(next));
    clock.advance(1_000);
    const { json } = await asked;
    const listener = demo.world.legs.get(String(json['info']).slice(4).trim());
    expect(listener?.app).toMatchObject({ name: 'eavesdrop', data: leg });
    expect(listener?.text('eavesdrop_whisper_bleg')).toBe(generation === 2021 ? 'true' : '');
  });

  it('has no other routes, and dials nobody for a caller without a domain', async () => {
    await start(generation);
    const signed = { headers: withToken(demo.rest.token) };
    for (const path of ['/', '/api/v2/queues', `${CHANNELS}/${GONE}/dtmf`]) {
      const answer = await fetch(`${demo.rest.url}${path}`, signed);
      expect([answer.status, await answer.text()]).toEqual([404, `${path} not found.`]);
    }
    const nobody = await ask(demo, 'POST', CHANNELS, { calledId: '202', callerId: '201' });
    expect(nobody.json['info']).toBe('-ERR SUBSCRIBER_ABSENT\n');
    expect(demo.world.legs.size).toBe(0);
  });
});

describe.each([2016, 2021] as const)('events of a webitel of %i', (generation) => {
  const signIn = () => ({ account: demo.rest.username, secret: demo.rest.userPassword });
  async function open(): Promise<EventClient> {
    const client = await EventClient.open(demo);
    clients.push(client);
    return client;
  }

  it('come after auth and login, of the own phone alone', async () => {
    await start(generation);
    const client = await open();
    expect(await client.exec('login')).toMatch(/^-ERR/);
    expect(await client.exec('auth', { ...signIn(), secret: 'nope' })).toMatch(/^-ERR/);
    expect(await client.exec('auth', signIn())).toBe('+OK');
    demo.inbound({ to: '201', number: '+4930111', name: 'Too early' });
    expect(await client.exec('login')).toBe('+OK');
    expect(demo.rest.listening).toBe(1);
    demo.inbound({ to: '202', number: '+4930222', name: 'Not mine' });
    demo.inbound({ to: '201', number: '+4930333', name: 'Mine' });
    await client.heard('CHANNEL_CREATE');
    const created = client.events.filter((event) => event['Event-Name'] === 'CHANNEL_CREATE');
    expect(created).toEqual([
      {
        'webitel-event-name': 'call',
        'Event-Name': 'CHANNEL_CREATE',
        'Unique-ID': expect.any(String) as string,
        'Channel-Call-State': 'DOWN',
        'Answer-State': 'ringing',
        'Call-Direction': 'outbound',
        'Caller-Caller-ID-Name': 'Mine',
        'Caller-Caller-ID-Number': '+4930333',
        'Caller-Destination-Number': expect.stringContaining('201-') as string,
      },
    ]);
  });

  it(`${generation === 2021 ? 'take' : 'refuse'} a token, and a subscription to the domain's`, async () => {
    await start(generation);
    const client = await open();
    const { key, token } = demo.rest;
    const answer = generation === 2021 ? /^\+OK/ : /^-ERR/;
    expect(await client.exec('auth', { key, token })).toMatch(answer);
    await client.exec('auth', signIn());
    await client.exec('login');
    expect(await client.exec('subscribe', { event: 'SE:CHANNEL_CREATE' })).toMatch(answer);
    demo.inbound({ to: '202', number: '+4930222', name: 'A colleague’s' });
    demo.inbound({ to: '201', number: '+4930333', name: 'Mine' });
    await client.heard('CHANNEL_STATE');
    const names = client.events
      .filter((event) => event['Event-Name'] === 'CHANNEL_CREATE')
      .map((event) => event['Caller-Caller-ID-Name']);
    expect(new Set(names)).toEqual(
      new Set(generation === 2021 ? ['A colleague’s', 'Mine'] : ['Mine']),
    );
  });

  it('end for who does not say who it is within 5 s', async () => {
    await start(generation);
    const client = await open();
    clock.advance(5_000);
    await client.closed;
  });

  it(`are for ${generation === 2021 ? 'ten sockets' : 'any number of sockets'} of a user`, async () => {
    await start(generation);
    for (let i = 0; i < 10; i += 1) expect(await (await open()).exec('auth', signIn())).toBe('+OK');
    const eleventh = await (await open()).exec('auth', signIn());
    expect(eleventh).toMatch(generation === 2021 ? /^-ERR/ : /^\+OK/);
  });
});

describe('faults', () => {
  const list = () => fetch(`${demo.rest.url}${CHANNELS}`, { headers: withToken(demo.rest.token) });

  it('500s, and health again', async () => {
    await start(2016);
    demo.rest.setFault({ kind: 'errors' });
    expect((await list()).status).toBe(500);
    demo.rest.setFault(undefined);
    expect((await list()).status).toBe(200);
  });

  it('slow answers', async () => {
    await start(2016);
    demo.rest.setFault({ kind: 'slow', ms: 3_000 });
    let answered = false;
    const slow = list().then((answer) => {
      answered = true;
      return answer.status;
    });
    while (demo.rest.requests.length === 0) await new Promise((next) => setImmediate(next));
    clock.advance(2_999);
    await new Promise((next) => setImmediate(next));
    expect(answered).toBe(false);
    clock.advance(1);
    expect(await slow).toBe(200);
  });

  it('cut in the middle', async () => {
    await start(2016);
    demo.rest.setFault({ kind: 'cut' });
    const answer = await list();
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  it('a page instead of JSON', async () => {
    await start(2016);
    demo.rest.setFault({ kind: 'html' });
    const answer = await list();
    expect(answer.headers.get('content-type')).toBe('text/html');
    expect(await answer.text()).toMatch(/^<!doctype html>/);
  });

  it('a list of 5 MB', async () => {
    await start(2016);
    demo.rest.setFault({ kind: 'big-list' });
    const text = await (await list()).text();
    expect(text.length).toBeGreaterThan(5_000_000);
    const { data } = JSON.parse(text) as { data: { row_count: number; rows: unknown[] } };
    expect(data.rows).toHaveLength(data.row_count);
  });

  it('no WebSocket: who has one loses it, and nobody gets another', async () => {
    await start(2016);
    const client = await EventClient.open(demo);
    demo.rest.setFault({ kind: 'no-websocket' });
    await client.closed;
    await expect(EventClient.open(demo)).rejects.toThrow('404');
    expect((await list()).status).toBe(200);
  });
});
