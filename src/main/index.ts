import { resolve } from 'node:path';
import { app, dialog } from 'electron';
import { argumentsOf, parseArgs } from './args.ts';
import { Ringside } from './app.ts';
import { saveScreenshot } from './screenshot.ts';
import { lockDown } from './security.ts';

const given = argumentsOf(process.argv, app.isPackaged);

/** Secrets of a scripted start come by the environment, and are gone from it at once. */
function takeSecret(name: string): string | undefined {
  const value = process.env[name];
  delete process.env[name];
  return value === undefined || value === '' ? undefined : value;
}

async function main(): Promise<void> {
  // Whatever is written, calls, contacts, settings, is this user's alone.
  process.umask(0o077);
  const options = parseArgs(given);
  if (!options.ok) {
    process.stderr.write(`ringside: ${options.error.message}\n`);
    app.exit(2);
    return;
  }
  const secrets = {
    password: takeSecret('RINGSIDE_PASSWORD'),
    token: takeSecret('RINGSIDE_TOKEN'),
    key: takeSecret('RINGSIDE_KEY'),
  };
  if (options.value.userDataDir) app.setPath('userData', resolve(options.value.userDataDir));
  app.setName('Ringside');
  // On Wayland hotkeys go through the desktop's portal, where Electron and the desktop have it.
  if (process.platform === 'linux')
    app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal');
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('ringside: it is running already; its window was shown.\n');
    app.exit(0);
    return;
  }
  lockDown();
  await app.whenReady();
  const known = Object.fromEntries(
    Object.entries(secrets).filter(([, value]) => value !== undefined),
  );
  const ringside = new Ringside(options.value, known);
  app.on('second-instance', (_event, args) => {
    ringside.show();
    ringside.handOver(args.slice(1));
  });
  // macOS hands links over by an event of their own.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    ringside.handOver([url]);
  });
  app.on('activate', () => ringside.show());
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', () => ringside.quit());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => ringside.quit());
  await ringside.start();
  if (options.value.screenshot) {
    const saved = await saveScreenshot(ringside, options.value.screenshot);
    if (!saved.ok) process.stderr.write(`ringside: ${saved.error.message}\n`);
    app.exit(saved.ok ? 0 : 1);
  }
}

main().catch((error: unknown) => {
  // Said twice: a box needs somebody who closes it, and a log nobody.
  process.stderr.write(`ringside: it could not start: ${String(error)}\n`);
  if (app.isPackaged) dialog.showErrorBox('Ringside could not start', String(error));
  app.exit(1);
});
