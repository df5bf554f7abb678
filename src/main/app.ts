import { app, nativeTheme, shell, type BrowserWindow } from 'electron';
import type { DeskState, RingingCall } from '@shared/calls/desk.ts';
import type { MyPhone } from '@shared/calls/my-phone.ts';
import { callIdOf } from '@shared/calls/parties.ts';
import { shownParty } from '@shared/calls/shown.ts';
import { MAX_CHANNELS } from '@shared/calls/table.ts';
import { isQuiet } from '@shared/desk/quiet.ts';
import { splitAddress } from '@shared/domain/channel.ts';
import { cleanLine } from '@shared/domain/clean-line.ts';
import type { PbxEvent } from '@shared/domain/event.ts';
import { NO_CAPABILITIES, type Command, type ConnectionStatus } from '@shared/domain/pbx.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { HotkeyAction, Settings, SettingsPatch } from '@shared/settings/settings.ts';
import { countOf } from '@shared/domain/words.ts';
import { isDialLink } from '@shared/numbers/schemes.ts';
import type { AppInfo, ConnectionDraft, PushName, PushPayload } from '@shared/ipc/contract.ts';
import type { CommandRequest } from '@shared/ipc/schemas.ts';
import type { StartOptions } from './args.ts';
import { Actor } from './calls/actor.ts';
import { Commander, type Outcome } from './calls/commander.ts';
import { PhoneFinder } from './calls/find-phone.ts';
import { Monitor } from './calls/monitor.ts';
import { MyDesk } from './calls/my-desk.ts';
import { answerCli } from './cli/answers.ts';
import { CliServer } from './cli/server.ts';
import { socketPath } from './cli/socket-path.ts';
import { Connection, loginDomain, scopeOf } from './connection.ts';
import { Agreements } from './consent/agreements.ts';
import { needOfAction, needOfLookup, needsOfConnection } from './consent/needs.ts';
import { askPerson } from './consent/question.ts';
import { Contacts } from './contacts/contacts.ts';
import { contactHandlers } from './contacts/ipc.ts';
import { startAtLogin } from './desktop/autostart.ts';
import { Bus } from './desktop/bus/bus.ts';
import { numberAtHand } from './desktop/clipboard.ts';
import { EXPLANATIONS, WindowClosing } from './desktop/closing.ts';
import { currentSession } from './desktop/current-session.ts';
import { ownCommand } from './desktop/desktop-entry.ts';
import { DesktopShortcuts } from './desktop/keys/desktop-shortcuts.ts';
import { Hotkeys } from './desktop/keys/hotkeys.ts';
import { hotkeyHandlers } from './desktop/keys/ipc.ts';
import { registeredLinks, registerLinks } from './desktop/links.ts';
import { ScreenLock } from './desktop/lock.ts';
import { createNotifier } from './desktop/notify/notifier.ts';
import type { Notifier } from './desktop/notify/port.ts';
import type { NoticeAction } from './desktop/notify/notices.ts';
import { Popup } from './desktop/popup.ts';
import { raise, raiseByToken, showFirst } from './desktop/show.ts';
import { showOnWindow, titleOf } from './desktop/title.ts';
import { TrayHost } from './desktop/tray/host.ts';
import { DeskTray } from './desktop/tray/tray.ts';
import { createMainWindow } from './desktop/window.ts';
import { diagnosticsHandlers } from './diagnostics/ipc.ts';
import { usage, versions } from './diagnostics/machine.ts';
import { Recorder } from './diagnostics/recorder.ts';
import { report } from './diagnostics/report.ts';
import type { Say } from './files/kept-file.ts';
import { historyHandlers } from './history/ipc.ts';
import { LastContacts } from './history/last-contact.ts';
import { Journal } from './history/journal.ts';
import { push, serve, wordsOfFailure } from './ipc/server.ts';
import { Notices } from './notices.ts';
import { Numbers } from './numbers/numbers.ts';
import { carryOut } from './rules/actions.ts';
import { Claims } from './rules/claims.ts';
import { ruleHandlers } from './rules/ipc.ts';
import { RuleRunner } from './rules/runner.ts';
import { isOurs } from './security.ts';
import { tableHandlers } from './table/ipc.ts';
import { Waiting } from './waiting.ts';
import { Secrets, type SecretName } from './settings/secrets.ts';
import { SettingsStore } from './settings/store.ts';

const CALL_GONE = fail('bad-input', 'That call is gone.');
const tooMany = (): string =>
  `The PBX sends more than Ringside holds, ${countOf(MAX_CHANNELS, 'channel')} and their ordinary text: what is beyond is not shown, or is cut short.`;
