import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { WebitelAdapter } from '../../src/main/pbx/webitel/adapter.ts';
import type { PbxEvent } from '../../src/shared/domain/event.ts';
import type { ConnectionStatus } from '../../src/shared/pbx/status.ts';
import { StatusSchema } from '../../src/shared/ipc/schemas.ts';
import { Stopwatch } from '../support/stopwatch.ts';

const MB = 1024 * 1024;
const LOGIN = { token: 'a.b.c', key: 'k', expires: Date.now() + 7 * 86_400_000 };
const LIST = { status: 'OK', data: { row_count: 0, rows: [] as unknown[] } };

let stop = (): void => undefined;
afterEach(() => stop());

/** Returned where the answer comes later. */
const LATER = Symbol('later');
type Respond = (request: IncomingMessage, response: ServerResponse) => unknown;

/** The app on a server that answers as told. What `respond` returns is sent as JSON. */
async function connect(respond: Respond, onSocket: (socket: WebSocket) => void = () => undefined) {
  const server: Server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const body = respond(request, response);
      if (body === LATER || response.writableEnded) return;
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', onSocket);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const statuses: ConnectionStatus[] = [];
  const lists: PbxEvent[] = [];
  const adapter = new WebitelAdapter(
    {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      signIn: { by: 'password', username: '201', password: 'x' },
      autoAnswerParam: '',
      ringSeconds: 30,
    },
    {
      events: (events) => lists.push(...events.filter(({ kind }) => kind === 'listed')),
      status: (status) => {
        expect(v.is(StatusSchema, status)).toBe(true);
        statuses.push(status);
      },
      trace: () => undefined,
    },
  );
  stop = () => {
    adapter.stop();
    sockets.close();
    server.closeAllConnections();
    server.close();
  };
  adapter.attention('busy'); // a list each second
  adapter.start();
  const status = (met: (status: ConnectionStatus) => boolean): Promise<ConnectionStatus> =>
    vi.waitFor(() => statuses.find(met) ?? expect.fail('not told'), { timeout: 15_000 });
  const away = (): void => {
    sockets.close();
    server.closeAllConnections();
    server.close();
  };
  return { adapter, status, statuses, lists, away, port: (server.address() as AddressInfo).port };
}
const isLogin = ({ method }: IncomingMessage): boolean => method === 'POST';
const online = ({ phase }: ConnectionStatus): boolean => phase === 'online';

