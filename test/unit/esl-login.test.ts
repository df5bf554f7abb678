import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { dial, type EslLogin } from '../../src/main/pbx/esl/dial.ts';

let server: Server;
afterEach(() => void server.close());

/** What the app takes a login to allow, after this answer to `userauth`. */
async function loginAfter(answer: string): Promise<EslLogin> {
  server = createServer((socket) => {
    socket.write('Content-Type: auth/request\n\n');
    socket.once('data', () => socket.write(`Content-Type: command/reply\n${answer}\n\n`));
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

// Form of the answer: esl-captures, handshake-userauth-limited. mod_event_socket repeats the lists as
// the directory has them, and there names are parted by spaces or by commas.
test.each([
  ['spaces', 'CHANNEL_CREATE HEARTBEAT', 'show uuid_hold'],
  ['commas', 'CHANNEL_CREATE,HEARTBEAT', 'show,uuid_hold'],
])(
  'the rights of a limited login are read when its lists are written with %s',
  async (_, events, api) => {
    const login = await loginAfter(
      `Reply-Text: +OK accepted\nAllowed-Events: ${events}\nAllowed-API: ${api}\nAllowed-LOG: false`,
    );
    expect(login.events).toEqual(new Set(['CHANNEL_CREATE', 'HEARTBEAT']));
    expect(login.api).toEqual(new Set(['show', 'uuid_hold']));
  },
);

test('a login without lists, or with “all”, may do everything', async () => {
  const login = await loginAfter(
    'Reply-Text: +OK accepted\nAllowed-Events: all\nAllowed-LOG: true',
  );
  expect(login).toEqual({ events: undefined, api: undefined });
});
