import { expect, test } from '@playwright/test';
import { isPlayedTo } from '../../src/demo-pbx/calls/play.ts';
import { App, notifications, sh } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';
import {
  commandLine,
  focusedTitle,
  pressInNotification,
  Typist,
  windows,
} from '../support/sway.ts';
import { ringWhileTyping, TYPED } from '../support/typing.ts';

let demo: DemoPbx;
let app: App;

test.beforeEach(async () => {
  await notifications.clear();
  demo = await startCalmPbx({ seed: 29 });
  app = await App.onEsl(demo);
  await app.online();
  await expect.poll(focusedTitle).toBe('Ringside');
});
test.afterEach(async () => {
  await app.close();
  await demo.stop();
});

const ANNA = { to: '201', number: '+46701111111', name: 'Anna <b>Ett</b> & \u202EBo' };
const CARL = { to: '201', number: '+46703333333', name: 'Carl Tre' };

test('a call is answered, held and hung up while somebody types elsewhere', async () => {
  const typist = await Typist.open();
  const { agent = '', caller } = demo.inbound(ANNA);
  const hearsMusic = (): boolean => isPlayedTo(demo.world.legs.get(caller));
  await expect.poll(notifications.shown).toBe(1);
  await pressInNotification('Answer');
  await expect.poll(() => demo.world.legs.get(agent)?.callstate).toBe('ACTIVE');
  await expect.poll(notifications.shown).toBe(0);
  // What the desktop's own shortcuts run.
  await commandLine(app, 'hold');
  await expect.poll(hearsMusic).toBe(true);
  await commandLine(app, 'hold');
  await expect.poll(hearsMusic).toBe(false);
  await commandLine(app, 'hangup');
  await expect.poll(() => demo.world.legs.has(agent)).toBe(false);
  expect(demo.commands.filter((line) => line.startsWith('api uuid_'))).toEqual([
    `api uuid_phone_event ${agent} talk`,
    `api uuid_getvar ${caller} hold_music`,
    `api uuid_broadcast ${caller} local_stream://moh;loops=-1 aleg`,
    `api uuid_break ${caller} all`,
    `api uuid_kill ${agent}`,
  ]);
  expect(await focusedTitle()).toBe('Typist');
  typist.close();
});

test('Reject acts on its own call; the name is text, and what is not seen is left out', async () => {
  const { agent = '' } = demo.inbound(ANNA);
  await expect.poll(notifications.shown).toBe(1);
  await pressInNotification('Reject');
  await expect.poll(() => demo.world.legs.has(agent)).toBe(false);
  expect(demo.commands.filter((line) => line.startsWith('api uuid_'))).toEqual([
    `api uuid_kill ${agent} USER_BUSY`,
  ]);
  await expect.poll(notifications.shown).toBe(0);
  const [shown] = await notifications.history();
  expect(shown?.summary.replaceAll('&lt;', '<').replaceAll('&gt;', '>')).toContain('<b>Ett</b>');
  expect(shown?.summary).not.toContain('\u202E');
  expect(shown?.body).toContain(ANNA.number);
});

test('a click on a notification shows the call; the caller’s giving up takes it away', async () => {
  const { caller } = demo.inbound(CARL);
  await expect.poll(notifications.shown).toBe(1);
  demo.hangup(caller);
  await expect.poll(notifications.shown).toBe(0);
  demo.inbound(ANNA);
  await expect.poll(notifications.shown).toBe(1);
  await sh('dunstctl', 'action', '0');
  await expect(app.page.locator('[role="row"][aria-selected="true"]')).toContainText('Ett');
});

test('twenty calls ring while somebody types: every key arrives, the focus stays, four notifications', async () => {
  const typist = await Typist.open();
  const seen = await ringWhileTyping(typist, demo, focusedTitle);
  await expect(app.myCall('Caller 19')).toContainText('Ringing');
  await expect.poll(notifications.shown).toBe(4);
  seen.add(await focusedTitle());
  expect([...seen]).toEqual(['Typist']);
  await expect.poll(() => typist.typed().length).toBe(TYPED.length);
  expect(typist.typed()).toBe(TYPED);
  expect((await windows()).filter(({ appId }) => appId === 'Ringside')).toHaveLength(1);
  typist.close();
});

test('a notification daemon that hangs costs nothing, is told of once, and heals', async () => {
  const daemon = process.env['RINGSIDE_NOTIFICATIONS'] ?? '';
  await sh('kill', '-STOP', daemon);
  try {
    const first = demo.inbound(CARL);
    await expect(app.myCall(CARL.name)).toContainText('Ringing');
    const complaint = app.page.getByText('Calls cannot be notified by the desktop');
    await expect(complaint).toHaveCount(1);
    // Main answers all the while.
    for (let turn = 0; turn < 10; turn += 1) {
      const startMs = Date.now();
      await app.electron.evaluate(({ app: { getName } }) => getName());
      expect(Date.now() - startMs).toBeLessThan(1_000);
    }
    demo.hangup(first.caller);
    demo.inbound(ANNA);
    await expect(app.myCall('Ett')).toContainText('Ringing');
    await expect(complaint).toHaveCount(1);
  } finally {
    await sh('kill', '-CONT', daemon);
  }
  await expect.poll(notifications.shown).toBe(1);
  await pressInNotification('Answer');
  await expect(app.myCall('Ett')).toContainText('Talking');
});

test('while the screen is locked a notification shows no name, if that is wanted', async () => {
  const locked = (on: boolean) =>
    sh(
      'dbus-send',
      '--type=signal',
      '/org/freedesktop/ScreenSaver',
      'org.freedesktop.ScreenSaver.ActiveChanged',
      `boolean:${on}`,
    );
  await app.page.keyboard.press('Control+,');
  const settings = await app.window.settings('Do not disturb');
  await settings.body.getByLabel('No names in notifications while the screen is locked').check();
  demo.inbound(CARL);
  await expect.poll(notifications.shown).toBe(1);
  await locked(true);
  await notifications.clear();
  demo.inbound(ANNA);
  await expect.poll(notifications.shown).toBe(1);
  await notifications.clear();
  const [last] = await notifications.history();
  expect(last).toEqual({ summary: 'Incoming call', body: '' });
  await locked(false);
  demo.inbound({ to: '201', number: '+46704444444', name: 'David Fyra' });
  await expect.poll(notifications.shown).toBe(1);
  await notifications.clear();
  expect((await notifications.history())[0]?.summary).toBe('David Fyra');
});

test('a quit takes its notifications along', async () => {
  demo.inbound(CARL);
  await expect.poll(notifications.shown).toBe(1);
  await app.quit();
  await expect.poll(notifications.shown).toBe(0);
  await expect.poll(windows).toEqual([]);
  app = await App.onEsl(demo);
});
