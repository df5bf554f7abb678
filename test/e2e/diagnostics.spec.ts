import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { AppInfo } from '../../src/shared/ipc/contract.ts';
import { App, sh } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';
import { foundIn, searchFolder, secret } from '../support/secrets.ts';
import { longestBlock } from '../support/probe.ts';
import { SignInServer } from '../support/sign-in.ts';

let demo: DemoPbx;
let app: App;

test.beforeEach(async () => {
  demo = await startCalmPbx({ seed: 7, password: secret() });
});
test.afterEach(async () => {
  await app.close();
  await demo.stop();
});

/** What the window shows as the diagnostics file, made by the button a person presses. */
async function makeDiagnostics({ page, window }: App): Promise<{ text: string; file: string }> {
  await window.settings('Help');
  await page.getByRole('button', { name: 'Make a diagnostics file…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Diagnostics' });
  const text =
    (await dialog.getByRole('region', { name: 'Contents of the file' }).textContent()) ?? '';
  const file = (await dialog.locator('strong').textContent()) ?? '';
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  return { text, file };
}

test('the diagnostics file tells versions, settings, connection and the last lines, numbers masked', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const caller = { to: '201', number: '+46701234567', name: 'Åsa Öberg' };
  const { agent = '', caller: leg } = demo.inbound(caller);
  demo.answer(agent);
  await app.myCall(caller.name).getByRole('button', { name: 'Hold' }).click();
  await expect(app.myCall(caller.name)).toContainText('On hold');
  await app.page.keyboard.press('Control+d');
  await app.page.getByRole('combobox', { name: 'Number' }).fill('+49 30 987654');
  await app.page.getByRole('button', { name: 'Call', exact: true }).click();
  await expect.poll(() => demo.commands.some((line) => line.includes('+4930987654'))).toBe(true);
  await app.page.keyboard.press('Escape');

  const { text, file } = await makeDiagnostics(app);
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { chrome } = await app.electron.evaluate(() => process.versions);
  expect(text).toContain(`Chromium ${chrome}`);
  expect(text).toContain(`online: esl at 127.0.0.1:${demo.port}`);
  expect(text).toContain('dial.context = default');
  expect(text).toMatch(new RegExp(`> api uuid_broadcast ${leg} \\S+ aleg$`, 'm'));
  expect(text).toMatch(new RegExp(`^\\S+ {3}changed ${agent}`, 'm'));
  expect(text).toMatch(
    /^\S+ > bgapi originate .*user\/###@pbx\.example\.test \+########## XML default$/m,
  );
  for (const hidden of ['46701234567', '4930987654', 'Åsa', demo.access.password])
    expect(text).not.toContain(hidden);
});

test('a failed login is told with what the person saw', async () => {
  app = await App.onEsl({ port: demo.port, password: secret() });
  await expect(app.connection).toHaveText('Not connected');
  const { text } = await makeDiagnostics(app);
  expect(text).toContain(
    `error: wrong-password, 127.0.0.1:${demo.port} does not accept this password`,
  );
});

/** Every sort of secret there is, right and wrong ones. */
const account = {
  username: 'agent@pbx.example.test',
  password: secret(),
  token: secret(),
  key: secret(),
};
const wrong = {
  password: secret(),
  limited: secret(),
  webitel: secret(),
  token: secret(),
  key: secret(),
};

