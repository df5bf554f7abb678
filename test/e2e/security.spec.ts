import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { AppInfo } from '../../src/shared/ipc/contract.ts';
import { App } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';
import { Trap } from '../support/trap.ts';

// Each test is a line of docs/security.md, under the same name. One app serves them all: none may
// leave a trace in it.
let demo: DemoPbx;
let app: App;
let trap: Trap;

test.beforeAll(async () => {
  demo = await startCalmPbx({ seed: 7 });
  trap = await Trap.open();
  app = await App.onEsl(demo);
  await app.online();
});
test.afterEach(async () => {
  expect(app.page.url()).toBe('ringside://app/index.html');
  expect(trap.caught).toEqual([]);
});
test.afterAll(async () => {
  await app.close();
  await demo.stop();
  trap.close();
});

/** The pop-up's page; a call that rings opens it. */
async function popup(): Promise<Page> {
  demo.inbound({ to: '201', number: '+4930555', name: 'Caller' });
  return app.popup();
}

test('every window is sandboxed and isolated, without Node, with web security on', async () => {
  await popup();
  const windows = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) =>
      (
        webContents as unknown as { getLastWebPreferences(): Electron.WebPreferences }
      ).getLastWebPreferences(),
    ),
  );
  expect(windows).toHaveLength(2);
  for (const preferences of windows) {
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    });
    expect(preferences.nodeIntegrationInWorker ?? false).toBe(false);
    expect(preferences.enableBlinkFeatures ?? '').toBe('');
  }
});

test('a page has the bridge with its two functions and its language, and nothing of Node or Electron', async () => {
  for (const page of [app.page, await popup()]) {
    const seen = await page.evaluate(() => ({
      bridge: Object.keys(window.ringside).sort(),
      extra: ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
    }));
    expect(seen).toEqual({ bridge: ['invoke', 'language', 'on'], extra: [] });
  }
});

test('the content security policy refuses inline script, eval, styles and plugins', async () => {
  for (const page of [app.page, await popup()]) {
    const { ran, refused } = await page.evaluate(async () => {
      const refused = new Set<string>();
      document.addEventListener('securitypolicyviolation', (event) =>
        refused.add(`${event.effectiveDirective} ${event.blockedURI}`),
      );
      const ran: string[] = [];
      Object.assign(window, { ran });
      const boxes: HTMLElement[] = [];
      const insert = (html: string): void => {
        const box = document.createElement('div');
        box.innerHTML = html;
        document.body.append(box);
        boxes.push(box);
      };
      const script = document.createElement('script');
      script.textContent = 'window.ran.push("script")';
      document.head.append(script);
      script.remove();
      insert('<img src="data:image/png,none" onerror="window.ran.push(\'handler\')">');
      insert('<style>body { display: none }</style>');
      insert('<object data="data:text/html,x"></object>');
      insert('<iframe srcdoc="<script>parent.ran.push(1)</script>"></iframe>');
      const link = document.createElement('a');
      link.href = 'javascript:window.ran.push("link")';
      link.click();
      // Not in this turn: what the test driver runs is exempt from the policy.
      setTimeout(() => {
        for (const code of [() => eval('1'), () => new Function('return 1')()]) {
          try {
            code();
            ran.push('eval');
          } catch {
            // as it should be
          }
        }
      });
      const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
      // Refusals are told when they are told; what got through would run within 300 ms of the last.
      for (let i = 0; refused.size < 5 && i < 200; i += 1) await pause(50);
      await pause(300);
      boxes.forEach((box) => box.remove());
      return { ran, refused: [...refused].sort() };
    });
    expect(ran).toEqual([]);
    expect(refused).toEqual([
      'object-src data',
      'script-src eval',
      'script-src-attr inline',
      'script-src-elem inline',
      'style-src-elem inline',
    ]);
  }
});

