import { expect, test } from '@playwright/test';
import type { AppInfo } from '../../src/shared/ipc/contract.ts';
import { App, OtherProgram, sh } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';

/** Two PBXes that are alike in all: the same users, and the same uuids for their first calls. */
const pair = () =>
  Promise.all(
    ['berlin-secret', 'wien-secret'].map((password) => startCalmPbx({ seed: 5, password })),
  );

let berlin: DemoPbx;
let wien: DemoPbx;
let app: App;

test.beforeEach(async () => {
  [berlin, wien] = (await pair()) as [DemoPbx, DemoPbx];
});
test.afterEach(async () => {
  await app.close();
  await Promise.all([berlin.stop(), wien.stop()]);
});

const launch = () =>
  App.launch({
    args: [
      ...['--site', 'Berlin', '--esl', `127.0.0.1:${berlin.port}`],
      ...['--site', 'Wien', '--esl', `127.0.0.1:${wien.port}`],
      ...['--extension', '201'],
    ],
    env: { RINGSIDE_PASSWORD_BERLIN: 'berlin-secret', RINGSIDE_PASSWORD_WIEN: 'wien-secret' },
  });
const bothOnline = () =>
  expect(app.page.locator('header [role="status"]')).toHaveText(['Connected', 'Connected']);
/** For the eye: the list of pictures is in test-results. */
const picture = (name: string) => app.page.screenshot({ path: `test-results/${name}.png` });

test('two PBXes of one extension and one set of uuids: a hotkey holds the call that is talked on', async () => {
  app = await launch();
  await bothOnline();
  const calls = [berlin, wien].map((pbx, at) => {
    const call = pbx.inbound({ to: '201', number: `+493011${at}`, name: `Caller ${at}` });
    pbx.answer(call.agent ?? '');
    return call;
  });
  expect(calls[0]).toEqual(calls[1]);
  await expect(app.myCall('Caller 0')).toContainText('Berlin');
  await expect(app.myCall('Caller 1')).toContainText('Wien');
  // The one in Berlin is put on hold, so that the one in Wien is the active one.
  await app.myCall('Caller 0').getByRole('button', { name: 'Hold' }).click();
  await expect(app.myCall('Caller 0')).toContainText('On hold');
  const other = await OtherProgram.open();
  await sh('xdotool', 'key', 'ctrl+alt+shift+h');
  await expect(app.myCall('Caller 1')).toContainText('On hold');
  other.close();
  const held = `api uuid_broadcast ${calls[0]?.caller} local_stream://moh;loops=-1 aleg`;
  for (const pbx of [berlin, wien])
    expect(pbx.commands.filter((line) => line.startsWith('api uuid_broadcast'))).toEqual([held]);
  await expect(app.line('Caller 0')).toContainText('Berlin');
  await picture('sites');

  // One goes down: its own rows alone may be old.
  wien.deny(true);
  wien.dropConnections();
  await expect(app.page.locator('header [role="status"]')).toHaveText([
    'Connected',
    /Offline|Not connected/,
  ]);
  await expect(app.page.getByRole('alert')).toContainText('Wien:');
  await expect(app.myCall('Caller 1')).toHaveClass(/stale/);
  await expect(app.myCall('Caller 0')).not.toHaveClass(/stale/);
  await expect(app.myCall('Caller 1').getByRole('button', { name: 'Resume' })).toBeDisabled();
  await picture('sites-offline');
  await app.myCall('Caller 0').getByRole('button', { name: 'Resume' }).click();
  await expect(app.myCall('Caller 0')).toContainText('Talking');
  // Back again, it is as its PBX has it: that call is gone.
  wien.hangup(calls[1]?.agent ?? '');
  wien.deny(false);
  await app.page.getByRole('button', { name: 'Try now' }).click();
  await bothOnline();
  await expect(app.myCall('Caller 1')).toHaveCount(0);
  await expect(app.myCall('Caller 0')).toContainText('Talking');
});

test('sites are added, tried, ordered and removed in the settings, and kept', async () => {
  app = await App.onEsl(berlin, { env: { RINGSIDE_PASSWORD: 'berlin-secret' } });
  await app.agree();
  await app.online();
  const { page } = app;
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Add a PBX' }).click();
  await page.getByRole('radio', { name: /FreeSWITCH/ }).check();
  await page.getByLabel('Name', { exact: true }).fill('Wien');
  await page.getByRole('spinbutton', { name: 'Port' }).fill(String(wien.port));
  await page.getByLabel('Password', { exact: true }).fill('wien-secret');
  await page.getByLabel('My extension').fill('202');
  await page.getByRole('button', { name: 'Test' }).click();
  await expect(page.getByText('Connected: 0 channels at present.')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await bothOnline();
  const names = () =>
    page.evaluate(async () => {
      const info = (await window.ringside.invoke('app.info', null)) as AppInfo;
      return info.settings.sites.map(({ id, name }) => `${id} ${name}`);
    });
  expect(await names()).toEqual(['main ', 'wien Wien']);
  await page.getByRole('button', { name: 'Settings' }).click();
  const second = page.getByRole('listitem', { name: 'Wien' });
  await second.getByRole('button', { name: 'Move up' }).click();
  await expect.poll(names).toEqual(['wien Wien', 'main ']);
  await second.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect.poll(names).toEqual(['main ']);
  await expect(page.locator('header [role="status"]')).toHaveText(['Connected']);
});
