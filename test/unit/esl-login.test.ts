import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it, test } from 'vitest';
import { dial, type EslLogin } from '../../src/main/pbx/esl/dial.ts';

let server: Server;
afterEach(() => void server.close());

/** What the app takes a login to allow, after this answer to `userauth`. */
async function loginAfter(answer: string): Promise<EslLogin> {
  server = createServer((socket) => {
    socket.write('Content-Type: auth/request\n\n');
    socket.once('data', () => socket.write(`Content-Type: command/reply\n${answer}`));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const dialled = await dial(
    { host: '127.0.0.1', port },
    { user: 'monitor@pbx.example.test', password: 'x' },
    AbortSignal.timeout(30_000),
  );
  if (!dialled.ok) throw new Error(dialled.error.message);
  dialled.value.socket.destroy();
  return dialled.value.login;
}

// Form of the answer: docs/protocol, handshake-userauth-limited. mod_event_socket repeats the lists as
// the directory has them, and there names are parted by spaces or by commas.
test.each([
  ['spaces', 'CHANNEL_CREATE HEARTBEAT', 'show uuid_hold'],
  ['commas', 'CHANNEL_CREATE,HEARTBEAT', 'show,uuid_hold'],
])(
  'the rights of a limited login are read when its lists are written with %s',
  async (_, events, api) => {
    const login = await loginAfter(
      `Reply-Text: +OK accepted\nAllowed-Events: ${events}\nAllowed-API: ${api}\nAllowed-LOG: false\n\n`,
    );
    expect(login.events).toEqual(new Set(['CHANNEL_CREATE', 'HEARTBEAT']));
    expect(login.api).toEqual(new Set(['show', 'uuid_hold']));
  },
);

test('a login without lists, or with “all”, may do everything', async () => {
  const login = await loginAfter(
    'Reply-Text: +OK accepted\nAllowed-Events: all\nAllowed-LOG: true\n\n',
  );
  expect(login).toEqual({ events: undefined, api: undefined });
});

// FreeSWITCH 1.11.3, seen live: the reply has room for 510 characters, and no empty line comes after.
describe('a reply that broke off', () => {
  const names = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => `NAME_${String(i).padStart(3, '0')}`);
  const reply = (events: readonly string[], api: readonly string[]): string =>
    `Reply-Text: +OK accepted\nAllowed-Events: ${events.join(' ')}\nAllowed-API: ${api.join(' ')}\nAllowed-LOG: false\n\n`;

  it('in the list of commands tells those that are whole', async () => {
    const whole = reply(['HEARTBEAT'], names(80));
    const last = whole.slice(0, 510).split(' ').at(-1) ?? '';
    const login = await loginAfter(whole.slice(0, 510));
    expect(login.events).toEqual(new Set(['HEARTBEAT']));
    expect(login.cut).toBe('api');
    const before = names(80).slice(0, login.api?.size);
    expect(login.api).toEqual(new Set(before));
    expect(names(80)[before.length]?.startsWith(last)).toBe(true);
  });

  it('in the list of events tells nothing of commands', async () => {
    const login = await loginAfter(reply(names(80), ['show']).slice(0, 510));
    expect(login.cut).toBe('events');
    expect(login.api).toEqual(new Set());
    expect(login.events?.size).toBeGreaterThan(40);
  });

  it('after the lists has them whole', async () => {
    const api = names(44);
    const spare = 510 - reply(['HEARTBEAT'], api).indexOf('Allowed-LOG') - 'Allowed-LOG: f'.length;
    expect(spare).toBeGreaterThanOrEqual(0);
    const padded = reply([`HEARTBEAT${'X'.repeat(spare)}`], api).slice(0, 510);
    expect(padded.endsWith('\nAllowed-LOG: f')).toBe(true);
    const login = await loginAfter(padded);
    expect(login).toEqual({ events: login.events, api: new Set(api) });
    // In the midst of a header's name, too.
    const cut = await loginAfter(reply([`HEARTBEAT${'X'.repeat(spare + 8)}`], api).slice(0, 510));
    expect(cut.cut).toBe('api');
  });
});
