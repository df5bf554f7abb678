import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator } from '@playwright/test';
import { isPlayedTo } from '../../src/demo-pbx/calls/play.ts';
import { App, focusedWindow, notifications, OtherProgram, sh } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';

let demo: DemoPbx;
let app: App;

test.beforeEach(async () => {
  await notifications.clear();
  demo = await startCalmPbx({ seed: 7 });
});
test.afterEach(async () => {
  await app.close();
  await demo.stop();
});

const CALLER = {
  to: '201',
  number: '+46701234567',
  name: 'Åsa <i>O’Neil</i> & "Co"',
  did: '+15550199201',
};

/** A data folder whose settings grant this: listening is off by default. */
function withRights(grants: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-e2e-'));
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ rights: { grants } }));
  return folder;
}

/** The leg at an extension's phone. */
const legAt = (extension: string) =>
  [...demo.world.legs.values()].find((leg) => leg.presence.startsWith(`${extension}@`));

/** The app with its dialog for a call, and a phone of mine that rings until the test picks it up. */
async function openDial(): Promise<Locator> {
  demo.pbx.setPhone('201', { answersOwnAfter: undefined });
  app = await App.onEsl(demo);
  await app.online();
  await app.page.keyboard.press('Control+d');
  return app.page.getByRole('dialog', { name: 'Call a number' });
}

test('an inbound call pops up without taking the focus, and its notification goes when it is answered', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const other = await OtherProgram.open();
  const { agent = '' } = demo.inbound(CALLER);
  await expect.poll(notifications.shown).toBe(1);
  expect(await focusedWindow()).toBe('Other program');
  await expect(app.myCall(CALLER.name)).toContainText('Ringing');
  await expect(app.myCall(CALLER.name)).toContainText('called +15550199201');
  demo.answer(agent);
  await expect.poll(notifications.shown).toBe(0);
  const [shown] = await notifications.history();
  expect(shown?.body).toContain('+46701234567');
  // dunst gives the title back as markup: what the caller sent must be text in it.
  expect(
    shown?.summary
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .replaceAll('&apos;', '’'),
  ).toBe(CALLER.name);
  await expect(app.myCall(CALLER.name)).toContainText('Talking');
  other.close();
});

test('a notification goes when the caller gives up, and a click on one shows the call', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const { caller } = demo.inbound(CALLER);
  await expect.poll(notifications.shown).toBe(1);
  demo.hangup(caller);
  await expect.poll(notifications.shown).toBe(0);

  demo.inbound(CALLER);
  await expect.poll(notifications.shown).toBe(1);
  const other = await OtherProgram.open();
  await sh('dunstctl', 'action', '0');
  await expect.poll(focusedWindow).toBe('Ringside');
  await expect(app.page.locator('[role="row"][aria-selected="true"]')).toContainText(CALLER.name);
  other.close();
});

test('hold and hang up by global hotkey reach the PBX while another window has the focus', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const { agent = '', caller } = demo.inbound(CALLER);
  demo.answer(agent);
  await expect(app.myCall(CALLER.name)).toContainText('Talking');
  const other = await OtherProgram.open();
  await sh('xdotool', 'key', 'ctrl+alt+shift+h');
  const hearsMusic = (): boolean => isPlayedTo(demo.world.legs.get(caller));
  await expect.poll(hearsMusic).toBe(true);
  await expect(app.myCall(CALLER.name)).toContainText('On hold');
  await sh('xdotool', 'key', 'ctrl+alt+shift+h');
  await expect.poll(hearsMusic).toBe(false);
  await expect(app.myCall(CALLER.name)).toContainText('Talking');
  await sh('xdotool', 'key', 'ctrl+alt+shift+e');
  await expect.poll(() => demo.world.legs.has(agent)).toBe(false);
  expect(await focusedWindow()).toBe('Other program');
  expect(demo.commands.filter((line) => line.startsWith('api uuid_'))).toEqual([
    `api uuid_getvar ${caller} hold_music`,
    `api uuid_broadcast ${caller} local_stream://moh;loops=-1 aleg`,
    `api uuid_break ${caller} all`,
    `api uuid_kill ${agent}`,
  ]);
  other.close();
});

