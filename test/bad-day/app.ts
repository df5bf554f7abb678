// The app without its windows, in a process of its own: everything of main that needs no Electron.
import { FIRST_SITE } from '../../src/shared/domain/site.ts';
import dns from 'node:dns';
import { open, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { MyDesk } from '../../src/main/calls/my-desk.ts';
import { Monitor } from '../../src/main/calls/monitor.ts';
import { Bus } from '../../src/main/desktop/bus/bus.ts';
import { NotificationDaemon } from '../../src/main/desktop/notify/daemon.ts';
import { noticesOf } from '../../src/main/desktop/notify/notices.ts';
import { Journal } from '../../src/main/history/journal.ts';
import { shareLookups } from '../../src/main/net/shared-lookup.ts';
import { EslAdapter } from '../../src/main/pbx/esl/adapter.ts';
import { Keyring } from '../../src/main/settings/keyring.ts';
import { SettingsStore } from '../../src/main/settings/store.ts';
import { nameOf } from '../../src/shared/calls/desk.ts';
import type { PbxEvent } from '../../src/shared/domain/event.ts';
import type { ConnectionPhase } from '../../src/shared/domain/phase.ts';
import { startHistoryThread } from '../support/history-thread.ts';
import { heldBytes } from '../support/memory.ts';
import type { Answered, AppOptions, AppQuestion, AppState, Asked } from './protocol.ts';

/** ms between two looks of the probe, and between two tries to reach names that do not resolve. */
const PROBE_MS = 10;
const LOOKUP_MS = 100;
const KEEP_DAYS = 90;
const EXTENSION = '201';
const FLUSH_MS = 1_500;

const options = JSON.parse(process.argv[2] ?? '') as AppOptions;
const said: string[] = [];
const say = (tone: string, text: string): void => void said.push(`${tone}: ${text}`);
process.on('uncaughtException', (error) => say('fault', String(error.stack)));
process.on('unhandledRejection', (error) => say('fault', String(error)));

/** ms that this thread was ready to run and the machine ran others. */
function waitedMs(): number {
  const [, waitedNs = '0'] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(
    ' ',
  );
  return Number(waitedNs) / 1e6;
}

// Names are looked up as the system does it: in a thread of Node's pool, for as long as it takes.
let dnsHangs = false;
dns.lookup = ((name: string, _options: object, callback: (error: Error) => void) => {
  const failed = (): void => callback(new Error(`getaddrinfo ENOTFOUND ${name}`));
  if (dnsHangs) open(options.resolver, 'r', failed);
  else setImmediate(failed);
}) as unknown as typeof dns.lookup;
shareLookups();
setInterval(() => {
  if (!dnsHangs) return;
  for (let i = 0; i < 6; i += 1) connect(1, `pbx${i}.example.test`).on('error', () => undefined);
}, LOOKUP_MS);

const realNow = Date.now;
const store = new SettingsStore(options.directory, say);
if (store.problem !== '') say('bad', store.problem);
let changes = 0;
const monitor = new Monitor(() => say('bad', 'The table is full.'));
const bus = new Bus(() => options.bus);
const daemon = new NotificationDaemon(bus, {
  acted: () => undefined,
  dismissed: () => undefined,
  failed: (why) => say('bad', `Calls cannot be notified: ${why}.`),
});
const desk = new MyDesk(
  FIRST_SITE,
  monitor,
  () => undefined,
  () =>
    daemon.show(
      noticesOf(desk.part().desk.ringing, daemon.shown, {
        nameOf: ({ party }) => nameOf(party),
        siteOf: () => '',
        hideNames: false,
        can: () => true,
      }),
    ),
);
desk.setExtension(EXTENSION);
const journal = new Journal(
  options.directory,
  { step: () => undefined, changed: () => undefined, say },
  startHistoryThread,
);
journal.follow(FIRST_SITE, desk.find);
journal.keep(KEEP_DAYS);
monitor.onChange((changed) => {
  changes += changed.length;
  journal.apply(FIRST_SITE, changed, EXTENSION, monitor.pbxNowMs);
});
let keyring = new Keyring(bus, () => undefined);

let phase: ConnectionPhase = 'idle';
function onEvents(events: readonly PbxEvent[]): void {
  monitor.feed(events);
  if (!events.some(({ kind }) => kind === 'listed')) return;
  journal.settle(FIRST_SITE, () => ({
    extension: EXTENSION,
    channels: monitor.table.values(),
    nowMs: monitor.pbxNowMs,
  }));
}
const adapter = new EslAdapter(
  {
    address: { host: '127.0.0.1', port: options.port },
    credentials: { password: options.password },
    plan: { context: 'default', ringSeconds: 30 },
  },
  {
    events: onEvents,
    status: (status) => {
      phase = status.phase;
      process.send?.({ tells: phase });
    },
    trace: () => undefined,
  },
);

let longestMs = 0;
let last = performance.now() - waitedMs();
/** The probe looks away while the test itself has main do something. */
let looksAway = true;
setInterval(() => {
  const now = performance.now() - waitedMs();
  if (!looksAway) longestMs = Math.max(longestMs, now - last - PROBE_MS);
  last = now;
}, PROBE_MS);

async function unseen<T>(act: () => T | Promise<T>): Promise<T> {
  looksAway = true;
  const value = await act();
  await new Promise((resolve) => setTimeout(resolve, 3 * PROBE_MS));
  looksAway = false;
  return value;
}

const stateOf = (): AppState => ({
  phase,
  table: [...monitor.table.values()],
  longestMs,
  rssBytes: process.memoryUsage().rss,
  changes,
  keyring: keyring.state,
  said,
});

async function stop() {
  adapter.stop();
  const [history, settings] = await Promise.all([journal.stop(), store.flush(FLUSH_MS)]);
  return { history, settings };
}

function answer(question: AppQuestion): unknown {
  switch (question.ask) {
    case 'state':
      return unseen(stateOf);
    case 'held':
      longestMs = 0;
      return unseen(heldBytes);
    case 'patch':
      return store.patch({ table: { ...store.get().table, filter: question.value } });
    case 'clock':
      Date.now = () => realNow() + question.aheadMs;
      return journal.follow(FIRST_SITE, desk.find);
      journal.keep(KEEP_DAYS);
    case 'dns':
      return void (dnsHangs = question.hangs);
    case 'keyring':
      keyring.stop();
      keyring = new Keyring(bus, () => undefined);
      return undefined;
    case 'stop':
      return stop();
  }
}

process.on('message', ({ id, question }: Asked) => {
  void Promise.resolve(answer(question)).then((value) => {
    const answered: Answered = { id, value };
    process.send?.(answered, () => question.ask === 'stop' && process.exit());
  });
});
process.once('disconnect', () => process.exit());

// What the app has in its bundle is compiled here when it is first needed: before the probe looks.
await import('@jellybrick/dbus-next');
await keyring.known;
adapter.start();
setTimeout(() => {
  looksAway = false;
  process.send?.({ tells: 'ready' });
}, 500);
