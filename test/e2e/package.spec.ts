import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCurrentFuseWire } from '@electron/fuses';
import { listPackage } from '@electron/asar';
import { expect, test } from '@playwright/test';
import { isPlayedTo } from '../../src/demo-pbx/calls/play.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';
import { removeFolder } from '../support/app.ts';
import { FOLDER, makePackage, Packaged, PROGRAM, run } from '../support/package.ts';

test.skip(process.platform !== 'linux', 'the package is tested on Linux');

/** ms a program just written to the disk may take to start on a busy machine. */
const START_MS = 60_000;
test.describe.configure({ timeout: 3 * START_MS });

let said = '';
let demo: DemoPbx;
let userData: string;
let app: Packaged | undefined;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  said = await makePackage();
});
test.beforeEach(async () => {
  demo = await startCalmPbx({ seed: 7 });
  userData = mkdtempSync(join(tmpdir(), 'ringside-package-'));
});
test.afterEach(async () => {
  await app?.close();
  app = undefined;
  await demo.stop();
  removeFolder(userData);
});

const start = (...args: string[]): Packaged =>
  new Packaged({
    userData,
    args: ['--esl', `127.0.0.1:${demo.port}`, '--extension', '201', ...args],
    env: { RINGSIDE_PASSWORD: demo.password },
  });

/** The .deb that was made, unpacked into this test's folder. */
async function unpackDeb(): Promise<string> {
  const file = /The Debian package: (.+\.deb)/.exec(said)?.[1] ?? '';
  await run('dpkg-deb', ['--extract', file, userData]);
  return file;
}

test('the fuses of the packaged program are set, read back from the binary', async () => {
  const [off, on] = [0x30, 0x31]; // '0' and '1' on the wire
  expect(await getCurrentFuseWire(PROGRAM)).toMatchObject({
    0: off, // RunAsNode
    1: on, // EnableCookieEncryption
    2: off, // EnableNodeOptionsEnvironmentVariable
    3: off, // EnableNodeCliInspectArguments
    4: on, // EnableEmbeddedAsarIntegrityValidation
    5: on, // OnlyLoadAppFromAsar
    6: off, // LoadBrowserProcessSpecificV8Snapshot
    7: off, // GrantFileProtocolExtraPrivileges
  });
  // The runtime that tests run on stays as it was: a package is made of a copy.
  const runtime = await getCurrentFuseWire(process.env['RINGSIDE_ELECTRON'] ?? '');
  expect(runtime).toMatchObject({ 3: on });
});

test('the package holds the built app and what it runs on, nothing else', () => {
  expect(existsSync(join(FOLDER, 'resources/app'))).toBe(false);
  expect(existsSync(join(FOLDER, 'resources/default_app.asar'))).toBe(false);
  const files = listPackage(join(FOLDER, 'resources/app.asar'), { isPack: false });
  const top = new Set(files.map((file) => file.split('/')[1]));
  expect([...top].sort()).toEqual(['node_modules', 'out', 'package.json', 'resources']);
  const kept = files.filter((file) =>
    /\/(?:electron-builder|typescript|@?playwright[^/]*)\//.test(file),
  );
  expect(kept).toEqual([]);
  const unpacked = join(FOLDER, 'resources/app.asar.unpacked/node_modules/@photostructure/sqlite');
  const prebuilt = `prebuilds/linux-${process.arch}/@photostructure+sqlite.glibc.node`;
  expect(statSync(join(unpacked, prebuilt)).isFile()).toBe(true);
  expect(existsSync(join(FOLDER, 'LICENSE'))).toBe(true);
});

test('the packaged program takes a scripted start, and answers its own command line', async () => {
  app = start('--inspect=127.0.0.1:0');
  const running = app;
  await expect
    .poll(async () => (await running.cli('status')).stdout, { timeout: START_MS })
    .toContain('online 127.0.0.1');
  const { agent = '', caller } = demo.inbound({
    to: '201',
    number: '+46701234567',
    name: 'Åsa',
  });
  demo.answer(agent);
  const status = async () => {
    const { stdout } = await running.cli('status', '--json');
    return JSON.parse(stdout || '{"mine":[]}') as {
      mine: { state: string; party: { name: string } }[];
    };
  };
  await expect
    .poll(async () => (await status()).mine)
    .toMatchObject([{ state: 'talking', party: { name: 'Åsa' } }]);
  expect(await running.cli('hold')).toMatchObject({
    code: 0,
    stdout: 'On hold: Åsa (+46701234567)\n',
  });
  expect(isPlayedTo(demo.world.legs.get(caller))).toBe(true);
  expect(await running.cli('hangup')).toMatchObject({ code: 0 });
  // The other side's leg ends a moment after mine.
  await expect.poll(() => demo.world.legs.size).toBe(0);
  expect(await running.cli('hangup')).toMatchObject({ code: 1, stdout: '' });
  expect(await running.cli('call')).toMatchObject({ code: 2, stdout: '' });
  // The history's native module is loaded from beside the asar.
  expect(existsSync(join(userData, 'history.db'))).toBe(true);
  // The fuse: a debugger gets no way in. (A plain Electron would say "Debugger listening".)
  expect(running.stderr).not.toContain('Debugger');
});

