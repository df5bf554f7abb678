import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { build } from 'vite';
import { App } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';

/* Every page, every section of the settings, every dialog and the ui kit, by axe-core: no violation of any rank. */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The ways a page is looked at. */
const LOOKS = [
  { name: 'light', colorScheme: 'light', forcedColors: 'none', dir: 'ltr' },
  { name: 'dark', colorScheme: 'dark', forcedColors: 'none', dir: 'ltr' },
  { name: 'forced colours', colorScheme: 'dark', forcedColors: 'active', dir: 'ltr' },
  { name: 'right to left', colorScheme: 'light', forcedColors: 'none', dir: 'rtl' },
] as const;

let demo: DemoPbx;
let app: App;
test.beforeAll(async () => {
  demo = await startCalmPbx({ seed: 3 });
  app = await App.onEsl(demo);
  await app.online();
  const { agent = '' } = demo.inbound({ to: '201', number: '+46701234567', name: 'Åsa Öberg' });
  demo.answer(agent);
  demo.inbound({ to: '201', number: '+4930111', name: 'محمد الفارسي' });
  demo.inbound({ to: '205', number: '+4930222', name: 'Somebody else' });
  await expect(app.myCall('Åsa Öberg')).toContainText('Talking');
  await expect(app.line('Somebody else')).toBeVisible();
});
test.afterAll(async () => {
  await app.close();
  await demo.stop();
});

/** What axe finds on a page in each look, in a line each. */
async function faultsOf(page: Page, view: string): Promise<string[]> {
  await page.evaluate(AXE);
  const found: string[] = [];
  for (const { name, dir, ...media } of LOOKS) {
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    await page.evaluate((to) => (document.documentElement.dir = to), dir);
    const { violations } = await page.evaluate(
      async () =>
        (await (window as unknown as { axe: { run(options: object): Promise<unknown> } }).axe.run({
          rules: { 'target-size': { enabled: true } },
        })) as AxeResults,
    );
    for (const { id, nodes } of violations)
      found.push(`${view}, ${name}: ${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  }
  await page.evaluate(() => (document.documentElement.dir = 'ltr'));
  return found;
}

test('axe finds a fault where there is one', async () => {
  await app.page.evaluate(() => document.body.append(document.createElement('button')));
  expect(await faultsOf(app.page, 'a button without a name')).toContainEqual(
    expect.stringContaining('button-name'),
  );
  await app.page.evaluate(() => document.querySelector('body > button')?.remove());
});

test('the pages of the window', async () => {
  test.setTimeout(300_000);
  const found: string[] = [];
  for (const name of ['Floor', 'Calls', 'Queues', 'History'] as const) {
    await app.window.open(name);
    found.push(...(await faultsOf(app.page, name)));
  }
  expect(found).toEqual([]);
});

test('the sections of the settings', async () => {
  test.setTimeout(300_000);
  const found: string[] = [];
  await app.window.open('Settings');
  const sections = app.page.getByRole('navigation', { name: 'Sections of the settings' });
  for (const section of await sections.getByRole('button').all()) {
    const name = (await section.textContent()) ?? '';
    if (name === 'Quit Ringside') continue;
    await section.click();
    found.push(...(await faultsOf(app.page, name)));
  }
  expect(found).toEqual([]);
});

test('a dialog, and where the focus goes when it is closed', async () => {
  await app.window.open('Calls');
  const opener = app.page.getByRole('button', { name: 'Columns and views…' });
  await opener.focus();
  await app.page.keyboard.press('Enter');
  await expect(app.page.getByRole('dialog')).toBeVisible();
  expect(await faultsOf(app.page, 'Columns')).toEqual([]);
  await app.page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
});

test('the ui kit: nothing is refused by the policy, arrows move radios and tabs, the menu has its keys', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-gallery-'));
  const served = join(ROOT, 'out/renderer/gallery');
  await build({
    root: join(ROOT, 'src/renderer'),
    configFile: false,
    base: './',
    logLevel: 'error',
    resolve: { alias: { '@shared': join(ROOT, 'src/shared') } },
    plugins: [
      (await import('@sveltejs/vite-plugin-svelte')).svelte({
        configFile: join(ROOT, 'svelte.config.js'),
      }),
    ],
    build: {
      outDir: folder,
      rollupOptions: { input: join(ROOT, 'src/renderer/gallery.html') },
    },
  });
  cpSync(folder, served, { recursive: true });
  try {
    const opened = app.electron.waitForEvent('window');
    await app.electron.evaluate(({ BrowserWindow }) => {
      const bare = new BrowserWindow({ width: 1100, height: 900 });
      void bare.loadURL('ringside://app/gallery/gallery.html');
    });
    const page = await opened;
    const refused: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') refused.push(message.text());
    });
    await page.reload();
    await expect(page.getByRole('heading', { name: 'The ui kit' })).toBeVisible();
    await page.getByRole('radio', { name: 'Small' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('radio', { name: 'Medium' })).toBeChecked();
    await page.getByRole('tab', { name: 'Small' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByText('What is shown of medium')).toBeVisible();
    const opener = page.getByRole('button', { name: 'Menu' });
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status')).toHaveText(/First|Third/);
    await expect(opener).toBeFocused();
    await page.getByRole('button', { name: 'With a tooltip' }).focus();
    await expect(page.getByText('What the button is about')).toBeVisible();
    const found = await faultsOf(page, 'ui kit');
    expect({ found, refused }).toEqual({ found: [], refused: [] });
    await page.close();
  } finally {
    for (const made of [folder, served]) rmSync(made, { recursive: true, force: true });
  }
});
