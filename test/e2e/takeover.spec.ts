import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { REQUESTS, askerOf, type RequestName } from '../../src/shared/ipc/contract.ts';
import { App, focusedWindow, OtherProgram, sh } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';
import { WebServer } from '../support/http.ts';

// A page that does what somebody else wants: what it may show is lost, what it may do is not.
const WRITE_ARGV = fileURLToPath(new URL('../fixtures/write-argv.mjs', import.meta.url));
const NAMES = Object.keys(REQUESTS) as RequestName[];

let demo: DemoPbx;
let app: App;
let web: WebServer;

test.beforeEach(async () => {
  demo = await startCalmPbx({ seed: 7 });
  web = await WebServer.start();
});
test.afterEach(async () => {
  await app.close();
  await demo.stop();
  web.stop();
});

/** What main answers to a request of this page: its value, or its error's message. */
const ask = (page: Page, name: RequestName, payload: unknown): Promise<unknown> =>
  page.evaluate(
    ([request, input]) => window.ringside.invoke(request, input).catch((error) => String(error)),
    [name, payload] as const,
  );
const ran = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
const program = (file: string, id = 'evil') => ({
  id,
  name: 'Evil',
  on: true,
  steps: ['ringing'],
  button: true,
  way: 'any',
  number: '',
  dialled: '',
  action: { kind: 'program', path: WRITE_ARGV, args: [file] },
});
const webhook = (url: string) => ({
  ...program('', 'hook'),
  action: { kind: 'webhook', url: `${url}/{number}`, allowHttp: true, body: '' },
});
const REFUSED = { ok: false, error: { kind: 'cancelled' } };

test('a window keeps the role it was made for, whatever its page does to its address', async () => {
  app = await App.onEsl(demo);
  await app.online();
  demo.inbound({ to: '201', number: '+4930555', name: 'Caller' });
  const popup = await app.popup();
  await popup.evaluate(() => history.pushState(0, '', '/index.html'));
  await app.page.evaluate(() => history.pushState(0, '', '/popup.html'));
  for (const name of NAMES) {
    const [other, own] = askerOf(name) === 'popup' ? [app.page, popup] : [popup, app.page];
    expect([name, await ask(other, name, null)]).toEqual([
      name,
      expect.stringContaining('not allowed'),
    ]);
    // Not for its role, at least; what it asks for is none of these.
    if (/query|clear|import|export|show|register|diagnostics|retry|seen/.test(name)) continue;
    expect(String(await ask(own, name, undefined)), name).not.toContain('not allowed');
  }
  await app.page.evaluate(() => history.pushState(0, '', '/index.html'));
});

test('the pop-up’s page acts on the calls of its cards alone', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const { caller } = demo.inbound({ to: '202', number: '+4930111', name: 'Not mine' });
  const other = await OtherProgram.open();
  demo.inbound({ to: '201', number: '+4930555', name: 'Mine' });
  await expect(await app.card('Mine')).toBeVisible();
  const popup = await app.popup();
  const gone = { ok: false, error: { message: 'That call is gone.' } };
  for (const key of [`main ${caller}`, caller, '', 'x'])
    expect(await ask(popup, 'popup.act', { kind: 'reject', key })).toMatchObject(gone);
  expect(await ask(popup, 'popup.act', { kind: 'hangup', key: caller })).toContain('not valid');
  expect(demo.commands.filter((line) => line.includes('uuid_kill'))).toEqual([]);
  other.close();
});

test('no page makes a call from another phone', async () => {
  app = await App.onEsl(demo);
  await app.online();
  await app.agree(false);
  const command = { kind: 'originate', extension: '205', number: '202', autoAnswer: false };
  void ask(app.page, 'command.run', { site: 'main', command });
  await expect
    .poll(() => demo.commands.filter((line) => line.includes('originate')))
    .toHaveLength(1);
  expect(demo.commands.join('\n')).toMatch(/originate .*user\/201@pbx\.example\.test /);
  const connection = { kind: 'esl', esl: { host: '127.0.0.1', port: demo.port, user: '' } };
  const other = { site: { id: 'main', connection, extension: '205' } };
  expect(await ask(app.page, 'site.save', other)).toMatchObject(REFUSED);
  await ask(app.page, 'settings.patch', { extension: '205' });
  // Round about, by the demo whose phones are nobody's.
  const around = { id: 'main', connection: { kind: 'demo' }, extension: '205' };
  await ask(app.page, 'site.save', { site: around });
  expect(await ask(app.page, 'site.save', other)).toMatchObject(REFUSED);
});

