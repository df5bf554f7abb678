import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { App, focusedWindow, notifications, OtherProgram, sh } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';

let demo: DemoPbx;
let app: App;

test.beforeEach(async () => {
  await notifications.clear();
  demo = await startCalmPbx({ seed: 17 });
});
test.afterEach(async () => {
  await app.close();
  await demo.stop();
});

/** Where the tray's last icon is on the screen. */
async function trayIcon(): Promise<{ x: number; y: number }> {
  const [id = ''] = (await sh('xdotool', 'search', '--onlyvisible', '--class', 'trayer')).split(
    '\n',
  );
  const geometry = await sh('xdotool', 'getwindowgeometry', '--shell', id);
  const value = (name: string): number =>
    Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(geometry)?.[1]);
  return { x: value('X') + value('WIDTH') - 11, y: value('Y') + Math.floor(value('HEIGHT') / 2) };
}
const isShown = () =>
  app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((one) => one.getTitle() === 'Ringside' && one.isVisible()),
  );

/** Clicks the icon until it is there and shows the window: it comes half a second after the window. */
const clickTray = (): Promise<void> =>
  expect(async () => {
    const { x, y } = await trayIcon();
    await sh('xdotool', 'mousemove', String(x), String(y), 'click', '1');
    await expect.poll(isShown, { timeout: 1_000 }).toBe(true);
  }).toPass();

test('a closed window stays in the tray, which is explained once; a click on the icon shows it', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const close = () =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((one) => one.getTitle() === 'Ringside')
        ?.close(),
    );
  await close();
  await expect.poll(isShown).toBe(false);
  await expect.poll(notifications.shown).toBe(1);
  const other = await OtherProgram.open();

  await clickTray();
  await expect.poll(focusedWindow).toBe('Ringside');

  await notifications.clear();
  await close();
  await expect.poll(isShown).toBe(false);
  expect(await notifications.shown()).toBe(0);
  // Calls are told all the same while only the tray is there.
  demo.inbound({ to: '201', number: '+4930111', name: 'While hidden' });
  await expect.poll(notifications.shown).toBe(1);
  other.close();
});

test('started hidden, it is in the tray and nowhere else; a click on the icon shows it', async () => {
  app = await App.onEsl(demo, { args: ['--hidden'] });
  demo.inbound({ to: '201', number: '+4930111', name: 'At login' });
  await expect.poll(notifications.shown).toBe(1);
  expect(await isShown()).toBe(false);
  await clickTray();
  await expect(app.myCall('At login')).toContainText('Ringing');
});

test('starting at login writes what the desktop starts, hidden; and takes it back', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const file = join(process.env['XDG_CONFIG_HOME'] ?? '', 'autostart/ringside.desktop');
  await app.window.settings('This computer');
  const box = app.page.getByLabel('Start when I log in, in the tray');
  await box.check();
  await expect.poll(() => existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toMatch(/^Exec=.+ --hidden$/m);
  await box.uncheck();
  await expect.poll(() => existsSync(file)).toBe(false);
});
