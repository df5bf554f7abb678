import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Locator } from '@playwright/test';
import { App, notifications, OtherProgram } from '../support/app.ts';
import { HOSTILE_NAME } from '../support/calls.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';
import { WebServer } from '../support/http.ts';

const WRITE_ARGV = fileURLToPath(new URL('../fixtures/write-argv.mjs', import.meta.url));
const PHONE = fileURLToPath(new URL('../fixtures/contacts/phone.vcf', import.meta.url));

let demo: DemoPbx;
let app: App;
let folder: string;

test.beforeEach(async () => {
  await notifications.clear();
  folder = mkdtempSync(join(tmpdir(), 'ringside-rules-'));
  demo = await startCalmPbx({ seed: 23 });
});
test.afterEach(async () => {
  await app.close();
  await demo.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The arguments behind the file's name of each run of the test program, in order. */
const runs = (file: string): string[][] =>
  (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [])
    .slice(0, -1) // what is behind the last line break is being written
    .map((line) => JSON.parse(line) as { args: string[] })
    .map(({ args }) => args);

async function openFromSettings(title: string): Promise<Locator> {
  return (await app.window.settings(title)).section(title);
}

test('a rule runs a program once for a call, with a hostile name as exactly that text', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const asked = await app.agree();
  const rules = await openFromSettings('Rules');
  await rules.getByRole('button', { name: 'Add a rule…' }).click();
  const form = app.page.getByRole('region', { name: 'Rule', exact: true });
  await form.getByLabel('Name', { exact: true }).fill('Look up');
  await form.getByLabel('What to do').selectOption('Run a program');
  // A program that is none is refused with the reason, and nothing is lost of what was typed.
  await form.getByLabel('Program').fill('write-argv');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('alert')).toContainText('full path');
  await form.getByLabel('Program').fill(WRITE_ARGV);
  const file = join(folder, 'argv.json');
  await form.getByLabel('Arguments').fill(`${file}\n{name}\n{number} {dialled}`);
  await form.getByLabel('It is answered').check();
  await form.getByLabel('By a button on the pop-up').check();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(rules.getByRole('listitem').filter({ hasText: 'Look up' })).toBeVisible();
  const [question, ...others] = await asked();
  expect(others).toEqual([]);
  for (const part of [WRITE_ARGV, file, '{name}', '{number} {dialled}'])
    expect(question).toContain(part);

  const call = { to: '201', number: '+4930123456', name: HOSTILE_NAME, did: '+15550199201' };
  const { caller, agent = '' } = demo.inbound(call);
  await expect.poll(() => runs(file)).toEqual([[HOSTILE_NAME, '+4930123456 +15550199201']]);
  expect(existsSync('/tmp/ringside-x')).toBe(false);

  // Answered, and told again as a whole list after a lost connection: it does not fire again.
  demo.answer(agent);
  await expect(app.page.getByRole('region', { name: 'My calls' })).toContainText('Talking');
  demo.dropConnections();
  await app.online();
  demo.hangup(caller);
  await expect(app.page.getByRole('region', { name: 'My calls' }).getByRole('article')).toHaveCount(
    0,
  );
  const other = await OtherProgram.open();
  const next = demo.inbound({ ...call, name: 'Next caller' });
  const names = (): (string | undefined)[] => runs(file).map(([name]) => name);
  await expect.poll(names).toEqual([HOSTILE_NAME, 'Next caller']);

  // The card has its button, and pressing it is one more time.
  const card = await app.card('Next caller');
  await card.getByRole('button', { name: 'Look up' }).click();
  await expect.poll(names).toEqual([HOSTILE_NAME, 'Next caller', 'Next caller']);
  demo.hangup(next.caller);
  other.close();

  // The dry run shows the same arguments, and runs nothing.
  await openFromSettings('Rules');
  await expect(rules.getByRole('listitem')).toContainText('Worked');
  await rules.getByRole('button', { name: 'Dry run…' }).click();
  const dry = app.page.getByRole('region', { name: 'Dry run of the rules' });
  const shown = dry.getByRole('listitem').filter({ hasText: 'touch' }).locator('code');
  expect(JSON.parse((await shown.textContent()) ?? '')).toEqual([
    file,
    HOSTILE_NAME,
    '+4930123456 +15550199201',
  ]);
  await expect(dry.getByRole('listitem').filter({ hasText: 'Next caller' })).toHaveCount(1);
  expect(runs(file)).toHaveLength(3);
});