/** Fills in every login there is, a wrong one and then the right one, as a person does. */
async function useEveryLogin(page: Page, webitel: SignInServer): Promise<void> {
  const dialog = page.getByRole('dialog').filter({ hasText: 'My extension' });
  const open = async (kind: string): Promise<void> => {
    await page.locator('header button:has([role="status"])').click();
    await choose(kind);
  };
  const choose = async (kind: string): Promise<void> => {
    await dialog.getByRole('radio', { name: kind }).check();
  };
  const enter = async (fields: Record<string, string>): Promise<void> => {
    for (const [label, value] of Object.entries(fields))
      await dialog.getByLabel(label, { exact: true }).fill(value);
  };
  const refused = async (): Promise<void> => {
    await dialog.getByRole('button', { name: 'Test' }).click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await save();
    await expect(page.locator('header [role="status"]').first()).toHaveText('Not connected');
  };
  const accepted = async (): Promise<void> => {
    await dialog.getByRole('button', { name: 'Test' }).click();
    await expect(dialog.getByText(/^Connected/)).toBeVisible();
    await save();
    await expect(page.locator('header [role="status"]').first()).toHaveText('Connected');
  };
  const save = async (): Promise<void> => {
    await dialog.getByRole('button', { name: /^(Start|Save)$/ }).click();
    await expect(dialog).toBeHidden();
  };

  const { password, limited } = demo.access;
  await choose('FreeSWITCH'); // a first start asks by itself
  await enter({ Host: '127.0.0.1', Port: String(demo.port), Password: wrong.password });
  await enter({ 'My extension': '201' });
  await refused();
  await open('FreeSWITCH');
  await enter({ Password: password });
  await accepted();
  await open('FreeSWITCH');
  await enter({ 'Limited login': limited.user, Password: wrong.limited });
  await refused();
  await open('FreeSWITCH');
  await enter({ Password: limited.password });
  await accepted();

  await open('Webitel');
  await enter({ Address: webitel.url, 'User name': account.username, Password: wrong.webitel });
  await refused();
  await open('Webitel');
  await enter({ Password: account.password });
  await accepted();
  await open('Webitel');
  await dialog.getByLabel('Sign in with').selectOption('token');
  await enter({ Token: wrong.token, Key: wrong.key });
  await refused();
  await open('Webitel');
  await enter({ Token: account.token, Key: account.key });
  await accepted();
}

/** The secrets of this run, each of which must have been used. */
function secretsOf(webitel: SignInServer): string[] {
  const { password, limited } = demo.access;
  expect(demo.commands.filter((line) => line.startsWith('auth')).length).toBeGreaterThan(1);
  expect(demo.commands.filter((line) => line.startsWith('userauth')).length).toBeGreaterThan(1);
  expect(webitel.seen.in).toBeGreaterThanOrEqual(4);
  expect(webitel.seen.refused).toBeGreaterThanOrEqual(4);
  const { password: own, token, key } = account;
  return [password, limited.password, own, token, key, ...Object.values(wrong)];
}

/** Starts the app with nothing set up, and collects all it prints. */
async function startAndListen(options: Parameters<typeof App.launch>[0]) {
  const started = await App.launch(options);
  let printed = '';
  const { stdout, stderr } = started.electron.process();
  for (const stream of [stdout, stderr])
    stream?.on('data', (data: Buffer) => (printed += data.toString()));
  return { started, printed: () => Buffer.from(printed) };
}

test('no secret is in anything that is written or printed (no keyring)', async () => {
  test.setTimeout(300_000);
  const webitel = await SignInServer.start(account);
  const { started, printed } = await startAndListen({ args: [] });
  app = started;
  await app.agree();
  await useEveryLogin(app.page, webitel);
  const shown = await app.page.evaluate(() =>
    JSON.stringify([
      document.documentElement.outerHTML,
      { ...localStorage },
      { ...sessionStorage },
    ]),
  );
  const info = await app.page.evaluate(() => window.ringside.invoke('app.info', null));
  expect(info).toMatchObject({
    secrets: 'session',
    sites: [{ has: { token: true, key: true } }],
  });
  const { text } = await makeDiagnostics(app);
  webitel.stop();
  await app.quit();

  const secrets = secretsOf(webitel);
  expect(secrets).toHaveLength(10);
  for (const bytes of [
    Buffer.from(text),
    printed(),
    Buffer.from(shown),
    Buffer.from(JSON.stringify(info)),
  ])
    expect(foundIn(bytes, secrets)).toEqual([]);
  const { looked, found } = searchFolder(app.userData, secrets);
  expect(found).toEqual([]);
  expect(looked).toBeGreaterThan(3); // settings, history, diagnostics, Chromium's own
});