test('the policy comes with every page, not from the page alone', async () => {
  const policies = await app.electron.evaluate(async ({ net }) => {
    const pages = ['index.html', 'popup.html'].map((name) => net.fetch(`ringside://app/${name}`));
    return (await Promise.all(pages)).map(({ headers }) => headers.get('content-security-policy'));
  });
  for (const policy of policies) {
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("connect-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  }
});

test('nothing is loaded from elsewhere: no fetch, picture, script, frame, socket, form or beacon', async () => {
  const outcome = await app.page.evaluate(async (url) => {
    const add = (tag: string, attributes: Record<string, string>): void => {
      const element = Object.assign(document.createElement(tag), attributes);
      document.body.append(element);
      if (element instanceof HTMLFormElement) element.submit();
      setTimeout(() => element.remove(), 400);
    };
    add('img', { src: `${url}img` });
    add('script', { src: `${url}script` });
    add('iframe', { src: `${url}frame` });
    add('link', { rel: 'stylesheet', href: `${url}style` });
    add('link', { rel: 'prefetch', href: `${url}prefetch` });
    add('video', { src: `${url}video` });
    add('form', { action: `${url}form`, method: 'post' });
    navigator.sendBeacon(`${url}beacon`);
    const tries = [
      () => fetch(`${url}fetch`),
      () => fetch('file:///etc/hostname'),
      () =>
        new Promise((done, failed) => {
          const socket = new WebSocket(`${url.replace('http', 'ws')}socket`);
          socket.onopen = done;
          socket.onerror = failed;
        }),
      () => import(/* @vite-ignore */ `${url}module.js`),
      () => navigator.serviceWorker.register('/worker.js'),
    ];
    const worked = await Promise.allSettled(tries.map(async (attempt) => attempt()));
    await new Promise((done) => setTimeout(done, 500));
    return worked.map(({ status }) => status);
  }, trap.url);
  expect(outcome).toEqual(Array(5).fill('rejected'));
});

test('even a window of main’s own making loads nothing from the network or the disk', async () => {
  const file = join(app.userData, 'page.html');
  writeFileSync(file, '<title>on disk</title>', { mode: 0o600 });
  for (const url of [trap.url, `file://${file}`]) {
    const loaded = await app.electron.evaluate(async ({ BrowserWindow }, target) => {
      const window = new BrowserWindow({ show: false });
      try {
        await window.loadURL(target);
        return 'loaded';
      } catch (error) {
        return String(error);
      } finally {
        window.destroy();
      }
    }, url);
    expect(loaded).toContain('ERR_BLOCKED_BY_CLIENT');
  }
});

test('pages come from the built renderer alone: no other host, no way up, no other file', async () => {
  const status = (url: string) =>
    app.electron.evaluate(({ net }, target) => net.fetch(target).then((got) => got.status), url);
  expect(await status('ringside://app/index.html')).toBe(200);
  for (const url of [
    'ringside://app/../main/index.js',
    'ringside://app/..%2f..%2fpackage.json',
    'ringside://app/%2e%2e/%2e%2e/package.json',
    'ringside://app//etc/passwd.html',
    'ringside://app/assets/..\\..\\package.json',
    'ringside://app/',
    'ringside://app/missing.html',
    'ringside://elsewhere/index.html',
  ])
    expect(await status(url), url).toBe(404);
});

test('a page goes nowhere, and opens no window', async () => {
  const opened = await app.page.evaluate((url) => {
    const targets = [url, 'file:///etc/hostname', 'data:text/html,x', 'ringside://app/popup.html'];
    const windows = targets.map((target) => window.open(target));
    for (const target of targets) {
      const link = Object.assign(document.createElement('a'), { href: target, target: '_blank' });
      link.click();
      location.assign(target);
    }
    return windows.filter((other) => other !== null).length;
  }, trap.url);
  expect(opened).toBe(0);
  // A page that were on its way elsewhere would not answer this any more.
  await app.page.waitForTimeout(300);
  expect(await app.page.evaluate(() => document.title)).toBe('Ringside');
});

test('every permission is refused without a question', async () => {
  const answers = await app.page.evaluate(async () => {
    const refused = (promise: Promise<unknown>) =>
      promise.then(
        () => 'given',
        () => 'refused',
      );
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
    ];
    const states = names.map((name) =>
      navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state),
    );
    return {
      states: [...new Set(await Promise.all(states))],
      notification: await Notification.requestPermission(),
      media: await refused(navigator.mediaDevices.getUserMedia({ audio: true })),
      screen: await refused(navigator.mediaDevices.getDisplayMedia()),
      clipboard: await refused(navigator.clipboard.readText()),
      place: await refused(
        new Promise((done, failed) => navigator.geolocation.getCurrentPosition(done, failed)),
      ),
    };
  });
  expect(answers).toEqual({
    states: ['denied'],
    notification: 'denied',
    media: 'refused',
    screen: 'refused',
    clipboard: 'refused',
    place: 'refused',
  });
});

test('a webview is an element without powers', async () => {
  const powers = await app.page.evaluate((url) => {
    const view = Object.assign(document.createElement('webview'), { src: url });
    document.body.append(view);
    const has = 'executeJavaScript' in view || 'getWebContentsId' in view;
    view.remove();
    return has;
  }, trap.url);
  expect(powers).toBe(false);
});

test('a download does not begin', async () => {
  const prevented = await app.electron.evaluate(({ BrowserWindow, session }) => {
    const asked = new Promise<boolean>((done) =>
      session.defaultSession.once('will-download', (event) => done(event.defaultPrevented)),
    );
    BrowserWindow.getAllWindows()[0]?.webContents.downloadURL('data:text/plain,x');
    return asked;
  });
  expect(prevented).toBe(true);
});

/** What a request answers: its error's message, or "answered". */
const tryToAsk = (page: Page, name: string, payload: unknown): Promise<string> =>
  page.evaluate(
    ([request, input]) =>
      window.ringside.invoke(request as 'app.info', input).then(
        () => 'answered',
        (error: unknown) => String(error),
      ),
    [name, payload] as const,
  );

test('what is in the data folder is the person’s alone', () => {
  const open = readdirSync(app.userData, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const found = lstatSync(join(app.userData, name), { throwIfNoEntry: false });
    return found?.isFile() === true && (found.mode & 0o077) !== 0;
  });
  expect(open).toEqual([]);
  expect(existsSync(join(app.userData, 'history.db'))).toBe(true);
});

