import { defaultSettings, type Settings, type SettingsPatch } from '@shared/settings/settings.ts';
import { refusal, toolOf } from '@shared/rights/rights.ts';
import type { Row } from '@shared/calls/rows.ts';
import type { CommandKind, CommandRequest } from '@shared/commands/command.ts';
import type { ConnectionStatus } from '@shared/pbx/status.ts';
import type { SiteId } from '@shared/domain/site.ts';
import type { AppInfo, Notice, PushPayload, SiteInfo } from '@shared/ipc/contract.ts';
import type { NoticeAction } from '../lib/notice-action.ts';
import { ask, hear } from '../ipc/client.ts';
import { messages } from './messages.svelte.ts';

type PendingCommand = PushPayload<'command.pending'>[number];

/** The pages of the window. */
export type Page = 'floor' | 'calls' | 'queues' | 'history' | 'settings';
/** The parts of the settings page. */
export type SettingsSection =
  | 'connection'
  | 'incoming'
  | 'quiet'
  | 'calling'
  | 'hotkeys'
  | 'rules'
  | 'contacts'
  | 'look'
  | 'computer'
  | 'help';

/** What the window knows beside the calls: settings, connection, commands under way, messages. */
class AppState {
  info = $state.raw<AppInfo | null>(null);
  /** The PBXes that are watched, as they stand. */
  sites = $state.raw<readonly SiteInfo[]>([]);
  pending = $state.raw<readonly PendingCommand[]>([]);
  /** Which dialog is open, and with what. */
  dialog = $state.raw<
    | { name: 'dial'; number: string }
    | { name: 'connect'; site: SiteId | '' }
    | { name: 'diagnostics' }
    | null
  >(null);
  /** Which page the window shows. */
  page = $state<Page>('floor');
  /** Which part of the settings it shows, or shows next. */
  section = $state<SettingsSection>('connection');
  /** Whether a window too narrow for both shows the dock, and not the page. */
  atPhone = $state(true);
  /** What the field "Call or find" is to be opened with; null while nobody asked. */
  asked = $state.raw<string | null>(null);
  #localId = -1;

  settings = $derived<Settings>(this.info?.settings ?? defaultSettings());
  /** The site that calls are made from: the first that is online and has a phone of mine. */
  dialling = $derived.by(() => {
    const mine = this.sites.filter(({ extension }) => extension !== '');
    const online = mine.find(({ status }) => status?.phase === 'online');
    return online ?? mine[0] ?? this.sites[0];
  });
  /** My phone there as it was set, for people. */
  extension = $derived(this.dialling?.extension ?? '');
  /** Whether any PBX is there. */
  online = $derived(this.sites.some(({ status }) => status?.phase === 'online'));
  /** Whether a site is to be named wherever a call is. */
  isSeveral = $derived(this.sites.length > 1);

  async start(): Promise<void> {
    hear('app.info', (info) => this.#take(info));
    hear('site.status', ({ site, status }) => this.#setStatus(site, status));
    hear('command.pending', (pending) => (this.pending = pending));
    hear('notice', (notice) => messages.take(notice));
    hear('dial.open', ({ number }) => (this.dialog = { name: 'dial', number }));
    hear('page.open', (page) => this.go(page));
    this.#take(await ask('app.info', null));
    if (this.sites.length === 0) this.dialog = { name: 'connect', site: '' };
  }

  /** Shows a page, in a narrow window instead of the dock. */
  open(page: AppState['page']): void {
    this.page = page;
    this.atPhone = false;
  }

  #take(info: AppInfo): void {
    this.info = info;
    this.sites = info.sites;
    this.pending = info.pending;
  }

  #setStatus(id: SiteId, status: ConnectionStatus): void {
    this.sites = this.sites.map((site) => (site.id === id ? { ...site, status } : site));
  }

  site(id: SiteId): SiteInfo | undefined {
    return this.sites.find((site) => site.id === id);
  }

  /** My phone on a site as it was found: whose legs are mine there. */
  phoneOf(id: SiteId): string {
    return this.site(id)?.phone ?? '';
  }

  /** Whether what is shown of a site is what its PBX has. */
  isLive(id: SiteId): boolean {
    return this.site(id)?.status?.phase === 'online';
  }

  /** Shows a page; of the settings, a part of them. */
  go(page: Page, section?: SettingsSection): void {
    this.page = page;
    this.atPhone = false;
    if (section) this.section = section;
  }

  /** Shows a message of the window's own; `action` is offered as long as it stands. */
  say(tone: Notice['tone'], text: string, action?: NoticeAction): void {
    messages.take({ id: this.#localId--, tone, text, detail: '', leg: null }, action);
  }

  /** Gives a command on a site; main says how it went. */
  run(site: SiteId, command: CommandRequest): void {
    void ask('command.run', { site, command }).then((result) => {
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

  /** Why a command cannot be given now on a site, or where calls are made from; '' when it can. */
  why(kind: CommandKind, id?: SiteId): string {
    const site = id === undefined ? this.dialling : this.site(id);
    const status = site?.status;
    if (!status) return 'No connection is set up.';
    if (status.phase !== 'online') return 'There is no connection to the PBX.';
    // What may not be done to anybody's call; whose it is, main judges.
    const { rights } = site;
    const tool = toolOf(kind);
    return (
      (rights.grants[tool] === 'none' ? refusal(rights, tool, 'own') : '') ||
      status.capabilities[kind]
    );
  }

  /** Why no number can be called now; '' when it can. */
  whyNoCall(): string {
    return this.extension === ''
      ? 'Set your extension in the connection settings first.'
      : this.why('originate');
  }

  /** Calls a number from my phone, which rings first. */
  call(number: string): void {
    const { dialling } = this;
    if (!dialling) return;
    const { autoAnswer } = this.settings.dial;
    this.run(dialling.id, { kind: 'originate', number, autoAnswer });
  }

  /** Puts a number on the favourites, or takes it off. */
  star(number: string): void {
    const { dial } = this.settings;
    const rest = dial.favourites.filter((other) => other !== number);
    const favourites = rest.length < dial.favourites.length ? rest : [...rest, number].slice(-30);
    void this.patch({ dial: { ...dial, favourites } });
  }

  /** Whether a line says who listens: on one's own calls the administrator decides it. */
  showsListeners({ mine, site }: Pick<Row, 'mine' | 'site'>): boolean {
    return !mine || (this.site(site)?.rights.agentsSeeListeners ?? true);
  }

  /** The command under way on a leg of a line, if any. */
  pendingOn({ site, legs }: Pick<Row, 'site' | 'legs'>): PendingCommand | undefined {
    return this.pending.find(
      (pending) => pending.site === site && legs.some(({ uuid }) => uuid === pending.uuid),
    );
  }
}

export const app = new AppState();