test('no page runs a program or speaks to a host that the person did not allow', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'ringside-evil-')), 'ran');
  app = await App.onEsl(demo);
  await app.online();
  const asked = await app.agree(false);
  const names = { lookupUrl: `${web.address}/{number}`, allowHttp: true, lookupField: 'name' };
  const { port } = new URL(web.address);
  const draft = (connection: object) => ({
    site: { id: 'main', connection, extension: '201' },
    password: 'text',
  });
  const elsewhere = [
    { kind: 'esl', esl: { host: '127.0.0.1', port: Number(port), user: '' } },
    { kind: 'webitel', webitel: { url: web.address, username: 'text' } },
  ];
  expect(await ask(app.page, 'rules.save', [program(file)])).toMatchObject(REFUSED);
  expect(await ask(app.page, 'rules.save', [webhook(web.address)])).toMatchObject(REFUSED);
  expect(await ask(app.page, 'settings.patch', { names })).toMatchObject(REFUSED);
  for (const connection of elsewhere) {
    expect(await ask(app.page, 'site.test', draft(connection))).toMatchObject(REFUSED);
    expect(await ask(app.page, 'site.save', draft(connection))).toMatchObject(REFUSED);
  }
  const questions = await asked();
  expect(questions).toHaveLength(7);
  expect(questions[0]).toContain(WRITE_ARGV);
  expect(questions[0]).toContain(file);
  for (const question of questions.slice(1)) expect(question).toContain(port);

  demo.inbound({ to: '201', number: '+4930555', name: '' });
  await expect(app.myCall('+4930555')).toContainText('Ringing');
  // Allowed now, and changed by as little as an argument: that is asked again.
  await app.agree();
  expect(await ask(app.page, 'rules.save', [program(file)])).toMatchObject({ ok: true });
  await app.agree(false);
  expect(await ask(app.page, 'rules.save', [program(`${file}2`)])).toMatchObject(REFUSED);
  expect(await ask(app.page, 'rules.save', [{ ...program(file), name: 'Renamed' }])).toMatchObject({
    ok: true,
  });
  demo.inbound({ to: '201', number: '+4930666', name: '' });
  await expect.poll(() => ran(file).split('\n').length - 1).toBe(1);
  expect(ran(`${file}2`)).toBe('');
  expect(web.heard).toEqual([]);
});

test('what is in the settings without an agreement does nothing', async () => {
  const userData = mkdtempSync(join(tmpdir(), 'ringside-e2e-'));
  const file = join(userData, 'ran');
  const names = { lookupUrl: `${web.address}/{number}`, allowHttp: true, lookupField: 'name' };
  const rules = [program(file), webhook(web.address)];
  writeFileSync(join(userData, 'settings.json'), JSON.stringify({ rules, names, agreed: [] }));
  app = await App.onEsl(demo, { userData });
  await app.online();
  demo.inbound({ to: '201', number: '+4930555', name: '' });
  await expect(app.page.getByText('Nobody has allowed that yet').first()).toBeVisible();
  expect(ran(file)).toBe('');
  expect(web.heard).toEqual([]);
});

test('the question is the system’s: keys answer it, and Enter alone allows nothing', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'ringside-evil-')), 'ran');
  app = await App.onEsl(demo);
  await app.online();
  const question = async (...keys: string[]): Promise<unknown> => {
    const before = await sh('xdotool', 'getactivewindow').catch(() => '');
    const answer = ask(app.page, 'rules.save', [program(file)]);
    await expect.poll(() => sh('xdotool', 'getactivewindow').catch(() => before)).not.toBe(before);
    expect(await ask(app.page, 'rules.save', [webhook(web.address)])).toMatchObject({
      error: { message: 'Answer the question that is open first.' },
    });
    for (const key of keys) await sh('xdotool', 'key', key);
    return answer;
  };
  await app.page.bringToFront();
  await expect.poll(focusedWindow).toBe('Ringside');
  expect(await question('Return')).toMatchObject(REFUSED);
  expect(await question('Escape')).toMatchObject(REFUSED);
  expect(await question('Tab', 'Return')).toMatchObject({ ok: true });
});

test('a page cannot use a right that nobody gave, nor give itself one: nothing reaches the PBX', async () => {
  app = await App.onEsl(demo, { extension: '200' });
  await app.online();
  const { agent = '' } = demo.inbound({ to: '205', number: '+4930555', name: 'Quiet customer' });
  demo.answer(agent);
  await expect(app.line('Quiet customer').first()).toBeVisible();
  await ask(app.page, 'settings.patch', { rights: { grants: { listen: 'all', speak: 'all' } } });
  const listen = { site: 'main', command: { kind: 'eavesdrop', uuid: agent } };
  const answer = JSON.stringify(await ask(app.page, 'command.run', listen));
  expect(answer).toContain('not-allowed');
  expect(answer).toContain('may not listen');
  expect(demo.commands.filter((line) => /eavesdrop|originate/.test(line))).toEqual([]);
});
