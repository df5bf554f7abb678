import { defaultSettings, type Settings, type SettingsPatch } from '@shared/settings/settings.ts';
import type { Command, ConnectionStatus } from '@shared/domain/pbx.ts';
import type { AppInfo, Notice, PushPayload } from '@shared/ipc/contract.ts';
import type { NoticeAction } from '../lib/notice-action.ts';
import { ask, hear } from '../ipc/client.ts';
import { messages } from './messages.svelte.ts';

type PendingCommand = PushPayload<'command.pending'>[number];

/** What the window knows beside the calls: settings, connection, commands under way, messages. */
class AppState {
  info = $state.raw<AppInfo | null>(null);
  status = $state.raw<ConnectionStatus | null>(null);
  pending = $state.raw<readonly PendingCommand[]>([]);
  /** Which dialog is open, and with what. */
  dialog = $state.raw<
    | { name: 'dial'; number: string }
    | { name: 'connect' | 'settings' | 'rules' | 'contacts' | 'diagnostics' }
    | null
  >(null);
  /** Which page the window shows. */
  page = $state<'calls' | 'history'>('calls');
  /** Whether a window too narrow for both shows the dock, and not the page. */
  atPhone = $state(true);
  /** What the field "Call or find" is to be opened with; null while nobody asked. */
  asked = $state.raw<string | null>(null);
  #localId = -1;

  settings = $derived<Settings>(this.info?.settings ?? defaultSettings());
  /** My phone as it was set, for people. */
  extension = $derived(this.settings.extension);
  /** My phone as it was found: whose legs are mine. */
  phone = $derived(this.info?.phone ?? '');
  online = $derived(this.status?.phase === 'online');

  async start(): Promise<void> {
    hear('app.info', (info) => this.#take(info));
    hear('pbx.status', (status) => (this.status = status));
    hear('command.pending', (pending) => (this.pending = pending));
    hear('notice', (notice) => messages.take(notice));
    hear('dial.open', ({ number }) => (this.dialog = { name: 'dial', number }));
    hear('page.open', (page) => {
      if (page === 'settings') this.dialog = { name: 'settings' };
      else this.open(page);
    });
    this.#take(await ask('app.info', null));
    if (this.settings.connection.kind === 'none') this.dialog = { name: 'connect' };
  }

  /** Shows a page, in a narrow window instead of the dock. */
  open(page: AppState['page']): void {
    this.page = page;
    this.atPhone = false;
  }

  #take(info: AppInfo): void {
    this.info = info;
    this.status = info.status;
    this.pending = info.pending;
  }

  /** Shows a message of the window's own; `action` is offered as long as it stands. */
  say(tone: Notice['tone'], text: string, action?: NoticeAction): void {
    messages.take({ id: this.#localId--, tone, text, detail: '', uuid: '' }, action);
  }

  /** Gives a command; main says how it went. */
  run(command: Command): void {
    void ask('command.run', command).then((result) => {
      if (!result.ok && result.error.kind === 'bad-input') this.say('bad', result.error.message);
    });
  }

  /** Changes settings here only, for what a person is still typing. */
  preview(patch: SettingsPatch): void {
    if (!this.info) return;
    this.info = { ...this.info, settings: { ...this.info.settings, ...patch } as Settings };
  }

  /** Changes settings: here at once, and in main, which keeps them and says what is in force. */
  async patch(patch: SettingsPatch): Promise<void> {
    this.preview(patch);
    const kept = await ask('settings.patch', patch);
    if (kept.ok) return;
    // What was shown ahead is not in force.
    this.#take(await ask('app.info', null));
    if (kept.error.kind !== 'cancelled') this.say('bad', kept.error.message);
  }

  /** Why a command cannot be given now; '' when it can. */
  why(kind: Command['kind']): string {
    if (!this.status) return 'No connection is set up.';
    if (this.status.phase !== 'online') return 'There is no connection to the PBX.';
    return this.status.capabilities[kind];
  }

  /** Why no number can be called now; '' when it can. */
  whyNoCall(): string {
    return this.extension === ''
      ? 'Set your extension in the connection settings first.'
      : this.why('originate');
  }

  /** Calls a number from my phone, which rings first. */
  call(number: string): void {
    const { autoAnswer } = this.settings.dial;
    this.run({ kind: 'originate', number, extension: this.phone, autoAnswer });
  }

  /** Puts a number on the favourites, or takes it off. */
  star(number: string): void {
    const { dial } = this.settings;
    const rest = dial.favourites.filter((other) => other !== number);
    const favourites = rest.length < dial.favourites.length ? rest : [...rest, number].slice(-30);
    void this.patch({ dial: { ...dial, favourites } });
  }

  /** The command under way on a leg, if any. */
  pendingOn(uuids: readonly string[]): PendingCommand | undefined {
    return this.pending.find((pending) => uuids.includes(pending.uuid));
  }
}

export const app = new AppState();
