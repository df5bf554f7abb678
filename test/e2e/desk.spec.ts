import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { CARD_HEIGHT } from '../../src/shared/desk/popup.ts';
import { App, focusedWindow, notifications, OtherProgram, sh } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';

let demo: DemoPbx;
let app: App;

test.beforeEach(async () => {
  await notifications.clear();
  demo = await startCalmPbx({ seed: 11 });
});
test.afterEach(async () => {
  await app.close();
  await demo.stop();
});

const ANNA = { to: '201', number: '+46701111111', name: 'Anna Ett' };
const BO = { to: '201', number: '+46702222222', name: 'Bo Två' };

test('two calls ring at once: each card acts on its own, and neither takes the focus', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const other = await OtherProgram.open();
  const first = demo.inbound(ANNA);
  const second = demo.inbound(BO);
  const anna = await app.card(ANNA.name);
  const bo = await app.card(BO.name);
  await expect(anna).toBeVisible();
  await expect(bo).toContainText(BO.number);
  await expect(bo).toContainText('called +15550199201');
  expect(await focusedWindow()).toBe('Other program');

  await bo.getByRole('button', { name: 'Reject' }).click();
  await expect.poll(() => demo.world.legs.has(second.agent ?? '')).toBe(false);
  expect(demo.world.legs.get(first.agent ?? '')?.callstate).toBe('RINGING');
  await expect(anna).toContainText('rings');

  await anna.getByRole('button', { name: 'Answer' }).click();
  await expect.poll(() => demo.world.legs.get(first.agent ?? '')?.callstate).toBe('ACTIVE');
  await expect(anna).toHaveCount(0);
  expect(await focusedWindow()).toBe('Other program');
  expect(demo.commands.filter((line) => line.startsWith('api uuid_'))).toEqual([
    `api uuid_kill ${second.agent} USER_BUSY`,
    `api uuid_phone_event ${first.agent} talk`,
  ]);
  other.close();
});

test('a card stays where it is when another one goes, and a real click reaches its own call', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const other = await OtherProgram.open();
  const first = demo.inbound(ANNA);
  const second = demo.inbound(BO);
  const bo = await app.card(BO.name);
  const reject = bo.getByRole('button', { name: 'Reject' });
  await expect(reject).toBeVisible();
  const bounds = () =>
    app.electron.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .find((one) => one.webContents.getURL().endsWith('popup.html'))
          ?.getBounds() ?? { x: 0, y: 0, height: 0 },
    );
  const place = async (): Promise<{ x: number; y: number }> => {
    const box = await reject.boundingBox();
    const window = await bounds();
    return {
      x: Math.round(window.x + (box?.x ?? 0) + (box?.width ?? 0) / 2),
      y: Math.round(window.y + (box?.y ?? 0) + (box?.height ?? 0) / 2),
    };
  };
  // The window grows with its cards: the page has laid them out once it has the window's size.
  const popup = await app.popup();
  await expect
    .poll(async () => [(await bounds()).height, await popup.evaluate(() => innerHeight)])
    .toEqual([2 * CARD_HEIGHT, 2 * CARD_HEIGHT]);
  const before = await place();
  await sh('xdotool', 'mousemove', String(before.x), String(before.y));
  demo.hangup(first.caller);
  await expect(await app.card(ANNA.name)).toContainText('No longer ringing');
  expect(await place()).toEqual(before);
  await sh('xdotool', 'click', '1');
  await expect.poll(() => demo.world.legs.has(second.agent ?? '')).toBe(false);
  expect(await focusedWindow()).toBe('Other program');
  await sh('xdotool', 'mousemove', '5', '5');
  await expect(bo).toHaveCount(0);
  other.close();
});

test('a phone that does not answer from the PC says so on its card', async () => {
  demo.pbx.setPhone('201', { answersByTalk: false });
  app = await App.onEsl(demo);
  await app.online();
  const other = await OtherProgram.open();
  const { agent = '' } = demo.inbound(ANNA);
  const card = await app.card(ANNA.name);
  await card.getByRole('button', { name: 'Answer' }).click();
  await expect(card).toContainText('Answer it by hand');
  expect(demo.world.legs.get(agent)?.callstate).toBe('RINGING');
  other.close();
  // The window in front has the call itself, and the card goes without a word.
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.webContents.getURL().endsWith('/index.html'))
      ?.focus(),
  );
  await expect(card).toHaveCount(0);
  await expect(app.myCall(ANNA.name)).toContainText('Ringing');
});

