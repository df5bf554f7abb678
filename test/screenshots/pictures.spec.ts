import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { App, OtherProgram, sh } from '../support/app.ts';
import { startDemoPbx, type DemoPbx } from '../support/demo.ts';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
mkdirSync(FOLDER, { recursive: true });

let demo: DemoPbx;
let app: App;
test.afterEach(async () => {
  await app.close();
  await demo.stop();
});

/** The window's page as a picture. */
const shoot = (page: Page, name: string) => page.screenshot({ path: `${FOLDER}${name}.png` });
/** The whole screen: pop-up, notification and tray are outside the window. */
const shootScreen = (name: string) => sh('import', '-window', 'root', `${FOLDER}${name}.png`);

const ME = { to: '201', number: '+46701234567', name: 'Anna Lindqvist' };

async function busyDemo(options: { theme: 'light' | 'dark' }): Promise<void> {
  demo = await startDemoPbx({ seed: 5 });
  app = await App.onEsl(demo);
  await app.online();
  await app.page.emulateMedia({ colorScheme: options.theme });
  const talked = demo.inbound({ to: '201', number: '+493012345678', name: 'Jürgen Groß' });
  demo.answer(talked.agent ?? '');
  await expect(app.myCall('Jürgen Groß')).toContainText('Talking');
  demo.inbound(ME);
  await expect(app.myCall(ME.name)).toContainText('Ringing');
  // The marks of new lines fade within 2 s; durations then read more than 0:00.
  await expect(app.myCall('Jürgen Groß')).toContainText(/0:0[4-9]/);
}

for (const theme of ['light', 'dark'] as const) {
  test(`the window, ${theme}`, async () => {
    await busyDemo({ theme });
    await shoot(app.page, `window-${theme}`);
  });
}

test('2,000 channels', async () => {
  demo = await startDemoPbx({ seed: 5, load: 2_000 });
  app = await App.onEsl(demo);
  await app.online();
  await expect(app.page.locator('footer')).toContainText(/(1,9\d\d|2,\d\d\d) channels/);
  await shoot(app.page, 'window-2000');
});

test('pop-up, notification, tray', async () => {
  demo = await startDemoPbx({ seed: 5, calm: true });
  app = await App.onEsl(demo);
  await app.online();
  const other = await OtherProgram.open();
  demo.inbound(ME);
  demo.inbound({ to: '201', number: '+85223456789', name: '李小龍' });
  await expect(await app.card('李小龍')).toContainText(/rings 0:0[2-9]/);
  await shootScreen('popup');
  other.close();
});

test('history', async () => {
  demo = await startDemoPbx({ seed: 5, calm: true });
  app = await App.onEsl(demo);
  await app.online();
  for (const [name, number, end] of [
    ['Anna Lindqvist', '+46701234567', 'talk'],
    ['Jürgen Groß', '+493012345678', 'miss'],
    ['李小龍', '+85223456789', 'reject'],
    ['Siobhán O’Neil', '+353861234567', 'miss'],
  ] as const) {
    const { caller, agent = '' } = demo.inbound({ to: '201', name, number });
    await expect(app.myCall(name)).toContainText('Ringing');
    if (end === 'reject') demo.reject(agent);
    else if (end === 'talk') {
      demo.answer(agent);
      await expect(app.myCall(name)).toContainText('0:03');
      demo.hangup(caller);
    } else demo.hangup(caller);
    await expect(app.myCall(name)).toHaveCount(0);
  }
  await app.window.open('History');
  await expect(app.page.getByRole('row').first()).toContainText('Siobhán');
  await shoot(app.page, 'history');
});

test('settings', async () => {
  demo = await startDemoPbx({ seed: 5 });
  app = await App.onEsl(demo);
  await app.online();
  await app.page.keyboard.press('Control+,');
  await app.window.settings('Incoming calls');
  await shoot(app.page, 'settings');
});

test('heads-up: hold by a hotkey while another program has the focus', async () => {
  demo = await startDemoPbx({ seed: 5, calm: true });
  app = await App.onEsl(demo);
  await app.online();
  const { agent = '' } = demo.inbound(ME);
  demo.answer(agent);
  await expect(app.myCall(ME.name)).toContainText('Talking');
  const other = await OtherProgram.open();
  await sh('xdotool', 'key', 'ctrl+alt+shift+h');
  await expect(await app.headsUp()).toContainText('On hold');
  await shootScreen('heads-up');
  other.close();
});

test('a tel: link in the dialog', async () => {
  demo = await startDemoPbx({ seed: 5 });
  app = await App.onEsl(demo);
  await app.online();
  // What a click on such a link does: another start of the program hands it over.
  await app.electron.evaluate(
    ({ app: program }, link) => void program.emit('second-instance', {}, ['', link]),
    'tel:+49%20(30)%20123-456',
  );
  const dialog = app.page.getByRole('dialog', { name: 'Call a number' });
  await expect(dialog.getByLabel('Number')).toHaveValue('+4930123456');
  await shoot(app.page, 'link');
});

test('a dry run of the rules, with a hostile name', async () => {
  demo = await startDemoPbx({ seed: 5, calm: true });
  app = await App.onEsl(demo);
  await app.online();
  const { caller } = demo.inbound({ ...ME, name: `"; $(reboot) & 'x'` });
  await expect(app.myCall('$(reboot)')).toContainText('Ringing');
  demo.hangup(caller);
  await app.window.settings('Rules');
  await app.agree();
  const rules = app.page.getByRole('region', { name: 'Rules' });
  await rules.getByRole('button', { name: 'Add a rule…' }).click();
  const form = app.page.getByRole('region', { name: 'Rule', exact: true });
  await form.getByLabel('Name', { exact: true }).fill('Show the customer');
  await form
    .getByRole('textbox', { name: 'Address' })
    .fill('https://crm.example.com/search?phone={number}&name={name}');
  await form.getByRole('button', { name: 'Save' }).click();
  await rules.getByRole('button', { name: 'Dry run…' }).click();
  const dry = app.page.getByRole('region', { name: 'Dry run of the rules' });
  await expect(dry.getByRole('listitem').first()).toContainText('%24');
  await shoot(app.page, 'rules');
});
