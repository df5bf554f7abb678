import { app, clipboard, nativeTheme, type BrowserWindow } from 'electron';
import { deskOf, nameOf, type DeskState } from '@shared/calls/desk.ts';
import { currentCall, isHeld, MyLegs } from '@shared/calls/mine.ts';
import { callIdOf, otherParty } from '@shared/calls/parties.ts';
import type { Change } from '@shared/calls/table.ts';
import type { Channel } from '@shared/domain/channel.ts';
import type { PbxEvent } from '@shared/domain/event.ts';
import { NO_CAPABILITIES, type Command, type ConnectionStatus } from '@shared/domain/pbx.ts';
import { assertNever, ok, type Result } from '@shared/domain/result.ts';
import type { HotkeyAction, Settings, SettingsPatch } from '@shared/domain/settings.ts';
import { parseNumber } from '@shared/domain/validate.ts';
import { countOf } from '@shared/domain/words.ts';
import type { CliAnswer, CliRequest } from '@shared/cli/protocol.ts';
import { cliStatus } from '@shared/cli/status.ts';
import type {
  AppInfo,
  ConnectionDraft,
  Notice,
  PushName,
  PushPayload,
} from '@shared/ipc/contract.ts';
import type { StartOptions } from './args.ts';
import { Commander, type Outcome } from './calls/commander.ts';
import { Monitor } from './calls/monitor.ts';
import { Connection, scopeOf } from './connection.ts';
import { Hotkeys, type HotkeyProblems } from './desktop/hotkeys.ts';
import { CallNotifications, tell } from './desktop/notifications.ts';
import { DeskTray } from './desktop/tray.ts';
import { createMainWindow } from './desktop/window.ts';
import { CliServer } from './cli/server.ts';
import { socketPath } from './cli/socket-path.ts';
import { push, serve } from './ipc/server.ts';
import { isOurs } from './security.ts';
import { Secrets, type SecretName } from './settings/secrets.ts';
import { SettingsStore } from './settings/store.ts';

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

/** The composition root: everything the app is made of, and how it hangs together. */
export class Ringside {
  readonly #options: StartOptions;
  readonly #store: SettingsStore;
  readonly #secrets: Secrets;
  /** Secrets of a scripted start, kept nowhere. */
  readonly #given: Partial<Record<SecretName, string>>;
  readonly #monitor = new Monitor();
  readonly #legs = new MyLegs();
  readonly #connection: Connection;
  readonly #commander: Commander;
  readonly #tray: DeskTray;
  readonly #notifications: CallNotifications;
  readonly #hotkeys: Hotkeys;
  readonly #cli: CliServer;
  #hotkeyProblems: HotkeyProblems = {};
  #window: BrowserWindow | undefined;
  #status: ConnectionStatus | null = null;
  #wasLost = false;
  #quitting = false;
  #noticeId = 1;
  #deskTimer: NodeJS.Immediate | undefined;