test('with a keyring, secrets are kept over a restart, and are in no file', async () => {
  test.setTimeout(300_000);
  const keyring = await openKeyring();
  const webitel = await SignInServer.start(account);
  const env = { XDG_CURRENT_DESKTOP: 'GNOME' };
  const { started, printed } = await startAndListen({ args: [], env });
  app = started;
  await app.agree();
  await useEveryLogin(app.page, webitel);
  await app.quit();
  const again = await startAndListen({ args: [], env, userData: app.userData });
  app = again.started;
  await app.online();
  const info = await app.page.evaluate(() => window.ringside.invoke('app.info', null));
  expect(info).toMatchObject({
    secrets: 'keyring',
    sites: [{ has: { token: true, key: true } }],
  });
  const { text } = await makeDiagnostics(app);
  webitel.stop();
  await app.quit();
  keyring.kill();

  const secrets = secretsOf(webitel);
  for (const bytes of [Buffer.from(text), printed(), again.printed()])
    expect(foundIn(bytes, secrets)).toEqual([]);
  expect(searchFolder(app.userData, secrets).found).toEqual([]);
  // They are there, only not to be read.
  expect(statSync(join(app.userData, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(app.userData, 'secrets.json'), 'utf8')).toContain(
    `webitel ${webitel.url}`,
  );
});

const infoOf = (page: Page): Promise<AppInfo> =>
  page.evaluate(() => window.ringside.invoke('app.info', null) as Promise<AppInfo>);

test('a keyring that hangs is told for what it is, holds nothing up, and heals by itself', async () => {
  test.setTimeout(300_000);
  const keyring = await openKeyring();
  const env = { XDG_CURRENT_DESKTOP: 'GNOME' };
  app = await App.launch({ args: [], env });
  await app.agree();
  const esl = { host: '127.0.0.1', port: demo.port, user: '' };
  await app.page.evaluate(
    async ([address, password]) => {
      const connection = { kind: 'esl' as const, esl: address };
      const site = { id: '', connection, extension: '201' };
      await window.ringside.invoke('site.save', { site, password });
    },
    [esl, demo.password] as const,
  );
  await app.online();
  await app.quit();
  keyring.kill('SIGSTOP');
  app = await App.launch({ args: [], env, userData: app.userData });
  const held = await longestBlock(app, async () => {
    const info = await infoOf(app.page);
    expect(info.sites[0]?.extension).toBe('201');
    await expect(app.page.getByText(/The keyring does not answer: kept passwords/)).toBeVisible();
    await expect(app.page.getByText(/password cannot be read yet/).first()).toBeVisible();
  });
  test.info().annotations.push({ type: 'longest block', description: `${Math.round(held)} ms` });
  expect(held).toBeLessThan(1_000);
  keyring.kill('SIGCONT');
  await expect(app.connection).toHaveText('Connected', { timeout: 60_000 });
  const { secrets } = await infoOf(app.page);
  expect(secrets).toBe('keyring');
  await app.quit();
  keyring.kill();
});

/** GNOME's keyring on the test desktop's session bus, unlocked with an empty password. */
async function openKeyring(): Promise<ChildProcess> {
  rmSync(join(process.env['XDG_DATA_HOME'] ?? '', 'keyrings'), { recursive: true, force: true });
  const child = spawn(
    'gnome-keyring-daemon',
    ['--unlock', '--foreground', '--components=secrets'],
    { stdio: ['pipe', 'ignore', 'ignore'] },
  );
  child.stdin?.end('\n');
  const ask = [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
  ];
  await expect
    .poll(() =>
      sh(
        'dbus-send',
        ...ask,
        'org.freedesktop.DBus.NameHasOwner',
        'string:org.freedesktop.secrets',
      ),
    )
    .toContain('boolean true');
  return child;
}
