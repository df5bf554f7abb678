import { expect, test } from '@playwright/test';
import { App, focusedWindow, notifications, OtherProgram, sh } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';

let demo: DemoPbx;
let app: App;

test.beforeEach(async () => {
  await notifications.clear();
  demo = await startCalmPbx({ seed: 41 });
});
test.afterEach(async () => {
  await app.close();
  await demo.stop();
});

test('a start whose window shows nothing says why: on standard error, in a notification, in the log', async () => {
  app = await App.onEsl(demo);
  let said = '';
  app.electron.process().stderr?.on('data', (data: Buffer) => (said += data.toString()));
  // Again and again, for a page that ended once is loaded anew.
  await app.electron.evaluate(({ webContents }) => {
    const crash = () =>
      webContents
        .getAllWebContents()
        .find((one) => one.getURL().endsWith('index.html') && !one.isCrashed())
        ?.forcefullyCrashRenderer();
    crash();
    Object.assign(globalThis, { crashing: setInterval(crash, 250) });
  });
  const why = /The window could not be shown: its page ended \((?:crashed|killed)\)\./;
  // The app gives its window 20 s.
  await expect.poll(() => said, { timeout: 40_000 }).toMatch(why);
  await expect.poll(notifications.shown).toBe(1);
  await notifications.clear();
  const [told] = await notifications.history();
  expect(told?.summary).toBe('Ringside has no window');
  expect(told?.body).toMatch(why);

  const log = await app.electron.evaluate(async ({ webContents }) => {
    clearInterval((globalThis as unknown as { crashing: NodeJS.Timeout }).crashing);
    const page = webContents.getAllWebContents().find((one) => one.getURL().endsWith('index.html'));
    if (!page) return '';
    const loaded = new Promise((done) => page.once('did-finish-load', () => done(null)));
    page.reload();
    await loaded;
    // What the button of the diagnostics dialog asks; the crashed page is lost to the test driver.
    const ask = `window.ringside.invoke('diagnostics.make', null).then(({ value }) => value.text)`;
    return (await page.executeJavaScript(ask)) as string;
  });
  expect(log).toMatch(why);
});

test('a pop-up that was given the focus is not shown again: calls are told by notifications, which is said', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const settings = await app.window.settings('Incoming calls');
  await settings.body.getByLabel('Tell me by').selectOption('Card');
  const other = await OtherProgram.open();
  demo.inbound({ to: '201', number: '+4930111', name: 'Anna' });
  await expect(await app.card('Anna')).toBeVisible();
  expect(await notifications.shown()).toBe(0);
  /** The X window of the pop-up, and whether it is on screen. */
  const popup = () =>
    app.electron.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows().find((one) =>
        one.webContents.getURL().endsWith('popup.html'),
      );
      const id = window?.getNativeWindowHandle().readUInt32LE(0) ?? 0;
      return { id: String(id), visible: window?.isVisible() };
    });
  const { id, visible } = await popup();
  expect(visible).toBe(true);

  // As a desktop does that gives the focus to each new window, whatever the window asks for.
  await sh('xdotool', 'windowfocus', id);
  await expect(app.page.getByText('This desktop gave the focus to the pop-up')).toBeVisible();
  await expect.poll(async () => (await popup()).visible).toBe(false);
  await expect.poll(notifications.shown).toBe(1);

  demo.inbound({ to: '201', number: '+4930222', name: 'Bo' });
  await expect.poll(notifications.shown).toBe(2);
  await expect(app.myCall('Bo')).toContainText('Ringing');
  expect((await popup()).visible).toBe(false);
  expect(await focusedWindow()).not.toBe('Ringside pop-up');
  other.close();
});
