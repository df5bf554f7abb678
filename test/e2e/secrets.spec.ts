import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import { App } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';
import { secret } from '../support/secrets.ts';
import { WebServer } from '../support/http.ts';

/** An Event Socket of somebody else's: greets, and keeps all that it is sent. */
class EslTrap {
  heard = '';
  #sockets = new Set<Socket>();
  #server: Server = createServer((socket) => {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => (this.heard += data.toString('latin1')));
    socket.write('Content-Type: auth/request\n\n');
  });
  async open(): Promise<number> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return (this.#server.address() as AddressInfo).port;
  }
  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

let demo: DemoPbx;
let app: App;
let esl: EslTrap;
let web: WebServer;
const given = { password: secret(), token: secret(), key: secret() };

test.beforeEach(async () => {
  demo = await startCalmPbx({ seed: 7, password: given.password });
  esl = new EslTrap();
  web = await WebServer.start();
});
test.afterEach(async () => {
  await app.close();
  await demo.stop();
  esl.close();
  web.stop();
});

/** Asks for something about a connection with no secret of its own. */
const about = (page: Page, request: 'site.test' | 'site.save', connection: object) =>
  page.evaluate(
    ([name, draft]) =>
      window.ringside.invoke(name, { site: { id: 'main', connection: draft, extension: '201' } }),
    [request, connection] as const,
  );

test('what a scripted start brings is sent to its own PBX, and nowhere else', async () => {
  const port = await esl.open();
  app = await App.onEsl(demo, {
    env: {
      RINGSIDE_PASSWORD: given.password,
      RINGSIDE_TOKEN: given.token,
      RINGSIDE_KEY: given.key,
    },
  });
  await app.online();
  await app.agree();
  const traps = [
    { kind: 'esl', esl: { host: '127.0.0.1', port, user: '' } },
    { kind: 'esl', esl: { host: '127.0.0.1', port: demo.port, user: 'other@pbx.example.test' } },
    ...['password', 'token'].map((login) => ({
      kind: 'webitel',
      webitel: { url: web.address, login, username: '201' },
    })),
  ];
  for (const request of ['site.test', 'site.save'] as const) {
    for (const connection of traps) {
      await about(app.page, request, connection);
      await app.page.evaluate(() => window.ringside.invoke('site.retry', 'main'));
    }
  }
  // Back at its own, the secret is still known; by then whatever was sent has arrived.
  const own = { kind: 'esl', esl: { host: '127.0.0.1', port: demo.port, user: '' } };
  expect(await about(app.page, 'site.test', own)).toMatchObject({ ok: true });
  await about(app.page, 'site.save', own);
  await app.online();
  expect(esl.heard).toBe('');
  expect(web.heard).toEqual([]);
  expect(demo.commands.filter((line) => line.startsWith('userauth'))).toEqual([]);
});
