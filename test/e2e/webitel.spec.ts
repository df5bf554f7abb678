import { expect, test } from '@playwright/test';
import { App, focusedWindow, notifications, OtherProgram, sh } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';

let demo: DemoPbx;
let app: App;

test.beforeEach(async () => {
  await notifications.clear();
  demo = await startCalmPbx({ seed: 13, rest: true });
});
test.afterEach(async () => {
  await app.close();
  await demo.stop();
});

const ANNA = { to: '201', number: '+46701234567', name: 'Anna Lindqvist' };
const asked = (request: string): number =>
  demo.rest.requests.filter((one) => one === request).length;

/** Starts as scripts do, on the REST face. */
async function signedIn(): Promise<void> {
  const { url, username, userPassword } = demo.rest;
  app = await App.launch({
    args: ['--webitel', url, '--extension', username],
    env: { RINGSIDE_PASSWORD: userPassword },
  });
  await app.online();
}

test('first start: sign in by the dialog, wrong password told, then the calls are there', async () => {
  const { url, username, userPassword } = demo.rest;
  app = await App.launch({ args: [] });
  await app.agree();
  const dialog = app.page.getByRole('dialog', { name: 'Welcome to Ringside' });
  await dialog.getByRole('radio', { name: /Webitel/ }).check();
  await dialog.getByLabel('Address').fill(url);
  await dialog.getByLabel('User name').fill(username);
  await dialog.getByLabel('Password').fill('wrong');
  await dialog.getByLabel('My extension').fill(username);
  await dialog.getByRole('button', { name: 'Test' }).click();
  await expect(dialog.getByRole('alert').last()).toContainText(
    'does not accept this user name or password',
  );
  await dialog.getByLabel('Password').fill(userPassword);
  await dialog.getByRole('button', { name: 'Test' }).click();
  await expect(dialog.getByText('Connected: 0 channels at present.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Start' }).click();
  await app.online();
  demo.inbound(ANNA);
  await expect(app.myCall(ANNA.name)).toContainText('Ringing');
});

test('a call rings, pops up, is held by hotkey from another window, and hung up', async () => {
  await signedIn();
  const other = await OtherProgram.open();
  const { agent = '' } = demo.inbound(ANNA);
  await expect.poll(notifications.shown).toBe(1);
  await expect(await app.card(ANNA.name)).toContainText(ANNA.number);
  expect(await focusedWindow()).toBe('Other program');
  // What this API cannot do is off, with the reason.
  await expect((await app.card(ANNA.name)).getByRole('button', { name: 'Answer' })).toHaveAttribute(
    'title',
    /cannot do that/,
  );
  demo.answer(agent);
  await expect(app.myCall(ANNA.name)).toContainText('Talking');
  await expect.poll(notifications.shown).toBe(0);
  await sh('xdotool', 'key', 'ctrl+alt+shift+h');
  await expect(app.myCall(ANNA.name)).toContainText('On hold');
  expect(asked(`PUT /api/v2/channels/${agent}`)).toBe(1);
  await sh('xdotool', 'key', 'ctrl+alt+shift+e');
  await expect(app.myCall(ANNA.name)).toHaveCount(0);
  expect(asked(`DELETE /api/v2/channels/${agent}`)).toBe(1);
  expect(await focusedWindow()).toBe('Other program');
  other.close();
});

test('click-to-call: my phone rings first, and it can be given up', async () => {
  demo.pbx.setPhone('201', { answersOwnAfter: undefined });
  await signedIn();
  await app.page.keyboard.press('Control+d');
  const dialog = app.page.getByRole('dialog', { name: 'Call a number' });
  await dialog.getByLabel('Number').fill('203');
  await dialog.getByRole('button', { name: 'Call', exact: true }).click();
  await expect(dialog).toContainText('Your phone rings');
  await dialog.getByRole('button', { name: 'Give up' }).click();
  await expect.poll(() => demo.world.legs.size).toBe(0);
  demo.pbx.setPhone('201', { answersOwnAfter: 100 });
  await dialog.getByRole('button', { name: 'Call', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(app.myCall('203')).toBeVisible();
});

test('a token that ends leads to one question, not to a storm', async () => {
  const { url, username, token, key } = demo.rest;
  app = await App.launch({
    args: ['--webitel', url, '--extension', username],
    env: { RINGSIDE_TOKEN: token, RINGSIDE_KEY: key },
  });
  await app.online();
  demo.rest.expireTokens();
  await expect(app.connection).toHaveText('Not connected');
  await expect(app.page.getByText(/sign in again|enter another/).first()).toBeVisible();
  const lists = asked('GET /api/v2/channels');
  await app.page.waitForTimeout(4_000); // longer than any pause between two lists
  expect(asked('GET /api/v2/channels')).toBe(lists);
});

test('on a bad day nothing is lost: errors, pages, cut answers, then all is well again', async () => {
  test.slow(); // while events come, the list is asked for each 10 s only
  await signedIn();
  const { agent = '' } = demo.inbound(ANNA);
  demo.answer(agent);
  await expect(app.myCall(ANNA.name)).toContainText('Talking');
  for (const kind of ['errors', 'html', 'cut'] as const) {
    demo.rest.setFault({ kind });
    await expect(app.connection).not.toHaveText('Connected', { timeout: 15_000 });
    await expect(app.myCall(ANNA.name)).toBeVisible(); // what was known stays, marked
    demo.rest.setFault(undefined);
    // It comes back by itself, at the latest with the longest wait between two tries.
    await expect(app.connection).toHaveText('Connected', { timeout: 15_000 });
    await expect(app.myCall(ANNA.name)).toContainText('Talking');
  }
});