test('with two calls up, a hotkey acts on the active one and says which', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const first = demo.inbound({ to: '201', number: '+4930111', name: 'First' });
  demo.answer(first.agent ?? '');
  await expect(app.myCall('First')).toContainText('Talking');
  await app.myCall('First').getByRole('button', { name: 'Hold' }).click();
  await expect(app.myCall('First')).toContainText('On hold');
  const second = demo.inbound({ to: '201', number: '+4930222', name: 'Second' });
  demo.answer(second.agent ?? '');
  await expect(app.myCall('Second')).toContainText('Talking');
  const said = await app.headsUp();
  await sh('xdotool', 'key', 'ctrl+alt+shift+e');
  // At once and in one look: it goes after 3 s.
  await expect(said).toContainText(/Hung up: Second \(\+4930222\).*Your active one of 2 calls\./s);
  await expect.poll(() => demo.world.legs.has(second.agent ?? '')).toBe(false);
  expect(isPlayedTo(demo.world.legs.get(first.caller))).toBe(true);
});

test('click-to-call: my phone rings first, then the number, up to answered', async () => {
  const dialog = await openDial();
  await dialog.getByLabel('Number').fill('2 0 (3)');
  await expect(dialog).toContainText('Dials 203');
  await dialog.getByRole('button', { name: 'Call', exact: true }).click();
  await expect(dialog).toContainText('Your phone rings');
  demo.answer(legAt('201')?.uuid ?? '');
  await expect(dialog).toBeHidden();
  await expect(app.myCall('203')).toContainText('Calling');
  expect(await notifications.shown()).toBe(0);
  await expect.poll(() => legAt('203')?.callstate).toBe('RINGING');
  demo.answer(legAt('203')?.uuid ?? '');
  await expect(app.myCall('203')).toContainText('Talking');
});

test('a call that is placed after its dialog was closed closes no other dialog', async () => {
  const dialog = await openDial();
  await dialog.getByLabel('Number').fill('203');
  await dialog.getByRole('button', { name: 'Call', exact: true }).click();
  await expect(dialog).toContainText('Your phone rings');
  await app.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await app.page.keyboard.press('Control+,');
  const settings = app.page.getByRole('region', { name: 'Settings', exact: true });
  await expect(settings).toBeVisible();
  demo.answer(legAt('201')?.uuid ?? '');
  await expect.poll(() => legAt('203')?.callstate).toBe('RINGING');
  demo.answer(legAt('203')?.uuid ?? '');
  // The PBX has said by now that the call is placed, and the page shows what came of it.
  await expect(app.myCall('203')).toContainText('Talking');
  await expect(settings).toBeVisible();
});

