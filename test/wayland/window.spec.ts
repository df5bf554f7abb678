import { expect, test } from '@playwright/test';
import { App, notifications } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';
import { commandLine, focusedTitle, startAgain, Typist, windows } from '../support/sway.ts';

let demo: DemoPbx;
let app: App;

test.beforeEach(async () => {
  await notifications.clear();
  demo = await startCalmPbx({ seed: 23 });
});
test.afterEach(async () => {
  await app.close();
  await demo.stop();
});

/** The app's windows that are on screen. */
const ours = async () => (await windows()).filter(({ appId }) => appId === 'Ringside');

test('the window is there at the start, once, and only it', async () => {
  app = await App.onEsl(demo);
  await expect.poll(async () => (await ours()).map(({ title }) => title)).toEqual(['Ringside']);
  expect(await focusedTitle()).toBe('Ringside');
  await app.online();
  expect(await ours()).toHaveLength(1);
});

test('started hidden it is nowhere, and a second start or the command line shows it', async () => {
  app = await App.onEsl(demo, { args: ['--hidden'] });
  await app.online();
  expect(await ours()).toEqual([]);
  await startAgain(app);
  await expect.poll(async () => (await ours()).length).toBe(1);
  const hide = () =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((one) => one.getTitle() === 'Ringside')
        ?.hide(),
    );
  await hide();
  await expect.poll(ours).toEqual([]);
  await commandLine(app, 'show');
  await expect.poll(async () => (await ours()).length).toBe(1);
});

test('a second start asks for the focus: the desktop marks the window, and a link fills the dialog', async () => {
  app = await App.onEsl(demo);
  await app.online();
  await expect.poll(focusedTitle).toBe('Ringside');
  const typist = await Typist.open();
  await startAgain(app, 'tel:+4930123456');
  await expect(
    app.page.getByRole('dialog', { name: 'Call a number' }).getByLabel('Number'),
  ).toHaveValue('+4930123456');
  await expect.poll(async () => (await ours())[0]?.urgent).toBe(true);
  expect(await focusedTitle()).toBe('Typist');
  typist.close();
});

test('closed on a desktop without tray and taskbar, the window asks first; quit ends the app', async () => {
  app = await App.onEsl(demo);
  await app.online();
  await expect.poll(async () => (await ours()).length).toBe(1);
  const close = () =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((one) => one.getTitle() === 'Ringside')
        ?.close(),
    );
  /** Answers the box with its nth button. */
  const answer = (response: number) =>
    app.electron.evaluate(({ dialog }, pressed) => {
      dialog.showMessageBox = () => Promise.resolve({ response: pressed, checkboxChecked: false });
    }, response);
  await answer(1); // Keep running
  await close();
  await expect.poll(ours).toEqual([]);
  await commandLine(app, 'show');
  await expect.poll(async () => (await ours()).length).toBe(1);
  const gone = new Promise((done) => app.electron.process().once('exit', done));
  await answer(2); // Quit
  await close().catch(() => undefined);
  await gone;
});