/** What each command is called when it failed. */
const FAILED: Readonly<Record<Command['kind'], string>> = {
  hold: 'Could not hold',
  resume: 'Could not resume',
  hangup: 'Could not hang up',
  reject: 'Could not reject',
  answer: 'Could not answer',
  mute: 'Could not mute',
  unmute: 'Could not unmute',
  originate: 'The call failed',
  eavesdrop: 'Could not listen in',
};
const whichPhone = (extension: string, domains: readonly string[]): string =>
  `${extension} is a phone in ${domains.length} domains (${domains.join(', ')}): in the connection settings, write your extension as ${extension}@${domains[0] ?? ''} or the other.`;
/** Causes of a call that its own side ended. */
const ENDED_BY_HAND: ReadonlySet<string> = new Set(['NORMAL_CLEARING', 'ORIGINATOR_CANCEL']);
/** ms after the window is ready until the rest is started: the table comes first. */
const REST_MS = 500;
/** ms that a link which is dialled at once waits for the PBX. */
const ONLINE_MS = 20_000;
/** ms that quitting waits for the disk. */
const FLUSH_MS = 1_500;
/** ms between looks at the do-not-disturb schedule. */
const SCHEDULE_MS = 15_000;

/** The composition root: everything the app is made of, and how it hangs together. */
export class Ringside {
  readonly #options: StartOptions;
  readonly #store: SettingsStore;
  readonly #secrets: Secrets;
  readonly #agreements: Agreements;
  /** How a scripted start signs in to a Webitel: with what it brought. */
  readonly #login: Settings['connection']['webitel']['login'];
  readonly #monitor = new Monitor(() => this.#notices.say('bad', tooMany()));
  readonly #recorder = new Recorder();
  readonly #desk: MyDesk;
  readonly #finder: PhoneFinder;
  readonly #connection: Connection;
  readonly #commander: Commander;
  readonly #actor: Actor;
  readonly #journal: Journal;
  readonly #lastContacts = new LastContacts(
    (question) => this.#journal.ask(question),
    () => this.#desk.touch(),
  );
  readonly #numbers = new Numbers(() => this.#store.get().dial.country);
  readonly #contacts: Contacts;
  readonly #rules: RuleRunner;
  readonly #notices: Notices;
  #tray: DeskTray | undefined;
  readonly #session = currentSession();
  readonly #bus = process.platform === 'linux' ? new Bus() : undefined;
  readonly #trayHost = new TrayHost(this.#bus, this.#session, () => this.#onTrayHost());
  readonly #closing: WindowClosing;
  readonly #lock = new ScreenLock(this.#bus, () => this.#desk.touch());
  readonly #notifier: Notifier;
  readonly #popup: Popup;
  readonly #shortcuts = new DesktopShortcuts(this.#session.desktop, ownCommand);
  readonly #hotkeys: Hotkeys;
  readonly #cli: CliServer;
  readonly #schedule: NodeJS.Timeout;
  readonly #window: BrowserWindow;
  #status: ConnectionStatus | null = null;
  /** What waits for the window's page to listen, and for the PBX. */
  readonly #page = new Waiting();
  readonly #online = new Waiting();
  #wasLost = false;
  #quitting = false;
  readonly #leave: () => void;
  #quiet = false;

  /** @param leave ends the program, by the one way out: `stop` is called on it */
  constructor(
    options: StartOptions,
    given: Partial<Record<SecretName, string>>,
    leave: () => void,
  ) {
    this.#options = options;
    this.#leave = leave;
    this.#login = given.token === undefined ? 'password' : 'token';
    const directory = app.getPath('userData');
    const say: Say = (tone, text) => this.#notices.say(tone, text);
    this.#store = new SettingsStore(directory, say);
    this.#secrets = new Secrets({
      directory,
      weakly: this.#store.get().keepSecretsWeakly,
      say,
      bus: this.#bus,
      healed: () => {
        if (this.#status?.phase !== 'online') void this.#connect();
      },
      changed: () => this.#pushInfo(),
    });
    const { connection } = this.#settings;
    if (connection.kind === 'esl' || connection.kind === 'webitel')
      this.#secrets.lend(scopeOf(connection), given);
    this.#agreements = new Agreements({
      settings: this.#store.get(),
      given: options.esl || options.webitel ? needsOfConnection(this.#settings) : [],
      keep: (agreed) => this.#store.patch({ agreed }),
      ask: (needs) => askPerson(this.#window, needs),
    });
    // First of all: its page loads in a process of its own while the rest is made here.
    this.#window = createMainWindow({
      settings: this.#settings,
      onBounds: (window) => this.#store.patch({ window }),
      isLeaving: () => this.#quitting,
      onClosed: () => void this.#closing.close(),
      onVisible: () => this.#pay(),
    });
    for (const event of ['focus', 'blur'] as const)
      this.#window.on(event as 'focus', () => this.#desk.touch());
    this.#closing = new WindowClosing(this.#window, this.#session, this.#trayHost, {
      explain: (how) => this.#explainClosing(how),
      quit: () => this.#leave(),
    });
    if (options.hidden) setImmediate(() => this.#startTheRest());
    else
      showFirst(this.#window, {
        shown: () => setTimeout(() => this.#startTheRest(), REST_MS),
        failed: (why) => this.#onNoWindow(why),
      });
    this.#notices = new Notices((notice) => this.#push('notice', notice));
    this.#connection = new Connection(
      {
        events: (events) => this.#onEvents(events),
        status: (status) => this.#onStatus(status),
        find: (uuid) => this.#monitor.table.get(uuid),
        trace: (direction, line) => this.#recorder.line(direction, line),
      },
      (scope, name) => this.#secrets.get(scope, name),
      () => this.#secrets.obstacle,
    );
    this.#desk = new MyDesk(
      this.#monitor,
      (desk) => this.#showDesk(desk),
      (number) => this.#contacts.names.knownName(number),
    );
    this.#finder = new PhoneFinder({
      monitor: this.#monitor,
      port: () => (this.#status?.phase === 'online' ? this.#connection.port : undefined),
      login: () => loginDomain(this.#settings.connection),
      found: (phone) => this.#onPhone(phone),
    });
    this.#journal = new Journal(directory, this.#desk.find, {
      step: (step) => this.#rules.onStep(step),
      changed: (unseen) => {
        this.#push('history.changed', { unseen });
        this.#desk.touch();
      },
      say,
    });
    this.#contacts = new Contacts(
      directory,
      () => this.#lookupSettings(),
      this.#numbers,
      () => splitAddress(this.#desk.extension).domain,
    );
    this.#monitor.onChange((changes) => this.#contacts.colleagues.learn(changes));
    this.#contacts.names.onKnown((number) => {
      this.#push('names.changed', number);
      this.#desk.touch();
    });
    const claims = new Claims({
      ask: (claim) => this.#journal.ask({ kind: 'claim', claim }),
      later: (claim) => this.#journal.note({ kind: 'claimed', claim }),
    });
    this.#rules = new RuleRunner({
      rules: () => this.#store.get().rules,
      carryOut: carryOut((url) => shell.openExternal(url)),
      agreed: (action) => this.#agreements.has(needOfAction(action)),
      claim: (ruleId, record, nowMs) => claims.claim(ruleId, record, nowMs),
      contact: (number) => this.#contacts.names.known(number),
      warn: (text) => this.#notices.say('bad', text),
      changed: (results) => this.#push('rules.results', results),
    });
    this.#monitor.onChange((changes) =>
      this.#journal.apply(changes, this.#desk.extension, this.#pbxNow()),
    );
    this.#commander = new Commander(this.#monitor, () => this.#connection.port, {
      pending: (pending) => this.#push('command.pending', [...pending]),
      outcome: (outcome) => this.#onOutcome(outcome),
    });
    this.#actor = new Actor(this.#desk, this.#commander);
    this.#monitor.onDelta(({ seq, changed, gone, pbxNowMs }) =>
      this.#push('channels.delta', { seq, changed: [...changed], gone: [...gone], pbxNowMs }),
    );
    this.#notifier = createNotifier(this.#bus, {
      acted: (uuid, action, token) => this.#onNotification(uuid, action, token),
      failed: (why) => this.#notices.say('bad', `Calls cannot be notified by the desktop: ${why}.`),
    });
    this.#popup = new Popup((window, view) => push(window.webContents, 'popup.view', view), {
      canShow: this.#session.placesWindows && this.#session.keepsFocusAway,
      tookFocus: () => this.#onPopupFocus(),
      sayElsewhere: (text, detail) => this.#notifier.tell(text, detail),
    });
    this.#hotkeys = new Hotkeys(
      { pressed: (action) => void this.#onHotkey(action), changed: () => this.#pushInfo() },
      { session: this.#session, shortcuts: this.#shortcuts, bus: this.#bus },
    );
    this.#cli = new CliServer(socketPath(directory), (request) =>
      answerCli(
        {
          monitor: this.#monitor,
          desk: this.#desk,
          actor: this.#actor,
          status: () => this.#status,
          extension: () => this.#settings.extension,
          known: (number) => this.#contacts.names.knownName(number),
          show: () => this.show(),
          openDial: (number) => this.openDial(number),
          dialAtHand: () => this.#onHotkey('dial'),
          read: (text) => this.#numbers.read(text),
          dial: (number) => this.#dial(number),
        },
        request,
      ),
    );
    this.#schedule = setInterval(() => this.#followSchedule(), SCHEDULE_MS);
  }

  /** Connects. Until here nothing was awaited since the window was made: its page finds its answers. */
  async start(): Promise<void> {
    this.#serve();
    this.#monitor.placedBy(this.#settings.dial.programs);
    this.#finder.set(this.#settings.extension);
    const connected = this.#connect();
    this.#hotkeys.apply(this.#settings.hotkeys);
    this.#journal.keep(this.#settings.history.keepDays);
    for (const { problem } of [this.#store, this.#secrets, this.#contacts])
      if (problem !== '') this.#notices.say('bad', problem);
    this.handOver(this.#options.rest);
    await this.#cli
      .start()
      .catch((error: unknown) =>
        this.#notices.say('bad', `The command line cannot reach this app: ${String(error)}`),
      );
    await connected;
  }

  /** The lookup as it is set, or none until somebody agreed to its address. */
  #lookupSettings(): Settings['names'] {
    const { names } = this.#store.get();
    const needed = needOfLookup(names);
    return !needed || this.#agreements.has(needed) ? names : { ...names, lookupUrl: '' };
  }

  /** What can wait until the window shows its table: the tray, and the pop-up's page. */
  #startTheRest(): void {
    if (this.#quitting) return;
    this.#makeTray();
    void this.#trayHost.follow();
    if (this.#options.hidden) void this.#closing.startHidden();
    this.#popup.prepare();
    void this.#contacts.matchByPlans();
    this.#desk.touch();
  }

  #makeTray(): void {
    this.#tray?.destroy();
    this.#tray = new DeskTray({
      show: () => this.show(),
      dial: () => this.openDial(''),
      run: (command) => void this.#commander.run(command),
      history: () => this.#openPage('history'),
      doNotDisturb: (doNotDisturb) =>
        this.#patch({ desk: { ...this.#store.get().desk, doNotDisturb } }),
      settings: () => this.#openPage('settings'),
      quit: () => this.#leave(),
    });
  }

  /** The tray came or went: an icon finds a tray only when it is made. */
  #onTrayHost(): void {
    if (this.#quitting) return;
    if (this.#tray) this.#makeTray();
    this.#pushInfo();
  }

  show(): void {
    raise(this.#window);
  }

  get window(): BrowserWindow {
    return this.#window;
  }

  /** What another start of the program brought: a link to dial, or nothing but the wish to be seen. */
  handOver(args: readonly string[]): void {
    const link = args.find(isDialLink);
    if (link !== undefined) void this.#openLink(link);
  }

  /** Opens the click-to-call dialog, prefilled. */
  openDial(number: string): void {
    this.show();
    this.#page.do(() => this.#push('dial.open', { number }));
  }

  /** Tells the person of something that is wrong. */
  warn(text: string): void {
    this.#notices.say('bad', text);
  }

  /** Secrets that were used in this run: to keep them out of what is written. */
  secretsInUse(): string[] {
    return this.#secrets.inUse();
  }

  /** Closes everything, and waits a little for what is not on the disk yet. */
  async stop(): Promise<void> {
    this.#quitting = true;
    clearInterval(this.#schedule);
    const parts = [
      this.#finder,
      ...[this.#hotkeys, this.#cli, this.#connection, this.#monitor, this.#desk, this.#rules],
      // A notification of a call would otherwise outlive the program that can act on it.
      ...[this.#journal, this.#notifier, this.#lock, this.#contacts],
      { stop: () => this.#popup.destroy() },
      { stop: () => this.#tray?.destroy() },
    ];
    // One that cannot be closed keeps none of the others from it.
    await Promise.allSettled(parts.map(async (part) => part.stop()));
    await Promise.all([this.#store.flush(FLUSH_MS), this.#secrets.flush(FLUSH_MS)]);
  }

  /** The kept settings, under what the command line said for this run. */
  get #settings(): Settings {
    const kept = this.#store.get();
    const { esl, eslUser, webitel, extension, demoIfUnset } = this.#options;
    let connection = kept.connection;
    if (esl) connection = { ...connection, kind: 'esl', esl: { ...esl, user: eslUser ?? '' } };
    else if (webitel) {
      // A scripted start signs in with a token and key where it has them, else with RINGSIDE_PASSWORD
      // as the user that --extension names.
      const username = extension ?? connection.webitel.username;
      connection = {
        ...connection,
        kind: 'webitel',
        webitel: { ...connection.webitel, url: webitel, login: this.#login, username },
      };
    } else if (demoIfUnset && connection.kind === 'none')
      connection = { ...connection, kind: 'demo' };
    const demo = connection.kind === 'demo' && kept.extension === '';
    return { ...kept, connection, extension: extension ?? (demo ? '201' : kept.extension) };
  }

  async #connect(): Promise<void> {
    await this.#secrets.ready();
    const settings = this.#settings;
    const applied = this.#agreements.hasAll(needsOfConnection(settings))
      ? await this.#connection.apply(settings)
      : fail('bad-input', 'Nobody has allowed this PBX yet: save it in the connection settings.');
    if (applied.ok && settings.connection.kind !== 'none') return this.#pay();
    this.#status = applied.ok
      ? null
      : {
          phase: 'stopped',
          backend: 'esl',
          where: '',
          error: applied.error,
          feed: 'events',
          capabilities: NO_CAPABILITIES,
          limits: '',
        };
    this.#pushInfo();
  }

  #onEvents(events: readonly PbxEvent[]): void {
    this.#recorder.events(events);
    for (const event of events) {
      if (event.kind === 'lost') this.#wasLost = this.#monitor.table.size > 0;
      if (event.kind !== 'listed') {
        this.#monitor.feed([event]);
        continue;
      }
      const ended = new Set<string>();
      const stop = this.#monitor.onChange((changes) => {
        for (const { before, after } of changes) if (before && !after) ended.add(callIdOf(before));
      });
      this.#monitor.feed([event]);
      stop();
      this.#journal.settle(() => ({
        extension: this.#desk.extension,
        channels: this.#monitor.table.values(),
        nowMs: this.#pbxNow(),
      }));
      if (this.#wasLost && ended.size > 0)
        this.#notices.say('info', `${countOf(ended.size, 'call')} ended while offline.`);
      this.#wasLost = false;
    }
  }

  #onStatus(status: ConnectionStatus): void {
    const wasOnline = this.#status?.phase === 'online';
    this.#status = status;
    if (status.phase === 'online') this.#online.ready();
    else this.#online.away();
    if (status.phase === 'online' && !wasOnline) void this.#onOnline();
    this.#recorder.status(status);
    this.#push('pbx.status', status);
    this.#desk.touch();
  }

  /** What is asked of a PBX once it is there: where my phone is, and what colleagues are called. */
  async #onOnline(): Promise<void> {
    await this.#finder.look();
    const names = await this.#connection.port?.directory?.();
    if (names) this.#contacts.colleagues.setDirectory(names);
  }

  #onPhone({ extension, several }: MyPhone): void {
    this.#desk.setExtension(extension);
    this.#pushInfo();
    if (several.length > 0) this.#notices.say('bad', whichPhone(this.#settings.extension, several));
  }

  /** My phone, for what is dialled from it; fails where none is set or several fit. */
  #phone(): Result<string> {
    const { extension } = this.#settings;
    const { several } = this.#finder.phone;
    if (several.length > 0) return fail('bad-input', whichPhone(extension, several));
    return extension === ''
      ? fail('bad-input', 'Set your extension in the connection settings first.')
      : ok(this.#finder.phone.extension);
  }

  /** ms since the epoch by the PBX's clock. */
  #pbxNow(): number {
    return this.#monitor.pbxNowMs;
  }

  /** Shows the desk in the tray, by notifications and by the pop-up, each as the settings want it. */
  #showDesk(desk: DeskState): void {
    if (this.#quitting) return;
    const settings = this.#settings.desk;
    const { popup } = settings;
    this.#quiet = isQuiet(settings, new Date());
    const unseen = this.#journal.unseen;
    const scheduled = this.#quiet && !settings.doNotDisturb;
    const marks = { unseen, quiet: this.#quiet, scheduled };
    this.#tray?.update(this.#status, desk, marks);
    const title = this.#trayHost.isThere ? 'Ringside' : titleOf(this.#status, desk, marks);
    showOnWindow(this.#window, title, unseen);
    const capabilities = this.#status?.capabilities ?? NO_CAPABILITIES;
    // Where no card can be shown, a notification does what it would.
    const notify =
      popup === 'notification' || popup === 'both' || (popup === 'card' && !this.#popup.canShow);
    if (settings.hideNamesWhenLocked) this.#lock.follow();
    this.#notifier.update(notify && !this.#quiet ? desk.ringing : [], {
      nameOf: (call) => this.#naming(call).name,
      hideNames: settings.hideNamesWhenLocked && this.#lock.locked,
      canAnswer: capabilities.answer === '',
      canReject: capabilities.reject === '',
    });
    this.#popup.update(desk.ringing, {
      desk: settings,
      // The window in front has the call itself.
      showCards: !this.#quiet && !this.#window.isFocused() && (popup === 'card' || popup === 'both'),
      ring: !this.#quiet,
      ringLimitSec: this.#settings.table.limits.ringing,
      answerReason: capabilities.answer,
      rejectReason: capabilities.reject,
      pbxNow: () => this.#monitor.pbxNowMs,
      naming: (call) => this.#naming(call),
      buttons: (call) => this.#ruleButtons(call.callId),
    });
    this.#pay(desk);
  }

  #naming(call: RingingCall) {
    const known = this.#contacts.names.nameFor(call.party.number);
    const { name, sent } = shownParty(call.party, known);
    const last = this.#lastContacts.of(call.party.number);
    return { name: cleanLine(name), sentName: cleanLine(sent), last };
  }

  #ruleButtons(callId: string) {
    const record = this.#journal.inbound(callId);
    if (!record) return [];
    return this.#rules.buttonsFor(record).map(({ id, name }) => ({ rule: id, label: name }));
  }

  /** Tells adapters that poll how much is going on, and whether anybody looks. */
  #pay(desk = this.#desk.state()): void {
    if (this.#quitting || this.#window.isDestroyed()) return;
    const seen = this.#window.isVisible() && !this.#window.isMinimized();
    const level = desk.mine.length > 0 ? 'busy' : seen ? 'idle' : 'hidden';
    this.#connection.port?.attention(level);
  }

  #followSchedule(): void {
    void this.#trayHost.look();
    if (isQuiet(this.#settings.desk, new Date()) === this.#quiet) return;
    this.#desk.touch();
    setImmediate(() => this.#pushInfo());
  }

  #onOutcome(outcome: Outcome): void {
    if (this.#quitting) return;
    this.#push('command.outcome', outcome);
    if (outcome.result.ok || outcome.result.error.kind === 'cancelled') return;
    const uuid = 'uuid' in outcome.command ? outcome.command.uuid : '';
    const failed = FAILED[outcome.command.kind];
    const { message, detail = '' } = outcome.result.error;
    // My own hanging up is what ended it.
    if (outcome.command.kind === 'originate' && ENDED_BY_HAND.has(detail)) return;
    this.#notices.say('bad', `${failed}: ${message}.`.replace(/\.\.$/, '.'), uuid, detail);
    if (!this.#window.isFocused()) this.#popup.say('bad', failed, message);
  }

  async #onHotkey(action: HotkeyAction): Promise<void> {
    if (action === 'show') return this.show();
    if (action === 'dial')
      return this.openDial(await numberAtHand((text) => this.#numbers.read(text), this.#session));
    const acted = await this.#actor.act(action);
    if (acted.ok) this.#popup.say('good', acted.value.text, acted.value.detail);
    else if (acted.error.kind === 'no-such-channel')
      this.#popup.say('bad', acted.error.message, 'Nothing was changed.');
  }

  /** Dials a number at once, with the settings' way of answering. */
  async #dial(number: string): Promise<Result<null>> {
    const { dial } = this.#settings;
    return this.#run({ kind: 'originate', number, autoAnswer: dial.autoAnswer });
  }

  /** A link is never dialled without asking, unless the person switched that on. */
  async #openLink(link: string): Promise<void> {
    const { dials, refused, choices, said } = await this.#numbers.read(link);
    if (choices.length > 0) return this.openDial(choices.join(', '));
    if (refused !== '') {
      this.show();
      this.#notices.say('bad', `The link cannot be dialled: ${refused}`);
      return;
    }
    const atOnce = (): void => {
      void this.#dial(dials);
      this.#popup.say('good', `Calling ${dials}`, 'Your phone rings first.');
    };
    // A link may start the program: the PBX is waited for, and the dialog asks where it does not come.
    if (this.#settings.desk.dialLinksAtOnce)
      this.#online.doWithin(ONLINE_MS, atOnce, () => this.openDial(dials));
    else this.openDial(dials);
    if (said !== '') this.#notices.say('info', said);
  }

  #explainClosing(how: keyof typeof EXPLANATIONS): void {
    const { desk } = this.#store.get();
    const kept = how === 'hide' ? 'closeExplained' : 'minimizeExplained';
    if (desk[kept]) return;
    this.#notifier.tell('Ringside keeps running', EXPLANATIONS[how]);
    this.#store.patch({ desk: { ...desk, [kept]: true } });
  }

  /** A button of a notification, or a click on it. `uuid` is the leg it was shown for. */
  #onNotification(uuid: string, action: NoticeAction, token: string): void {
    if (action !== 'default') {
      void this.#commander.run({ kind: action, uuid });
      return;
    }
    if (uuid === '') this.show();
    else this.#showCall(uuid);
    if (token !== '') raiseByToken(token);
  }

  #onPopupFocus(): void {
    this.#notices.say(
      'info',
      'This desktop gave the focus to the pop-up: calls are told by notifications from now on.',
    );
    this.#desk.touch();
  }

  /** A start that shows nothing says so wherever it may be seen. */
  #onNoWindow(why: string): void {
    const text = `The window could not be shown: ${why}.`;
    process.stderr.write(`ringside: ${text}\n`);
    this.#recorder.line('<', text);
    this.#notices.say('bad', text);
    this.#notifier.tell('Ringside has no window', text);
  }

  #showCall(uuid: string): void {
    this.show();
    this.#page.do(() => this.#push('call.show', { uuid }));
  }

  #openPage(page: PushPayload<'page.open'>): void {
    this.show();
    this.#page.do(() => this.#push('page.open', page));
  }

  #push<N extends PushName>(name: N, payload: PushPayload<N>): void {
    if (!this.#quitting && !this.#window.isDestroyed())
      push(this.#window.webContents, name, payload);
  }

  #pushInfo(): void {
    if (this.#quitting) return;
    this.#push('app.info', this.#info());
    this.#desk.touch();
  }

  #info(): AppInfo {
    const settings = this.#settings;
    const scope = scopeOf(settings.connection);
    const has = (name: SecretName): boolean => this.#secrets.get(scope, name) !== undefined;
    return {
      version: app.getVersion(),
      platform: process.platform,
      settings,
      status: this.#status,
      secrets: this.#secrets.mode,
      has: { password: has('password'), token: has('token'), key: has('key') },
      hotkeyProblems: { ...this.#hotkeys.problems },
      hotkeyWays: { ...this.#hotkeys.ways },
      pending: this.#commander.pending,
      phone: this.#desk.extension,
      unseen: this.#journal.unseen,
      quiet: isQuiet(settings.desk, new Date()),
      hasTray: this.#trayHost.isThere,
    };
  }

  #serve(): void {
    serve(
      {
        'app.info': () => {
          setImmediate(() => {
            this.#notices.ready();
            this.#page.ready();
          });
          return this.#info();
        },
        'app.quit': () => {
          setImmediate(() => this.#leave());
          return null;
        },
        'channels.snapshot': () => this.#monitor.snapshot(),
        'number.read': (text) =>
          this.#numbers
            .read(text)
            .then((reading) => ({ ...reading, choices: [...reading.choices] })),
        'command.run': (request) => this.#run(request),
        'command.cancel': (id) => this.#commander.cancel(id),
        'connection.test': async (draft) => {
          const allowed = await this.#agreements.require(needsOfConnection(draft));
          return allowed.ok ? this.#connection.test(draft) : allowed;
        },
        'connection.save': (draft) => this.#saveConnection(draft),
        'connection.retry': () => {
          this.#connection.port?.retry();
          return null;
        },
        'settings.patch': async (patch) => {
          const needed = patch.names && needOfLookup(patch.names);
          const allowed = await this.#agreements.require(needed ? [needed] : []);
          return allowed.ok ? this.#patch(patch) : allowed;
        },
        'links.registered': registeredLinks,
        'links.register': registerLinks,
        'popup.view': () => this.#popup.view(),
        'popup.dismiss': (callId) => {
          this.#popup.dismiss(callId);
          return null;
        },
        'popup.act': ({ kind, callId }) => {
          const card = this.#popup.card(callId);
          return card ? this.#commander.run({ kind, uuid: card.uuid }) : CALL_GONE;
        },
        'popup.show': (callId) => {
          const card = this.#popup.card(callId);
          if (card) this.#showCall(card.uuid);
          return null;
        },
        'popup.fire': ({ rule, callId }) => {
          const offered = this.#popup.card(callId)?.buttons.some((button) => button.rule === rule);
          const record = offered ? this.#journal.inbound(callId) : undefined;
          return record ? this.#rules.fire(rule, record) : CALL_GONE;
        },
        ...tableHandlers(() => this.#window),
        ...historyHandlers(this.#journal, () => this.#window),
        ...ruleHandlers(
          this.#rules,
          (count) => this.#journal.ask({ kind: 'latest', count }),
          (rules) => this.#agreements.require(rules.map(({ action }) => needOfAction(action))),
          (rules) => {
            this.#store.patch({ rules });
            this.#pushInfo();
          },
        ),
        ...contactHandlers(
          this.#contacts,
          () => this.#window,
          (progress) => this.#push('contacts.progress', progress),
        ),
        ...hotkeyHandlers(
          this.#shortcuts,
          this.#session,
          () => this.#settings.hotkeys,
          () => {
            this.#hotkeys.apply(this.#settings.hotkeys);
            this.#pushInfo();
          },
        ),
        ...diagnosticsHandlers(app.getPath('userData'), () => this.#report()),
      },
      isOurs,
      (name, error) => {
        process.stderr.write(`ringside: ${name} failed: ${String(error)}\n`);
        this.#notices.say('bad', wordsOfFailure(error));
      },
    );
  }

  async #report(): Promise<string> {
    const links = await registeredLinks();
    return report({
      atMs: Date.now(),
      versions: versions(),
      settings: this.#settings,
      status: this.#status,
      state: {
        ...usage(),
        channels: this.#monitor.table.size,
        'calls of mine': this.#desk.state().mine.length,
        'clock of the PBX': `${Math.round(this.#monitor.skewMs)} ms from ours`,
        'secrets kept by': this.#secrets.mode,
        'links opened': links.join(' '),
      },
      hotkeyProblems: this.#hotkeys.problems,
      lines: this.#recorder.lines(),
      secrets: this.#secrets.known(),
    });
  }

  /** Gives a command; a call is made from the phone of the settings, whoever asks for it. */
  async #run(request: CommandRequest): Promise<Result<null>> {
    if (request.kind !== 'originate' && request.kind !== 'eavesdrop')
      return this.#commander.run(request);
    const phone = this.#phone();
    if (!phone.ok) return phone;
    const extension = phone.value;
    if (request.kind === 'eavesdrop') return this.#commander.run({ ...request, extension });
    const { dials: number, refused } = await this.#numbers.read(request.number);
    if (refused !== '') return fail('bad-input', refused);
    // On its way before anything is written: a full disk keeps nobody from calling.
    const calling = this.#commander.run({ ...request, extension, number });
    const { dial } = this.#store.get();
    const recent = [number, ...dial.recent.filter((other) => other !== number)];
    this.#store.patch({ dial: { ...dial, recent: recent.slice(0, 10) } });
    this.#pushInfo();
    return calling;
  }

  async #saveConnection(draft: ConnectionDraft): Promise<Result<null>> {
    const allowed = await this.#agreements.require(needsOfConnection(draft));
    if (!allowed.ok) return allowed;
    const scope = scopeOf(draft.connection);
    for (const name of ['password', 'token', 'key'] as const) {
      const value = draft[name];
      if (value !== undefined) this.#secrets.set(scope, name, value);
    }
    this.#store.patch({ connection: draft.connection, extension: draft.extension });
    Object.assign(this.#options, { esl: undefined, webitel: undefined, extension: undefined });
    this.#monitor.feed([{ kind: 'cleared', atMs: Date.now() }]);
    this.#finder.set(this.#settings.extension);
    await this.#connect();
    this.#pushInfo();
    return ok(null);
  }

  #patch(patch: SettingsPatch): Result<null> {
    const clean = Object.fromEntries(
      Object.entries(patch).filter(([, value]) => value !== undefined),
    );
    const before = this.#store.get();
    this.#store.patch(clean);
    if (patch.theme) nativeTheme.themeSource = patch.theme;
    if (patch.hotkeys) this.#hotkeys.apply(patch.hotkeys);
    if (patch.keepSecretsWeakly !== undefined) this.#secrets.keepWeakly(patch.keepSecretsWeakly);
    if (patch.names) this.#contacts.names.changed();
    if (patch.dial) {
      if (patch.dial.country !== before.dial.country) void this.#contacts.matchByPlans();
      this.#monitor.placedBy(patch.dial.programs);
      this.#connection.follow(patch.dial);
    }
    if (patch.history) this.#journal.keep(patch.history.keepDays);
    if (patch.desk) this.#window.setAlwaysOnTop(patch.desk.onTop);
    if (patch.desk && patch.desk.startAtLogin !== before.desk.startAtLogin) {
      const failed = this.#setStartAtLogin(patch.desk.startAtLogin);
      if (!failed.ok) return failed;
    }
    this.#pushInfo();
    return ok(null);
  }

  #setStartAtLogin(on: boolean): Result<null> {
    try {
      startAtLogin(on);
      return ok(null);
    } catch (error) {
      return fail('internal', 'Starting at login could not be set up.', String(error));
    }
  }
}