test('a click-to-call that fails says why in words, and a wrong number is refused with the reason', async () => {
  app = await App.onEsl(demo, { extension: '299' });
  await app.online();
  await app.page.getByRole('button', { name: 'Call…' }).click();
  const dialog = app.page.getByRole('dialog', { name: 'Call a number' });
  await dialog.getByLabel('Number').fill('12;34');
  await dialog.getByRole('button', { name: 'Call', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('cannot hold “;”');
  await dialog.getByLabel('Number').fill('202');
  await dialog.getByRole('button', { name: 'Call', exact: true }).click();
  await expect(dialog.getByRole('alert').last()).toHaveText('299 is not registered');
  await dialog.getByText('Technical cause').click();
  await expect(dialog).toContainText('SUBSCRIBER_ABSENT');
  // Told where the person looks, and not once more in the messages.
  const messages = app.page.getByRole('region', { name: 'Messages' });
  await expect(messages).not.toContainText('299 is not registered');
});

test('hanging up somebody else’s call by the menu of its row asks first, and does nothing when cancelled', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const { agent = '' } = demo.inbound({ to: '202', number: '+4930555', name: 'Other customer' });
  demo.answer(agent);
  const line = app.line('Other customer');
  await expect(line).toContainText('Talking');
  await line.hover();
  await line.getByRole('button', { name: 'More actions' }).click();
  await app.page.getByRole('menuitem', { name: 'Hang up' }).click();
  const question = app.page.getByRole('dialog', { name: 'Somebody else’s call' });
  await expect(question).toContainText('Other customer');
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(demo.world.legs.has(agent)).toBe(true);
  await line.hover();
  await line.getByRole('button', { name: 'More actions' }).click();
  await app.page.getByRole('menuitem', { name: 'Hang up' }).click();
  await question.getByRole('button', { name: 'Hang up' }).click();
  await expect.poll(() => demo.world.legs.size).toBe(0);
});

test('transfer to a colleague by the card; while it rings there the call is taken back', async () => {
  app = await App.onEsl(demo);
  await app.online();
  demo.pbx.setPhone('202', { answersAfter: undefined });
  const { caller, agent = '' } = demo.inbound(CALLER);
  demo.answer(agent);
  const card = app.page.getByRole('region', { name: 'My calls' }).getByRole('article');
  await card.getByRole('button', { name: 'Transfer…' }).click();
  const picker = app.page.getByRole('dialog', { name: 'Transfer the call' });
  await picker.getByLabel('To', { exact: true }).fill('202');
  await picker.getByRole('button', { name: 'Transfer', exact: true }).click();
  const sent = app.page.getByRole('region', { name: 'Calls sent away' });
  await expect(sent).toContainText('rings at 202');
  expect(demo.commands).toContain(`api uuid_transfer ${caller} 202 XML default`);
  await sent.getByRole('button', { name: 'Take back' }).click();
  // The card of the leg that is gone keeps its place for a moment.
  await expect(card.filter({ hasNotText: 'Ended' })).toContainText('Talking');
  await expect(sent).toBeHidden();
  expect(legAt('202')).toBeUndefined();
});

test('eavesdrop: my phone rings, and both sides see who listens', async () => {
  app = await App.onEsl(demo, { extension: '200', userData: withRights({ listen: 'all' }) });
  await app.online();
  const { agent = '' } = demo.inbound({ to: '205', number: '+4930555', name: 'Heard customer' });
  demo.answer(agent);
  const line = app.line('Heard customer').filter({ hasText: '205' }).first();
  await line.hover();
  await line.getByRole('button', { name: 'Listen in' }).click();
  await app.page.getByRole('dialog').getByRole('button', { name: 'Listen in' }).click();
  await expect(line).toContainText('heard by 200');
  expect(demo.commands.some((command) => command.endsWith(`&eavesdrop(${agent})`))).toBe(true);
  expect(await notifications.shown()).toBe(0);
  await expect(app.page.getByRole('region', { name: 'My calls' })).toContainText('Listening in');
});

test('a wrong password says what to do, and is not tried again', async () => {
  app = await App.onEsl({ port: demo.port, password: 'wrong' });
  await expect(app.connection).toHaveText('Not connected');
  await expect(app.page.getByText('does not accept this password')).toBeVisible();
  const tries = demo.commands.filter((command) => command === 'auth').length;
  expect(tries).toBe(1);
  await app.page.waitForTimeout(1_500); // longer than the first two waits of the back-off
  expect(demo.commands.filter((command) => command === 'auth')).toHaveLength(tries);
});

test('a PBX that is killed and comes back: stale is marked, no ghost stays, what ended is said', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const { agent = '' } = demo.inbound({ to: '203', number: '+4930777', name: 'Cut off' });
  demo.answer(agent);
  await expect(app.line('Cut off')).toContainText('Talking');
  demo.dropConnections();
  await app.online();
  await expect(app.line('Cut off')).toContainText('Talking');
  await demo.restart();
  await app.online();
  await expect(app.line('Cut off')).toHaveCount(0);
  demo.inbound({ to: '203', number: '+4930888', name: 'After the restart' });
  await expect(app.line('After the restart')).toBeVisible();
});

test('what ended while offline is counted', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const gone = [
    demo.inbound({ to: '203', number: '1001', name: 'One' }),
    demo.inbound({ to: '204', number: '1002', name: 'Two' }),
  ];
  demo.inbound({ to: '205', number: '1003', name: 'Three' });
  await expect(app.line('Three')).toBeVisible();
  demo.freeze(true);
  demo.dropConnections();
  for (const { caller } of gone) demo.hangup(caller);
  await expect(app.page.getByText('May be out of date')).toBeVisible();
  demo.freeze(false);
  await app.online();
  await expect(app.page.getByText('2 calls ended while offline')).toBeVisible();
  await expect(app.line('Three')).toBeVisible();
});