  constructor(options: StartOptions, given: Partial<Record<SecretName, string>>) {
    this.#options = options;
    this.#given = given;
    const directory = app.getPath('userData');
    this.#store = new SettingsStore(directory);
    this.#secrets = new Secrets(directory, this.#store.get().keepSecretsWeakly);
    this.#connection = new Connection(
      {
        events: (events) => this.#onEvents(events),
        status: (status) => this.#onStatus(status),
        trace: () => undefined,
      },
      (scope, name) => this.#given[name] ?? this.#secrets.get(scope, name),
    );
    this.#commander = new Commander(this.#monitor, () => this.#connection.port, {
      pending: (pending) => this.#push('command.pending', [...pending]),
      outcome: (outcome) => this.#onOutcome(outcome),
    });
    this.#monitor.onChange((changes) => this.#onChanges(changes));
    this.#monitor.onDelta((delta) =>
      this.#push('channels.delta', {
        seq: delta.seq,
        changed: [...delta.changed],
        gone: [...delta.gone],
        skewMs: delta.skewMs,
      }),
    );
    this.#tray = new DeskTray({
      show: () => this.show(),
      dial: () => this.openDial(''),
      run: (command) => void this.#commander.run(command),
      settings: () => this.show(),
      quit: () => this.quit(),
    });
    this.#notifications = new CallNotifications((uuid) => this.#showCall(uuid));
    this.#hotkeys = new Hotkeys((action) => void this.#onHotkey(action));
    this.#cli = new CliServer(socketPath(directory), (request) => this.#onCli(request));
  }

  /** Opens the window and connects. */
  async start(): Promise<void> {
    this.#serve();
    await this.#cli
      .start()
      .catch((error: unknown) =>
        this.#notice('bad', `The command line cannot reach this app: ${String(error)}`),
      );
    this.#hotkeyProblems = this.#hotkeys.apply(this.#settings.hotkeys);
    this.#legs.reset(this.#settings.extension, []);
    this.#window = createMainWindow({
      settings: this.#settings,
      onBounds: (window) => this.#store.patch({ window }),
      hideOnClose: () => this.#onClose(),
    });
    if (!this.#options.hidden) this.#window.once('ready-to-show', () => this.#window?.show());
    if (this.#store.problem !== '') this.#notice('bad', this.#store.problem);
    await this.#connect();
  }

  show(): void {
    const window = this.#window;
    if (!window) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  get window(): BrowserWindow | undefined {
    return this.#window;
  }

  /** Opens the click-to-call dialog, prefilled. */
  openDial(number: string): void {
    this.show();
    this.#push('dial.open', { number });
  }

  quit(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    this.#hotkeys.stop();
    this.#cli.stop();
    this.#connection.stop();
    this.#monitor.stop();
    this.#tray.destroy();
    app.quit();
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
      const login = this.#given.token === undefined ? 'password' : 'token';
      const username = extension ?? connection.webitel.username;
      connection = {
        ...connection,
        kind: 'webitel',
        webitel: { ...connection.webitel, url: webitel, login, username },
      };
    } else if (demoIfUnset && connection.kind === 'none')
      connection = { ...connection, kind: 'demo' };
    const demo = connection.kind === 'demo' && kept.extension === '';
    return { ...kept, connection, extension: extension ?? (demo ? '201' : kept.extension) };
  }

  async #connect(): Promise<void> {
    const settings = this.#settings;
    const applied = await this.#connection.apply(settings);
    if (applied.ok && settings.connection.kind !== 'none') return;
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
    for (const event of events) {
      if (event.kind === 'lost') this.#wasLost = this.#monitor.table.size > 0;
      if (event.kind !== 'listed' || !this.#wasLost) {
        this.#monitor.feed([event]);
        continue;
      }
      this.#wasLost = false;
      const ended = new Set<string>();
      const stop = this.#monitor.onChange((changes) => {
        for (const { before, after } of changes) if (before && !after) ended.add(callIdOf(before));
      });
      this.#monitor.feed([event]);
      stop();
      if (ended.size > 0)
        this.#notice('info', `${countOf(ended.size, 'call')} ended while offline.`);
    }
  }

  #onStatus(status: ConnectionStatus): void {
    this.#status = status;
    this.#push('pbx.status', status);
    this.#updateDesk();
  }

  #onChanges(changes: readonly Change[]): void {
    if (!this.#legs.apply(changes) && this.#deskTimer) return;
    // All changes of one event-loop turn make one update of the desk.
    this.#deskTimer ??= setImmediate(() => {
      this.#deskTimer = undefined;
      this.#updateDesk();
    });
  }

  get #find(): (uuid: string) => Channel | undefined {
    return (uuid) => this.#monitor.table.get(uuid);
  }

  #desk(): DeskState {
    return deskOf(this.#legs.list(), this.#legs.extension, this.#find, this.#monitor.table.size);
  }

  #updateDesk(): void {
    if (this.#quitting) return;
    const desk = this.#desk();
    this.#tray.update(this.#status, desk);
    this.#notifications.update(desk.ringing);
  }

  #onOutcome(outcome: Outcome): void {
    this.#push('command.outcome', outcome);
    if (outcome.result.ok || outcome.result.error.kind === 'cancelled') return;
    const uuid = 'uuid' in outcome.command ? outcome.command.uuid : '';
    const text = `${FAILED[outcome.command.kind]}: ${outcome.result.error.message}`;
    this.#notice('bad', text, uuid);
    if (!this.#window?.isFocused()) tell('Ringside', text);
  }

  async #onHotkey(action: HotkeyAction): Promise<void> {
    if (action === 'show') return this.show();
    if (action === 'dial') return this.openDial(await clipboardNumber());
    const wish = this.#wish(action);
    if (wish) return this.#act(wish.command, wish.done, wish.of);
    if (action === 'answer') return tell('No call to answer', 'Nothing rings at your phone.');
    return tell('No call of yours is up', 'Nothing was changed.');
  }

  /** What an action means for my calls as they are now, and how it is told when it is done. */
  #wish(action: 'hold' | 'hangup' | 'mute' | 'answer') {
    if (action === 'answer') {
      const ringing = this.#desk().ringing[0];
      return ringing && wishOn('answer', ringing.uuid, `Answered: ${nameOf(ringing.party)}`, 1);
    }
    const current = currentCall(this.#legs.list());
    if (!current) return undefined;
    const { channel: leg, of } = current;
    const who = nameOf(otherParty(leg, this.#find));
    if (action === 'hangup') return wishOn('hangup', leg.uuid, `Hung up: ${who}`, of);
    if (action === 'mute') {
      return leg.muted
        ? wishOn('unmute', leg.uuid, `Unmuted: ${who}`, of)
        : wishOn('mute', leg.uuid, `Muted: ${who}`, of);
    }
    return isHeld(leg)
      ? wishOn('resume', leg.uuid, `Resumed: ${who}`, of)
      : wishOn('hold', leg.uuid, `On hold: ${who}`, of);
  }

  /** Carries out a hotkey's command and says on which call, when there were several to choose from. */
  async #act(command: Command, done: string, of: number): Promise<void> {
    const result = await this.#commander.run(command);
    if (result.ok) tell(done, of > 1 ? `Your active one of ${of} calls.` : '');
  }

  /** The command line of the same user. */
  async #onCli(request: CliRequest): Promise<CliAnswer> {
    switch (request.do) {
      case 'status': {
        const { mine } = this.#desk();
        const { table } = this.#monitor;
        const status = cliStatus(
          this.#status,
          this.#legs.extension,
          mine,
          table.values(),
          this.#find,
        );
        return { ok: true, text: '', status };
      }
      case 'show':
        this.show();
        return { ok: true, text: '' };
      case 'call':
        return this.#cliCall(request.number, request.now);
      case 'hold':
      case 'hangup':
      case 'answer':
        return this.#cliOn(request.do);
      default:
        return assertNever(request);
    }
  }

  async #cliCall(number: string, now: boolean): Promise<CliAnswer> {
    const parsed = parseNumber(number);
    if (!parsed.ok) return { ok: false, error: parsed.error.message };
    if (!now) {
      this.openDial(parsed.value);
      return { ok: true, text: '' };
    }
    const { extension } = this.#settings;
    if (extension === '')
      return { ok: false, error: 'Set your extension in the connection settings first.' };
    const { autoAnswer } = this.#settings.dial;
    const result = await this.#run({
      kind: 'originate',
      extension,
      number: parsed.value,
      autoAnswer,
    });
    return result.ok
      ? { ok: true, text: `Called ${parsed.value}.` }
      : { ok: false, error: result.error.message };
  }

  async #cliOn(action: 'hold' | 'hangup' | 'answer'): Promise<CliAnswer> {
    const wish = this.#wish(action);
    if (!wish)
      return {
        ok: false,
        error: action === 'answer' ? 'Nothing rings at your phone.' : 'No call of yours is up.',
      };
    const result = await this.#commander.run(wish.command);
    return result.ok ? { ok: true, text: wish.done } : { ok: false, error: result.error.message };
  }

  #onClose(): boolean {
    if (this.#quitting) return false;
    const { desk } = this.#store.get();
    if (!desk.closeExplained) {
      tell('Ringside keeps running', 'It stays in the tray. Quit it from the tray icon’s menu.');
      this.#store.patch({ desk: { ...desk, closeExplained: true } });
    }
    return true;
  }

  #showCall(uuid: string): void {
    this.show();
    this.#push('call.show', { uuid });
  }

  #notice(tone: Notice['tone'], text: string, uuid = ''): void {
    this.#push('notice', { id: this.#noticeId++, tone, text, uuid });
  }

  #push<N extends PushName>(name: N, payload: PushPayload<N>): void {
    if (this.#window && !this.#window.isDestroyed()) push(this.#window.webContents, name, payload);
  }

  #pushInfo(): void {
    this.#push('app.info', this.#info());
    this.#updateDesk();
  }

  #info(): AppInfo {
    const settings = this.#settings;
    const scope = scopeOf(settings.connection);
    const has = (name: SecretName): boolean =>
      (this.#given[name] ?? this.#secrets.get(scope, name)) !== undefined;
    return {
      version: app.getVersion(),
      platform: process.platform,
      settings,
      status: this.#status,
      secrets: this.#secrets.mode,
      has: { password: has('password'), token: has('token'), key: has('key') },
      hotkeyProblems: { ...this.#hotkeyProblems },
      pending: this.#commander.pending,
    };
  }

  #serve(): void {
    serve(
      {
        'app.info': () => this.#info(),
        'channels.snapshot': () => this.#monitor.snapshot(),
        'command.run': (command) => this.#run(command),
        'command.cancel': (id) => this.#commander.cancel(id),
        'connection.test': (draft) => this.#connection.test(draft),
        'connection.save': (draft) => this.#saveConnection(draft),
        'connection.retry': () => {
          this.#connection.port?.retry();
          return null;
        },
        'settings.patch': (patch) => this.#patch(patch),
      },
      isOurs,
    );
  }

  async #run(command: Command): Promise<Result<null>> {
    if (command.kind === 'originate') {
      const number = parseNumber(command.number);
      if (!number.ok) return number;
      const { dial } = this.#store.get();
      const recent = [number.value, ...dial.recent.filter((other) => other !== number.value)];
      this.#store.patch({ dial: { ...dial, recent: recent.slice(0, 10) } });
      this.#pushInfo();
      return this.#commander.run({ ...command, number: number.value });
    }
    return this.#commander.run(command);
  }

  async #saveConnection(draft: ConnectionDraft): Promise<Result<null>> {
    const scope = scopeOf(draft.connection);
    for (const name of ['password', 'token', 'key'] as const) {
      const value = draft[name];
      if (value !== undefined) this.#secrets.set(scope, name, value);
      delete this.#given[name];
    }
    this.#store.patch({ connection: draft.connection, extension: draft.extension });
    Object.assign(this.#options, { esl: undefined, webitel: undefined, extension: undefined });
    this.#monitor.feed([{ kind: 'cleared', atMs: Date.now() }]);
    this.#legs.reset(this.#settings.extension, this.#monitor.table.values());
    await this.#connect();
    this.#pushInfo();
    return ok(null);
  }

  #patch(patch: SettingsPatch): Result<null> {
    const clean = Object.fromEntries(
      Object.entries(patch).filter(([, value]) => value !== undefined),
    );
    this.#store.patch(clean);
    if (patch.theme) nativeTheme.themeSource = patch.theme;
    if (patch.hotkeys) this.#hotkeyProblems = this.#hotkeys.apply(patch.hotkeys);
    if (patch.keepSecretsWeakly !== undefined) this.#secrets.keepWeakly(patch.keepSecretsWeakly);
    if (patch.extension !== undefined) {
      this.#legs.reset(this.#settings.extension, this.#monitor.table.values());
    }
    this.#pushInfo();
    return ok(null);
  }
}

/** A command on a leg, how to tell that it is done, and of how many calls it was one. */
const wishOn = (
  kind: 'hold' | 'resume' | 'hangup' | 'mute' | 'unmute' | 'answer',
  uuid: string,
  done: string,
  of: number,
) => ({ command: { kind, uuid }, done, of });

/** What the clipboard holds, when it is a number. */
async function clipboardNumber(): Promise<string> {
  const text = (await clipboard.readText()).slice(0, 200).trim(); // a promise since Electron 40
  return /\d/.test(text) && parseNumber(text).ok ? text : '';
}