describe('a list', () => {
  it.each([
    [
      'of a million rows',
      `{"row_count":1,"rows":[${'{"uuid":"x"},'.repeat(999_999)}{}]}`,
      /not a Webitel/,
    ],
    ['of 60,000 rows', `{"row_count":1,"rows":[${'{"uuid":"x"},'.repeat(59_999)}{}]}`, /60,000/],
    ['that is a million levels deep', '['.repeat(MB), /not a Webitel/],
    ['with text for rows', '{"row_count":1,"rows":"all"}', /rows are none/],
    ['that is an array', '[1,2]', /fault of its own/],
    ['in HTML', '<b>hello</b>', /not a Webitel/],
    [
      'with an error of megabytes',
      JSON.stringify({ status: 'error', info: '<b>'.repeat(MB) }),
      /fault/,
    ],
  ])('%s is refused and told', async (_what, body, words) => {
    const { status } = await connect((request) => (isLogin(request) ? LOGIN : body));
    const { error } = await status(({ phase }) => phase === 'offline');
    expect(error?.message).toMatch(words);
  });

  it('with headers of megabytes is refused and told', async () => {
    const { status } = await connect((request, response) => {
      if (isLogin(request)) return LOGIN;
      response.socket?.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(2 * MB)}\r\n\r\n{}`);
      response.end();
      return undefined;
    });
    await status(({ error }) => error?.kind === 'not-a-webitel');
  });

  it('with rows of any kind is read as far as it is one', async () => {
    const rows = [{ uuid: 'a', cid_name: {} }, { uuid: 7 }, [], null, 'x', { uuid: '__proto__' }];
    const { lists } = await connect((request) =>
      isLogin(request) ? LOGIN : { ...LIST, data: { row_count: 6, rows } },
    );
    await vi.waitFor(() => expect(lists.length).toBeGreaterThan(0), { timeout: 15_000 });
    const [first] = lists as Extract<PbxEvent, { kind: 'listed' }>[];
    expect(first?.channels.map(({ uuid }) => uuid)).toEqual(['a', '7', '__proto__']);
  });
});

describe('a sign-in', () => {
  it.each([
    ['of wrong types', { token: ['a'], key: {}, expires: 'soon' }],
    ['with a token that would be a header of its own', { ...LOGIN, token: 'a\r\nX-Evil: 1' }],
    ['with a token of megabytes', { ...LOGIN, token: 'a'.repeat(MB) }],
  ])('%s is refused and told', async (_what, answer) => {
    const { status } = await connect((request) => (isLogin(request) ? answer : LIST));
    const { error } = await status(({ phase }) => phase === 'offline' || phase === 'stopped');
    expect(error?.message).toMatch(/fault of its own|not a Webitel/);
  });

  it.each([
    ['that has ended already', -60_000],
    ['that ends within 15 minutes', 300_000],
  ])('%s is not made again and again', async (_what, leftMs) => {
    let logins = 0;
    const { status, lists } = await connect((request) => {
      if (!isLogin(request)) return LIST;
      logins += 1;
      return { ...LOGIN, expires: Date.now() + leftMs };
    });
    await status(online);
    await vi.waitFor(() => expect(lists.length).toBeGreaterThan(2), { timeout: 15_000 });
    expect(logins).toBe(1);
  });
});

describe('events', () => {
  /** Lets the app in, as the protocol has it, and hands the socket over. */
  const letIn = (then: (socket: WebSocket) => void) => (socket: WebSocket) => {
    socket.on('message', (data) => {
      const { 'exec-uuid': id, 'exec-func': func } = JSON.parse(String(data)) as Record<
        string,
        string
      >;
      socket.send(JSON.stringify({ 'exec-uuid': id, 'exec-complete': '+OK' }));
      if (func === 'login') then(socket);
    });
  };

  it('that never pause do not put the list off', async () => {
    const { lists, status } = await connect(
      (request) => (isLogin(request) ? LOGIN : LIST),
      letIn((socket) => {
        const timer = setInterval(() => socket.send('{"webitel-event-name":"call"}'), 10);
        socket.on('close', () => clearInterval(timer));
      }),
    );
    await status(({ feed }) => feed === 'events');
    const before = lists.length;
    const beganMs = performance.now();
    // Without an event they are 10 s apart, so six within 15 s are the events'.
    await vi.waitFor(() => expect(lists.length - before).toBeGreaterThan(5), { timeout: 15_000 });
    await new Promise((resolve) => setTimeout(resolve, 500));
    // One for each 60 ms after an event at the most, however many there are.
    const most = (performance.now() - beganMs) / 60 + 2;
    expect(lists.length - before).toBeLessThan(most);
  });

  it('that come while a list is under way are followed by another', async () => {
    let socket: WebSocket | undefined;
    let asked = 0;
    let slow = false;
    const { adapter, status } = await connect(
      (request, response) => {
        if (isLogin(request)) return LOGIN;
        asked += 1;
        if (!slow) return LIST;
        // The list is made, then the event comes, and only then the answer.
        slow = false;
        socket?.send('{"webitel-event-name":"call"}');
        setTimeout(() => response.end(JSON.stringify(LIST)), 300);
        return LATER;
      },
      letIn((one) => (socket = one)),
    );
    await status(({ feed }) => feed === 'events');
    await adapter.refresh();
    // With events, lists are 10 s apart: within 6 s only the event can be the reason for one.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = asked;
    slow = true;
    await adapter.refresh();
    await vi.waitFor(() => expect(asked).toBe(before + 2), { timeout: 6_000 });
  });

  it.each([
    ['an object for a word', { toString: 1 }],
    ['a list for a word', ['+OK']],
  ])('of %s end the feed, not the app', async (_what, word) => {
    let answered = false;
    const { lists, status } = await connect(
      (request) => (isLogin(request) ? LOGIN : LIST),
      (socket) =>
        socket.on('message', (data) => {
          const { 'exec-uuid': id } = JSON.parse(String(data)) as Record<string, string>;
          socket.send(JSON.stringify({ 'exec-uuid': id, 'exec-complete': word }));
          answered = true;
        }),
    );
    await status(online);
    await vi.waitFor(() => expect(answered).toBe(true), { timeout: 15_000 });
    const before = lists.length;
    await vi.waitFor(() => expect(lists.length).toBeGreaterThan(before), { timeout: 15_000 });
  });
});

describe('a server', () => {
  it('that was away for 4 s is back within a second of its return', async () => {
    const respond: Respond = (request) => (isLogin(request) ? LOGIN : LIST);
    const first = await connect(respond);
    await first.status(online);
    first.away();
    await first.status(({ phase }) => phase === 'offline');
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    const again = createServer((request, response) => {
      request.resume();
      request.on('end', () => response.end(JSON.stringify(respond(request, response))));
    });
    await new Promise<void>((resolve) => again.listen(first.port, '127.0.0.1', resolve));
    const watch = new Stopwatch();
    first.statuses.length = 0;
    await first.status(online);
    const backMs = watch.stop();
    again.closeAllConnections();
    again.close();
    expect(backMs).toBeLessThan(1_000);
  });
});