test('the command line of the packaged program needs no display, and is no Node', async () => {
  const bare = { DISPLAY: '', WAYLAND_DISPLAY: '', DBUS_SESSION_BUS_ADDRESS: '' };
  const args = ['status', '--json', '--user-data-dir', userData];
  const nobody = await run(PROGRAM, args, bare);
  expect(nobody).toMatchObject({ code: 3, stdout: '' });
  expect(nobody.stderr).toContain('Ringside is not running');
  // As Node it would look for a script called "status", and end with code 1.
  expect(await run(PROGRAM, args, { ...bare, ELECTRON_RUN_AS_NODE: '1' })).toMatchObject({
    code: 3,
  });
});

test('the packaged program saves a picture of its window', async () => {
  demo.inbound({ to: '202', number: '+4930555', name: 'Somebody' });
  const file = join(userData, 'window.png');
  app = start('--screenshot', file);
  expect(await app.ended).toBe(0);
  const png = readFileSync(file);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1240, 740]);
});

test('the Debian package installs a program, a menu entry for links, and icons', async () => {
  const file = await unpackDeb();
  const fields = (await run('dpkg-deb', ['--field', file])).stdout;
  expect(fields).toContain('Package: ringside\n');
  expect(fields).toMatch(/^Depends: .*libgtk-3-0.*libasound2/m);
  const listed = (await run('dpkg-deb', ['--contents', file])).stdout;
  expect(listed).toMatch(
    /^lrwxrwxrwx root\/root .*\.\/usr\/bin\/ringside -> \.\.\/lib\/ringside\/ringside$/m,
  );
  // Where user namespaces are closed, Chromium's sandbox needs its helper to be root's.
  expect(listed).toMatch(/^-rwsr-xr-x root\/root .*\.\/usr\/lib\/ringside\/chrome-sandbox$/m);
  expect(listed).toContain('./usr/share/icons/hicolor/scalable/apps/ringside.svg');
  expect(listed).not.toMatch(/^[-d].{6}[-r]w/m); // nothing that others may write

  const entry = join(userData, 'usr/share/applications/ringside.desktop');
  expect(readFileSync(entry, 'utf8')).toContain(
    'MimeType=x-scheme-handler/tel;x-scheme-handler/callto;x-scheme-handler/sip;',
  );
  expect(await run('desktop-file-validate', [entry])).toMatchObject({ code: 0, stdout: '' });
  const installed = join(userData, 'usr/bin/ringside');
  expect(await run(installed, ['status', '--user-data-dir', userData])).toMatchObject({ code: 3 });
});

test('run by an ordinary user, the pages are in Chromium’s sandbox', async () => {
  await unpackDeb();
  const home = join(userData, 'home');
  mkdirSync(home);
  // As root there is no sandbox: then somebody else runs it, on this display.
  const user = process.getuid?.() === 0 ? 'nobody' : undefined;
  const key = join(userData, 'xauthority');
  copyFileSync(process.env['XAUTHORITY'] ?? '', key);
  for (const path of [userData, key]) chmodSync(path, 0o755);
  chmodSync(home, 0o777);
  app = new Packaged({
    userData: join(home, 'data'),
    args: ['--esl', `127.0.0.1:${demo.port}`, '--extension', '201'],
    program: join(userData, 'usr/lib/ringside/ringside'),
    env: {
      RINGSIDE_PASSWORD: demo.password,
      ELECTRON_DISABLE_SANDBOX: undefined,
      XAUTHORITY: key,
      HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_DATA_HOME: home,
      XDG_RUNTIME_DIR: home,
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    },
    ...(user === undefined ? {} : { user }),
  });
  const running = app;
  await expect
    .poll(async () => (await running.cli('status')).stdout, { timeout: START_MS })
    .toContain('online 127.0.0.1');
  // A page's process goes into the sandbox by itself, after its start.
  const isSandboxed = (page: string): boolean =>
    /^Seccomp:\s+2$/m.test(page) && /^NoNewPrivs:\s+1$/m.test(page); // system calls are filtered
  await expect
    .poll(() => [...new Set(running.pages().map(isSandboxed))], { timeout: START_MS })
    .toEqual([true]);
});
