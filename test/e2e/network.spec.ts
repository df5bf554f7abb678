import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { App, removeFolder } from '../support/app.ts';
import { startCalmPbx } from '../support/demo.ts';
import { everyNetworkApi } from '../support/every-network-api.ts';
import { Trap } from '../support/trap.ts';
import { lookedUp, NetworkTrap } from '../support/network-trap.ts';

const OPEN_APP = fileURLToPath(new URL('../fixtures/open-app', import.meta.url));
/** Reserved, so that it exists nowhere (RFC 6761). */
const NAMES = 'trap.invalid';

let trap: NetworkTrap;
let folder: string;
test.beforeEach(async () => {
  trap = await NetworkTrap.open();
  folder = mkdtempSync(join(tmpdir(), 'ringside-network-'));
});
test.afterEach(() => {
  trap.close();
  removeFolder(folder);
});

/** What a page that tries everything began, and the names that were looked up for it. */
async function takeOver(electron: ElectronApplication, page: Page) {
  const log = join(folder, `${Math.random()}.json`);
  await electron.evaluate(({ netLog }, file) => netLog.startLogging(file), log);
  const began = await page.evaluate(everyNetworkApi, [trap.port, NAMES] as const);
  await electron.evaluate(({ netLog }) => netLog.stopLogging());
  return { began, names: lookedUp(log, NAMES).sort() };
}

test('the trap catches what a page with nothing closed sends', async () => {
  const site = await Trap.open();
  const electron = await _electron.launch({
    executablePath: process.env['RINGSIDE_ELECTRON'] ?? '',
    args: ['--no-sandbox', OPEN_APP, `--user-data-dir=${folder}`, site.url],
    env: process.env as Record<string, string>,
  });
  try {
    const page = await electron.firstWindow();
    await page.waitForLoadState();
    const { names } = await takeOver(electron, page);
    const caught = trap.caught.join('\n');
    for (const path of [
      'fetch',
      'xhr',
      'image',
      'css',
      'style',
      'font',
      'script',
      'frame',
      'object',
    ])
      expect(caught).toContain(`tcp GET /${path} `);
    for (const path of ['media', 'audio', 'prefetch', 'preload', 'events', 'socket', 'import'])
      expect(caught).toContain(`tcp GET /${path} `);
    for (const path of ['worker', 'shared']) expect(caught).toContain(`tcp GET /${path} `);
    expect(caught).toContain('tcp POST /beacon ');
    expect(caught).toMatch(/udp 20 bytes/);
    // A TURN server is asked by TCP (0x0003, Allocate), and WebTransport by QUIC (1,200 bytes at least).
    expect(caught).toContain('tcp \0\u0003');
    expect(caught).toMatch(/udp 1[2-4]\d\d bytes/);
    expect(names).toEqual([`fetch.${NAMES}`, `prefetch.${NAMES}`]);
  } finally {
    await electron.close();
    site.close();
  }
});

/** Lets both pages of the app try everything. */
async function reachesNothing(bypassCSP: boolean): Promise<void> {
  const demo = await startCalmPbx({ seed: 7 });
  const app = await App.onEsl(demo, { bypassCSP });
  try {
    await app.online();
    demo.inbound({ to: '201', number: '+4930555', name: 'Caller' });
    if (bypassCSP) {
      await app.page.reload();
      await app.online();
    }
    for (const page of [app.page, await app.popup()]) {
      const { began, names } = await takeOver(app.electron, page);
      // The interfaces are there, and were used: what stops them is below them.
      expect(began).toContain('WebRTC, TURN by TCP');
      expect(names).toEqual([]);
    }
    expect(trap.caught).toEqual([]);
  } finally {
    await app.close();
    await demo.stop();
  }
}

test('a page taken over reaches no network', () => reachesNothing(false));
test('a page taken over, without its policy, reaches no network', () => reachesNothing(true));