test('do not disturb: no card, no notification; the call is still in the window', async () => {
  app = await App.onEsl(demo);
  await app.online();
  await app.page.keyboard.press('Control+,');
  const settings = await app.window.settings('Do not disturb');
  await settings.body.getByLabel('Now: no pop-up, no notification, no sound').check();
  await expect(app.page.getByText('Do not disturb', { exact: true }).first()).toBeVisible();
  demo.inbound(ANNA);
  await expect(app.myCall(ANNA.name)).toContainText('Ringing');
  expect(await notifications.shown()).toBe(0);
  await expect(await app.card(ANNA.name)).toHaveCount(0);
});

test('tel: links by xdg-open reach the running app, prefilled, and dial only when told to', async () => {
  app = await App.onEsl(demo);
  await app.online();
  await app.page.keyboard.press('Control+,');
  const settings = await app.window.settings('This computer');
  await settings.body.getByRole('checkbox', { name: /^Open tel:/ }).check();
  await expect
    .poll(() => sh('xdg-mime', 'query', 'default', 'x-scheme-handler/tel'))
    .toBe('ringside.desktop');

  await sh('xdg-open', 'tel:+49%20(30)%20123-456;ext=7');
  const dialog = app.page.getByRole('dialog', { name: 'Call a number' });
  await expect(dialog.getByLabel('Number')).toHaveValue('+4930123456');
  await expect(app.page.getByText('Extension 7 is not dialled')).toBeVisible();
  expect(demo.commands.some((line) => line.includes('originate'))).toBe(false);
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();

  await app.page.keyboard.press('Control+,');
  await settings.body.getByLabel('Dial a link at once, without asking').check();
  await sh('xdg-open', 'sip:203@pbx.example.test');
  await expect
    .poll(() => demo.commands.filter((line) => line.startsWith('bgapi originate')).length)
    .toBe(1);
  expect(demo.commands.find((line) => line.startsWith('bgapi originate'))).toMatch(
    /user\/201@pbx\.example\.test 203 XML default$/,
  );
});

test('a call missed while the app was killed hard is missed in the history, and can be called back', async () => {
  const userData = mkdtempSync(join(tmpdir(), 'ringside-e2e-'));
  app = await App.onEsl(demo, { userData });
  await app.online();
  const { caller } = demo.inbound(ANNA);
  await expect(app.myCall(ANNA.name)).toContainText('Ringing');
  await app.kill();
  demo.hangup(caller);

  app = await App.onEsl(demo, { userData });
  await app.online();
  await app.window.open('History');
  const past = app.page.getByRole('row').filter({ hasText: ANNA.name });
  await expect(past).toContainText('Missed');
  await expect(past).toContainText(ANNA.number);
  await past.hover();
  await past.getByRole('button', { name: 'Call back' }).click();
  await expect(
    app.page.getByRole('dialog', { name: 'Call a number' }).getByLabel('Number'),
  ).toHaveValue(ANNA.number);
});

test('history: answered, rejected, outgoing; search; export; missed calls are counted until looked at', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const answered = demo.inbound(ANNA);
  demo.answer(answered.agent ?? '');
  await expect(app.myCall(ANNA.name)).toContainText('Talking');
  demo.hangup(answered.caller);
  const rejected = demo.inbound(BO);
  await expect(app.myCall(BO.name)).toContainText('Ringing');
  demo.reject(rejected.agent ?? '');
  const missed = demo.inbound({
    to: '201',
    number: '+15550001111',
    name: '=HYPERLINK("http://x")',
  });
  await expect(app.myCall('=HYPERLINK')).toContainText('Ringing');
  demo.hangup(missed.caller);
  await expect(app.window.tab('History')).toHaveAccessibleDescription('1 missed');
  await app.window.open('History');
  const rows = app.page.getByRole('grid', { name: 'My past calls' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(0)).toContainText('Missed');
  await expect(rows.nth(1)).toContainText('Rejected');
  await expect(rows.nth(2)).toContainText('Answered');
  await expect(app.window.tab('History')).not.toHaveAccessibleDescription(/missed/);
  await app.page.getByLabel('Search the history').fill('två');
  await expect(rows).toHaveCount(1);
  await app.page.getByLabel('Search the history').fill('');
  await expect(rows).toHaveCount(3);

  const file = join(app.userData, 'calls.csv');
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await app.page.getByRole('button', { name: 'Export CSV…' }).click();
  await expect(app.page.getByText('3 calls written to')).toBeVisible();
  const csv = readFileSync(file, 'utf8');
  expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(csv).toContain(`'+46701111111`);
});