test('a request that is not in the contract is refused', async () => {
  for (const name of ['app.relaunch', 'ELECTRON_BROWSER_REQUIRE', '__proto__', 'constructor', ''])
    expect(await tryToAsk(app.page, name, null)).toContain('unknown request');
  const heard = await app.page.evaluate(() => {
    try {
      window.ringside.on('app.secret' as 'notice', () => undefined);
      return 'heard';
    } catch (error) {
      return String(error);
    }
  });
  expect(heard).toContain('unknown push');
});

test('a payload out of form reaches no handler, and its error does not repeat it', async () => {
  for (const [name, payload] of [
    ['app.info', {}],
    ['command.run', { site: 'main', command: { kind: 'shutdown' } }],
    ['command.run', { site: 'main', command: { kind: 'hangup', uuid: ['hush-hush'] } }],
    [
      'site.save',
      {
        password: 'hush-hush',
        site: { id: '', connection: { kind: 'esl', esl: { port: -1 } } },
      },
    ],
    ['settings.patch', { hotkeys: { hold: 'rm -rf /' } }],
    ['settings.patch', { theme: { toString: 'hush-hush' } }],
  ] as const) {
    const answer = await tryToAsk(app.page, name, payload);
    expect(answer).toMatch(/is not valid/);
    expect(answer).not.toContain('hush-hush');
  }
  const polluting =
    '{"theme":"system","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
  await app.page.evaluate(
    (json) => window.ringside.invoke('settings.patch', JSON.parse(json)),
    polluting,
  );
  expect(await app.electron.evaluate(() => 'polluted' in {})).toBe(false);
  // Nothing was asked of the PBX but lists.
  expect(demo.commands.filter((line) => /^(api (?!show)|bgapi (?!list_users))/.test(line))).toEqual(
    [],
  );
});

test('only our own page, in its main frame, is answered', async () => {
  const asked = await app.electron.evaluate(async ({ app: main, BrowserWindow }) => {
    const preload = `${main.getAppPath()}/out/preload/index.cjs`;
    const window = new BrowserWindow({ show: false, webPreferences: { preload } });
    await window.loadURL('data:text/html,<title>another page</title>');
    const answer: unknown = await window.webContents.executeJavaScript(
      'ringside.invoke("app.info", null).then(() => "answered", String)',
    );
    window.destroy();
    return answer;
  });
  expect(asked).toContain('not allowed');
});

test('the pop-up’s page may ask only what the pop-up needs', async () => {
  const page = await popup();
  expect(await tryToAsk(page, 'popup.view', null)).toBe('answered');
  for (const name of ['app.info', 'channels.snapshot', 'history.clear', 'diagnostics.make'])
    expect(await tryToAsk(page, name, null)).toContain('not allowed');
});

test('the window drops a message out of form', async () => {
  const complaint = app.page.waitForEvent('console', (message) =>
    message.text().includes('notice: out of form'),
  );
  await app.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows())
      window.webContents.send('notice', { id: 1, tone: 'evil', text: 'believe me', uuid: '' });
  });
  await complaint;
  // Asked of the page itself: the driver still waits for the navigations that were refused above.
  expect(await app.page.evaluate(() => document.body.textContent)).not.toContain('believe me');
});

test('a second start shows the first, and ends', async () => {
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().forEach((window) => window.hide()),
  );
  const child = spawn(
    process.env['RINGSIDE_ELECTRON'] ?? '',
    [process.cwd(), '--user-data-dir', app.userData],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const [code] = (await once(child, 'close')) as [number]; // by then, all it said is here
  expect(code).toBe(0);
  expect(said).toContain('running already');
  await expect
    .poll(() =>
      app.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().some(
          (window) => window.isVisible() && window.webContents.getURL().endsWith('/index.html'),
        ),
      ),
    )
    .toBe(true);
});

test('a password kept for one PBX is not sent to another', async () => {
  let connections = 0;
  const other = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const { port } = other.address() as AddressInfo;
  const save = (toPort: number, secrets: object) =>
    app.page.evaluate(
      ([at, given]) =>
        window.ringside.invoke('site.save', {
          site: {
            id: 'main',
            connection: { kind: 'esl', esl: { host: '127.0.0.1', port: at, user: '' } },
            extension: '201',
          },
          ...given,
        }),
      [toPort, secrets] as const,
    );
  const status = () =>
    app.page.evaluate(async () => {
      const info = (await window.ringside.invoke('app.info', null)) as AppInfo;
      const [site] = info.sites;
      return [site?.status?.phase, site?.status?.error?.kind, site?.has.password];
    });
  await app.agree();
  await save(demo.port, { password: demo.access.password });
  await expect.poll(status).toEqual(['online', undefined, true]);
  await save(port, {});
  await expect.poll(status).toEqual(['stopped', 'wrong-password', false]);
  await save(demo.port, {});
  await expect.poll(status).toEqual(['online', undefined, true]);
  expect(connections).toBe(0);
  other.close();
});
