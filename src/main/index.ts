import { join, resolve } from 'node:path';
import { app, dialog } from 'electron';
import { argumentsOf, parseArgs, type StartOptions } from './args.ts';
import { Ringside } from './app.ts';
import { LOG_FILE, Log } from './diagnostics/log.ts';
import {
  catchFaults,
  dropBrokenPipes,
  hearPages,
  watchProcesses,
  type FaultEvents,
} from './faults.ts';
import { dataFolderProblem, FOLDER_EXIT_CODE } from './files/data-folder.ts';
import { shareLookups } from './net/shared-lookup.ts';
import { saveScreenshot } from './screenshot.ts';
import { lockDown } from './security.ts';
import { takeGivenSecrets } from './settings/given-secrets.ts';
import { WayOut } from './way-out.ts';
import { within } from './within.ts';

const given = argumentsOf(process.argv, app.isPackaged);
const wayOut = new WayOut((code) => app.exit(code));
const print = (text: string): void => void process.stderr.write(`ringside: ${text}\n`);

/** ms a box that says why nothing started stands where nobody closes it. */
const BOX_MS = 60_000;

/** Says why nothing starts: a box needs somebody who closes it, and what is printed somebody who reads it. */
async function endWithout(text: string, code: number): Promise<void> {
  print(text);
  if (app.isPackaged) {
    await app.whenReady();
    const message = 'Ringside could not start';
    await within(BOX_MS, dialog.showMessageBox({ type: 'error', message, detail: text }));
  }
  wayOut.leave(code);
}

async function main(): Promise<void> {
  // Whatever is written, calls, contacts, settings, is this user's alone.
  process.umask(0o077);
  const options = parseArgs(given);
  if (!options.ok) {
    print(options.error.message);
    app.exit(2);
    return;
  }
  const secrets = takeGivenSecrets(process.env);
  if (options.value.userDataDir) app.setPath('userData', resolve(options.value.userDataDir));
  app.setName('Ringside');
  const problem = dataFolderProblem(app.getPath('userData'));
  if (problem && !problem.canStart) return endWithout(problem.text, FOLDER_EXIT_CODE);
  if (problem) print(problem.text);
  if (!app.requestSingleInstanceLock()) {
    print('it is running already; its window was shown.');
    app.exit(0);
    return;
  }
  lockDown();
  await run(options.value, secrets);
}

async function run(
  options: StartOptions,
  secrets: ReturnType<typeof takeGivenSecrets>,
): Promise<void> {
  const parts: { ringside?: Ringside } = {};
  const log = new Log(join(app.getPath('userData'), LOG_FILE), () => [
    ...secrets.all,
    ...(parts.ringside?.secretsInUse() ?? []),
  ]);
  const events: FaultEvents = {
    note: (text) => {
      print(text);
      log.note(text);
    },
    say: (text) => parts.ringside?.warn(text),
    leave: (code) => wayOut.leave(code),
  };
  catchFaults(events);
  hearPages(app, events);
  watchProcesses(app, () => wayOut.isLeaving, events);
  wayOut.closing(() => log.flush());
  await app.whenReady();
  const made = new Ringside(options, secrets.of, () => wayOut.leave());
  parts.ringside = made;
  wayOut.closing(() => made.stop());
  app.on('second-instance', (_event, args) => {
    made.show();
    made.handOver(args.slice(1));
  });
  // macOS hands links over by an event of their own.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    made.handOver([url]);
  });
  app.on('activate', () => made.show());
  app.on('window-all-closed', () => undefined);
  made.window.on('closed', () => wayOut.leave());
  app.on('before-quit', (event) => {
    event.preventDefault();
    wayOut.leave();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => wayOut.leave());
  await made.start();
  if (options.screenshot === undefined) return;
  const saved = await saveScreenshot(made, options.screenshot);
  if (!saved.ok) print(saved.error.message);
  wayOut.leave(saved.ok ? 0 : 1);
}

dropBrokenPipes();
shareLookups();
main().catch((error: unknown) => endWithout(`it could not start: ${String(error)}`, 1));