test('a rule of a call that rang before a crash does not fire for it again', async () => {
  const file = join(folder, 'argv.json');
  const userData = mkdtempSync(join(tmpdir(), 'ringside-e2e-'));
  const action = { kind: 'program', path: WRITE_ARGV, args: [file, '{name}'] };
  const rule = { id: 'r1', name: 'Look up', steps: ['ringing'], action };
  writeFileSync(join(userData, 'settings.json'), JSON.stringify({ rules: [rule] }));
  app = await App.onEsl(demo, { userData });
  await app.online();
  demo.inbound({ to: '201', number: '+4930111', name: 'First caller' });
  await expect.poll(() => runs(file)).toEqual([['First caller']]);
  await app.kill();
  app = await App.onEsl(demo, { userData });
  await app.online();
  await expect(app.myCall('First caller')).toContainText('Ringing');
  demo.inbound({ to: '201', number: '+4930222', name: 'Second caller' });
  await expect.poll(() => runs(file)).toEqual([['First caller'], ['Second caller']]);
});

test('contacts are imported with a report, and callers go by their names; others are looked up', async () => {
  const web = await WebServer.start();
  web.answer = (_heard, response) => response.end('{"name": "Found elsewhere"}');
  app = await App.onEsl(demo);
  await app.online();
  const asked = await app.agree();
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, PHONE);
  const contacts = await openFromSettings('Contacts and caller names');
  await contacts.getByRole('button', { name: 'Import CSV or vCard…' }).click();
  const preview = contacts.getByRole('region', { name: 'Import preview' });
  await expect(preview.getByRole('list', { name: 'First contacts' })).toContainText('Ali Ömer');
  await expect(contacts).toContainText('0 contacts');
  await preview.getByRole('button', { name: 'Import', exact: true }).click();
  const report = contacts.getByRole('status', { name: 'Import report' });
  await expect(report).toContainText('phone.vcf: 6 contacts added');
  await expect(report.getByRole('listitem').first()).toHaveText(
    'Line 24: This is not part of a card.',
  );
  await contacts.getByLabel('Search the contacts').fill('quoted');
  await expect(contacts.getByRole('list', { name: 'Contacts', exact: true })).toContainText(
    'Folded name <b>"quoted"</b>',
  );
  await contacts.getByLabel('Ask this address').fill(`${web.address}/{number}`);
  await contacts.getByRole('button', { name: 'Save the address' }).click();
  await expect(contacts.getByRole('alert')).toContainText('not encrypted');
  await contacts.getByLabel('Allow http').check();
  await contacts.getByRole('button', { name: 'Save the address' }).click();
  await expect(contacts.getByRole('button', { name: 'Save the address' })).toBeDisabled();
  expect(await asked()).toEqual([
    expect.stringContaining(`numbers of unknown callers to ${web.address}`),
  ]);

  const other = await OtherProgram.open();
  // The trunk sends 0046…, the phone book has +46 70 …: the same person.
  demo.inbound({ to: '201', number: '0046701234567', name: 'WIRELESS CALLER' });
  const card = await app.card("Åsa O'Neil, Dr.");
  await expect(card).toContainText('sent as “WIRELESS CALLER”');
  await expect(app.myCall("Åsa O'Neil, Dr.")).toBeVisible();
  expect(web.heard).toEqual([]);
  demo.inbound({ to: '201', number: '+4930999', name: '' });
  await expect(await app.card('Found elsewhere')).toBeVisible();
  await expect(app.myCall('Found elsewhere')).toBeVisible();
  expect(web.heard.map(({ url }) => url)).toEqual(['/%2B4930999']);
  other.close();
  web.stop();
});
