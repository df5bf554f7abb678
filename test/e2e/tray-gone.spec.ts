import { spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { App, notifications, sh } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';

let demo: DemoPbx;
let app: App;
const CALLER = { to: '201', number: '+4930111', name: 'Anna' };

/** The title of the app's window, whatever it is. */
const mainWindow = () =>
  app.electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().endsWith('index.html'),
    );
    return {
      title: window?.getTitle() ?? '',
      visible: window?.isVisible() ?? false,
      minimized: window?.isMinimized() ?? false,
    };
  });
const close = () =>
  app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((one) => one.webContents.getURL().endsWith('index.html'))
      ?.close(),
  );
const trayer = () => sh('xdotool', 'search', '--onlyvisible', '--class', 'trayer').catch(() => '');

async function endTray(): Promise<void> {
  const [window = ''] = (await trayer()).split('\n');
  await sh('xdotool', 'windowkill', window);
  await expect.poll(trayer).toBe('');
}
/** As scripts/lib/desktop/desktop.mjs has it; it ends with the display. */
async function startTray(): Promise<void> {
  spawn('trayer', ['--edge', 'bottom', '--align', 'right', '--width', '20', '--height', '24'], {
    detached: true,
    stdio: 'ignore',
  }).unref();
  await expect.poll(trayer).not.toBe('');
}

test.beforeEach(async () => {
  await notifications.clear();
  demo = await startCalmPbx({ seed: 37 });
});
test.afterEach(async () => {
  await app.close();
  await demo.stop();
  if ((await trayer()) === '') await startTray();
});

test('without a tray a closed window is minimised, which is said once in words that are true', async () => {
  await endTray();
  app = await App.onEsl(demo);
  await app.online();
  await close();
  await expect.poll(mainWindow).toMatchObject({ minimized: true });
  await expect.poll(notifications.shown).toBe(1);
  await notifications.clear();
  expect((await notifications.history())[0]).toEqual({
    summary: 'Ringside keeps running',
    body: 'This desktop has no tray: the window is minimized. Quit is at the foot of Settings.',
  });
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.restore());
});

test('without a tray the title tells the state of calls; a tray that comes takes that over', async () => {
  await endTray();
  app = await App.onEsl(demo);
  await app.online();
  const { agent = '', caller } = demo.inbound(CALLER);
  const title = async () => (await mainWindow()).title;
  await expect.poll(title).toBe('Ringing – Ringside');
  demo.answer(agent);
  await expect.poll(title).toBe('Talking – Ringside');
  demo.hangup(caller);
  await expect.poll(title).toBe('Ringside');
  const missed = demo.inbound(CALLER);
  await expect.poll(title).toBe('Ringing – Ringside');
  demo.hangup(missed.caller);
  await expect.poll(title).toBe('1 missed – Ringside');

  await startTray();
  // A tray of this kind tells nothing: it is asked for when the window is closed, and now and then.
  await close();
  await expect.poll(mainWindow).toEqual({ title: 'Ringside', visible: false, minimized: false });
});

test('started hidden where there is no tray, it is minimised: somebody can find it', async () => {
  await endTray();
  app = await App.onEsl(demo, { args: ['--hidden'] });
  await expect.poll(mainWindow).toMatchObject({ minimized: true });
});

test('Quit in Settings ends the app', async () => {
  app = await App.onEsl(demo);
  await app.online();
  await app.page.keyboard.press('Control+,');
  const gone = new Promise((done) => app.electron.process().once('exit', done));
  await app.page.getByRole('button', { name: 'Quit Ringside' }).click();
  await gone;
});
