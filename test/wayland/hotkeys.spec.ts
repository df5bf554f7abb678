import { expect, test } from '@playwright/test';
import { isPlayedTo } from '../../src/demo-pbx/calls/play.ts';
import { App, notifications, sh } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';
import { FakePortal } from '../support/portal.ts';
import { commandLine, focusedTitle, Typist } from '../support/sway.ts';

let demo: DemoPbx;
let app: App;

test.beforeEach(async () => {
  await notifications.clear();
  demo = await startCalmPbx({ seed: 31 });
});
test.afterEach(async () => {
  await app.close();
  await demo.stop();
});

const CARL = { to: '201', number: '+46703333333', name: 'Carl Tre' };
const HOLD = 'Hold or resume my call';

/** A call of mine that is answered. @returns whether its caller hears music */
async function talk(): Promise<() => boolean> {
  await app.online();
  const { caller } = demo.inbound(CARL);
  await expect(app.myCall(CARL.name)).toContainText('Ringing');
  await commandLine(app, 'answer');
  await expect(app.myCall(CARL.name)).toContainText('Talking');
  return () => isPlayedTo(demo.world.legs.get(caller));
}
async function hotkeys() {
  await app.online();
  await app.window.settings('Hotkeys');
  return app.page.getByRole('region', { name: 'Hotkeys' });
}

/** Copies a text as another program does; wl-copy stays to hand it out, and would hold its output open. */
const copy = (...args: string[]) => sh('sh', '-c', 'exec wl-copy "$@" 2>/dev/null', 'sh', ...args);

test('without a portal no key works, which is said; lines to copy hold the call as sway’s own', async () => {
  app = await App.onEsl(demo);
  const section = await hotkeys();
  await expect(section.getByText('lets no program have keys')).toHaveCount(6);
  const shown = await section.getByLabel('Shortcuts to copy').textContent();
  await section.getByRole('button', { name: 'Copy' }).click();
  await expect(app.page.getByText('Copied.')).toBeVisible();
  // As the app has it: sway takes nothing for the clipboard that no real key or click brought.
  expect(await app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(shown);
  await app.page.keyboard.press('Escape');
  const lines = (shown ?? '').split('\n');
  expect(lines).toHaveLength(6);
  const hold = lines.find((line) => line.startsWith('bindsym Control+Mod1+Shift+h '));
  await sh('swaymsg', hold ?? '');

  const hearsMusic = await talk();
  const typist = await Typist.open();
  const press = () => sh('wtype', '-s', '500', '-M', 'ctrl', '-M', 'alt', '-M', 'shift', '-k', 'h');
  await press();
  await expect.poll(hearsMusic).toBe(true);
  await press();
  await expect.poll(hearsMusic).toBe(false);
  expect(await focusedTitle()).toBe('Typist');
  expect(typist.typed()).toBe('');
  await sh('swaymsg', 'unbindsym Control+Mod1+Shift+h');
  typist.close();
});

test('keys by the desktop’s portal act on the call, and Settings show what it gave', async () => {
  const portal = await FakePortal.start(process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  try {
    portal.chooses = (trigger) => (trigger === 'CTRL+ALT+SHIFT+h' ? 'Super+H' : trigger);
    app = await App.onEsl(demo);
    const hearsMusic = await talk();
    await expect.poll(() => [...portal.sessions.values()].flat().length).toBe(6);
    const typist = await Typist.open();
    portal.press('hold');
    await expect.poll(hearsMusic).toBe(true);
    expect(await focusedTitle()).toBe('Typist');
    typist.close();
    portal.press('hold');
    await expect.poll(hearsMusic).toBe(false);

    const section = await hotkeys();
    await expect(section.getByText('Set up with the desktop: Super+H.')).toBeVisible();
    portal.rebind('hold', 'Super+P');
    await expect(section.getByText('Set up with the desktop: Super+P.')).toBeVisible();
    await section.locator('.hotkey', { hasText: HOLD }).getByText('Off').click();
    await expect.poll(() => [...portal.sessions.values()].flat().length).toBe(5);
    portal.closeSession();
    await expect(section.getByText('lets no program have keys')).toHaveCount(5);
  } finally {
    portal.stop();
  }
});

test('what is selected in another program is what is dialled', async () => {
  app = await App.onEsl(demo);
  await app.online();
  await copy('+49 30 7654321');
  await copy('--primary', '+49 30 1234567');
  await commandLine(app, 'dial');
  const number = app.page.getByRole('dialog', { name: 'Call a number' }).getByLabel('Number');
  await expect(number).toHaveValue('+49 30 1234567');
  await app.page.keyboard.press('Escape');
  await copy('--primary', 'no number');
  await commandLine(app, 'dial');
  await expect(number).toHaveValue('+49 30 7654321');
});
