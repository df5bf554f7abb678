import { createServer as createTls } from 'node:https';
import { createServer as createTcp, type AddressInfo } from 'node:net';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { tryWebitel } from '../../src/main/pbx/webitel/open.ts';
import type { WebitelOptions } from '../../src/main/pbx/webitel/adapter.ts';
import type { Result } from '../../src/shared/domain/result.ts';
import { Rig, WAYS } from '../contract/rig.ts';
import { startDemoPbx, type DemoPbx } from '../support/demo.ts';

/* Rows of docs/webitel.md, “What a bad day does”: each input as it was found, and what is right. */

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const LOGIN = { token: 'a.b.c', key: 'k', expires: Date.now() + 7 * 86_400_000 };
const EMPTY = { status: 'OK', data: { row_count: 0, rows: [] as unknown[] } };

type Respond = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that answers as told; resolves with its address. */
async function serve(respond: Respond): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => respond(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const page =
  (status: number, html: string, headers: Record<string, string> = {}): Respond =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(html);
const jsonPage =
  (status: number, body: unknown): Respond =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

const by = {
  password: { by: 'password', username: '201@pbx.example.test', password: 'x' },
  token: { by: 'token', token: 'eyJ0eXAi.eyJqdGki.c2ln', key: 'k' },
} as const;

const trying = (
  url: string,
  signIn: WebitelOptions['signIn'] = by.password,
  caFile = '',
): ReturnType<typeof tryWebitel> =>
  tryWebitel({ url, caFile, signIn, autoAnswerParam: '', ringSeconds: 20 });

function errorOf(result: Result<unknown>) {
  if (result.ok) throw new Error('it is to fail');
  return result.error;
}

describe('what stands between is named for what it is', () => {
  it.each([
    [
      '502 of a proxy',
      page(502, '<h1>502 Bad Gateway</h1>'),
      'unreachable',
      /behind it is away \(502\)/,
    ],
    ['504 of a proxy', page(504, '<h1>Gateway Time-out</h1>'), 'unreachable', /away \(504\)/],
    [
      '503 with Retry-After',
      page(503, '<h1>Maintenance</h1>', { 'retry-after': '7' }),
      'unreachable',
      /away \(503\)\. It asks for 7 s/,
    ],
    ['503 in JSON', jsonPage(503, { message: 'no upstream' }), 'unreachable', /away \(503\)/],
    ['a firewall', page(403, '<html>Forbidden</html>'), 'access-refused', /proxy or firewall/],
    [
      'a proxy that wants a sign-in',
      page(401, '<html>Auth</html>'),
      'access-refused',
      /proxy or firewall/,
    ],
    [
      'a portal',
      page(200, '<form><input type="password"></form>'),
      'access-refused',
      /sign-in page of its own/,
    ],
    [
      'http to an https port of nginx',
      page(400, '<html><center>The plain HTTP request was sent to HTTPS port</center>'),
      'not-a-webitel',
      /write https:/,
    ],
    [
      'a redirect',
      page(302, '', { location: 'https://elsewhere.example.test/login?next=secret' }),
      'not-a-webitel',
      /https:\/\/elsewhere\.example\.test\/login,/,
    ],
    [
      'another web site',
      page(200, '<!doctype html><title>Hi</title>'),
      'not-a-webitel',
      /web page/,
    ],
    ['no JSON at all', page(200, 'hello'), 'not-a-webitel', /not a Webitel/],
    ['too many requests', page(429, '', { 'retry-after': '3' }), 'refused-by-pbx', /429/],
  ] as const)('%s', async (_what, respond, kind, words) => {
    const error = errorOf(await trying(await serve(respond)));
    expect(error).toMatchObject({ kind, message: expect.stringMatching(words) as string });
  });

  it('an https port that is spoken to in http, and the other way round', async () => {
    const tls = createTls({}, () => undefined);
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => tls.close());
    const { port } = tls.address() as AddressInfo;
    expect(errorOf(await trying(`http://127.0.0.1:${port}`)).message).toMatch(/write https:/);
    const plain = await serve(jsonPage(200, EMPTY));
    expect(errorOf(await trying(plain.replace('http:', 'https:'))).message).toMatch(/write http:/);
  });

  it('a port that says something else than HTTP', async () => {
    const ssh = createTcp((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    await new Promise<void>((resolve) => ssh.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => ssh.close());
    const error = errorOf(await trying(`http://127.0.0.1:${(ssh.address() as AddressInfo).port}`));
    expect(error.message).toMatch(/not in HTTP/);
  });

  it('a CA file that has no certificate in it', async () => {
    const junk = join(mkdtempSync(join(tmpdir(), 'ringside-ca-')), 'ca.pem');
    writeFileSync(junk, 'hello');
    const error = errorOf(await trying('https://127.0.0.1:1', by.password, junk));
    expect(error).toMatchObject({
      kind: 'bad-input',
      message: expect.stringMatching(/no certificate in it/) as string,
    });
  });
});

describe('a sign-in', () => {
  it('with a user name that nobody has is not taken for another server', async () => {
    let logins = 0;
    const url = await serve((request, response) => {
      if (request.method === 'POST') logins += 1;
      jsonPage(404, { status: 'error', info: 'User not found' })(request, response);
    });
    expect(errorOf(await trying(url))).toMatchObject({
      kind: 'wrong-password',
      message: expect.stringMatching(/does not know this user name/) as string,
    });
    expect(logins).toBe(1);
  });

  /** webitel/core: 500 “Oops” to a token that is none and to a fault alike; 400 to a state that is none. */
  const oops = { status: 500, message: 'Oops something went wrong', error: {} };
  it('by a token that is none, in the form of one, is stopped', async () => {
    const url = await serve(jsonPage(500, oops));
    expect(errorOf(await trying(url, by.token))).toMatchObject({ kind: 'token-expired' });
  });

  it('by a good token at a server with a fault of its own is tried again', async () => {
    const url = await serve((request, response) =>
      request.method === 'PUT'
        ? jsonPage(400, { status: 'error', info: 'Bad parameters channel id or state' })(
            request,
            response,
          )
        : jsonPage(500, oops)(request, response),
    );
    expect(errorOf(await trying(url, by.token))).toMatchObject({
      kind: 'refused-by-pbx',
      message: expect.stringMatching(/fault of its own/) as string,
    });
  });
});

describe('a list', () => {
  const lists = (answer: Respond) =>
    serve((request, response) =>
      request.method === 'POST'
        ? jsonPage(200, LOGIN)(request, response)
        : answer(request, response),
    );

  it('that counts channels it lacks is no list of none', async () => {
    const url = await lists(jsonPage(200, { status: 'OK', data: { row_count: 3 } }));
    expect(errorOf(await trying(url)).message).toMatch(/counts 3 channels and has 0/);
  });

  it('that comes as the text of an error, for a caller’s name has -ERR in it, is read', async () => {
    const rows = [{ uuid: 'a-1', cid_name: 'Mr -ERR' }];
    const info = JSON.stringify({ row_count: 1, rows });
    const url = await lists(jsonPage(500, { status: 'error', info }));
    expect(await trying(url)).toMatchObject({ ok: true, value: { channels: 1 } });
  });

  it('is asked for once more where a kept connection was closed by the server', async () => {
    let asked = 0;
    const url = await lists((request, response) => {
      asked += 1;
      // The first is answered by the end of its connection, as a server does that closes it just then.
      if (asked === 1) request.socket.destroy();
      else jsonPage(200, EMPTY)(request, response);
    });
    expect(await trying(url)).toMatchObject({ ok: true });
    expect(asked).toBe(2);
  });
});

describe('compression', () => {
  it.each(['gzip', 'deflate', 'raw-deflate', 'br'] as const)('by %s is read', async (as) => {
    const demo = await calm({});
    demo.rest.setFault({ kind: 'compressed', as });
    const { url, username, userPassword: password } = demo.rest;
    const tried = await trying(url, { by: 'password', username, password });
    expect(tried).toMatchObject({ ok: true, value: { channels: 0, kind: 'channels' } });
  });

  it('that is none, or grows without end, is told', async () => {
    const bad = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip'),
    );
    expect(errorOf(await trying(bad)).message).toMatch(/compressed in a way/);
  });
});

const calm = async (options: Parameters<typeof startDemoPbx>[0]): Promise<DemoPbx> => {
  const demo = await startDemoPbx({ seed: 5, calm: true, rest: true, ...options });
  cleanups.push(() => demo.stop());
  return demo;
};

describe('a base path', () => {
  it.each([2016, 2021, 2026] as const)(
    'is kept, for the socket too: %i',
    async (restGeneration) => {
      const demo = await calm({ restGeneration, restBasePath: '/tel/webitel' });
      const way = WAYS.find(({ name }) => name === `Webitel ${restGeneration}, by password`)!;
      const rig = new Rig(way, demo);
      cleanups.push(() => rig.stop());
      await rig.online();
      await rig.until('events', () => rig.status?.feed === 'events');
    },
  );

  it('of today’s Webitel is found below an address that does not name it', async () => {
    const demo = await calm({ restGeneration: 2026 });
    const { url, username, userPassword: password } = demo.rest;
    const tried = await trying(url.replace(/\/api$/, ''), { by: 'password', username, password });
    expect(tried).toMatchObject({ ok: true, value: { kind: 'calls' } });
  });
});

/** One way of each generation: what is tried here is the adapter's, and the same for all. */
const ONE_EACH = [
  'Webitel 2016, by password',
  'Webitel 2021, by token',
  'Webitel 2026, by password',
];
describe.each(WAYS.filter(({ name }) => ONE_EACH.includes(name)))('$name', (way) => {
  const ANNA = { to: '201', number: '+46701234567', name: 'Anna Lindqvist' };
  async function talking() {
    const demo = await way.startPbx();
    cleanups.push(() => demo.stop());
    const rig = new Rig(way, demo);
    cleanups.push(() => rig.stop());
    await rig.online();
    const { agent = '' } = demo.inbound(ANNA);
    await rig.until('ringing', () => rig.leg(agent)?.callstate === 'RINGING');
    demo.answer(agent);
    await rig.until('talking', () => rig.leg(agent)?.callstate === 'ACTIVE');
    return { demo, rig, agent };
  }

  it('is offline, says so and comes back when a server stops answering', async () => {
    const { demo, rig } = await talking();
    demo.rest.setFault({ kind: 'silent' });
    await rig.until('offline', () => rig.status?.phase === 'offline');
    expect(rig.status?.error).toMatchObject({
      kind: 'timeout',
      message: expect.stringMatching(/did not answer in time/) as string,
    });
    demo.rest.setFault(undefined);
    rig.port.retry();
    await rig.online();
  });

  it('confirms by a list that was begun after the command, however slow the lists are', async () => {
    const { demo, rig, agent } = await talking();
    demo.rest.setFault({ kind: 'slow', ms: 3_000 });
    void rig.port.refresh();
    const held = await rig.run({ kind: 'hold', uuid: agent });
    expect(held).toEqual({ ok: true, value: null });
    expect(rig.leg(agent)?.callstate).toBe('HELD');
  });

  it('does not take a list that stands still for the truth of an action', async () => {
    const { demo, rig, agent } = await talking();
    demo.rest.setFault({ kind: 'stale' });
    await rig.port.refresh();
    const ended = await rig.run({ kind: 'hangup', uuid: agent });
    expect(ended).toMatchObject({ ok: false, error: { kind: 'not-confirmed' } });
  });

  it('ends the phone’s leg of a call that was given up before it was listed', async () => {
    const demo = await way.startPbx();
    cleanups.push(() => demo.stop());
    const rig = new Rig(way, demo);
    cleanups.push(() => rig.stop());
    await rig.online();
    demo.pbx.setPhone('201', { answersOwnAfter: undefined });
    const placed = rig.run({
      kind: 'originate',
      extension: '201@pbx.example.test',
      number: '203',
      autoAnswer: false,
    });
    rig.commander.cancel(rig.commander.pending[0]?.id ?? 0);
    expect(await placed).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
    await vi.waitFor(() => expect(demo.world.legs.size).toBe(0), { timeout: 15_000 });
  });

  it('signs in anew in the middle of an action, and goes on', async () => {
    const { demo, rig, agent } = await talking();
    if (!way.name.endsWith('password')) return;
    const phases = rig.statuses.length;
    demo.rest.expireTokens();
    expect(await rig.run({ kind: 'hold', uuid: agent })).toEqual({ ok: true, value: null });
    const since = rig.statuses.slice(phases).map(({ phase }) => phase);
    expect(since.filter((phase) => phase === 'stopped')).toEqual([]);
  });

  it('opens its socket again after it alone was cut', async () => {
    const { demo, rig } = await talking();
    if (rig.status?.feed !== 'events') return; // webitel/core lets no socket in by a token
    demo.rest.setFault({ kind: 'no-websocket' });
    await rig.until('no events', () => rig.status?.feed === 'polling');
    demo.rest.setFault(undefined);
    await rig.until('events', () => rig.status?.feed === 'events');
    expect(rig.statuses.some(({ phase }) => phase === 'offline')).toBe(false);
  });
});
