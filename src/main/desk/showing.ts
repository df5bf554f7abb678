import type { DeskState, RingingCall } from '@shared/calls/desk.ts';
import { shownParty } from '@shared/calls/shown.ts';
import { isQuiet } from '@shared/desk/quiet.ts';
import type { CardButton, Naming } from '@shared/desk/popup.ts';
import { cleanLine } from '@shared/domain/clean-line.ts';
import { CARD_COMMANDS, NO_CAPABILITIES, type Capabilities } from '@shared/commands/command.ts';
import type { Settings } from '@shared/settings/settings.ts';
import type { CallerNames } from '../contacts/names.ts';
import type { ScreenLock } from '../desktop/lock.ts';
import type { Notifier } from '../desktop/notify/port.ts';
import type { Popup } from '../desktop/popup.ts';
import { showOnWindow, titleOf } from '../desktop/title.ts';
import type { TrayHost } from '../desktop/tray/host.ts';
import { DeskTray, type TrayActions } from '../desktop/tray/tray.ts';
import { LastContacts } from '../history/last-contact.ts';
import type { Journal } from '../history/journal.ts';
import type { Lifetime } from '../lifetime.ts';
import type { RuleRunner } from '../rules/runner.ts';
import type { Sites } from '../sites/sites.ts';
import type { MainPage } from '../windows/main-page.ts';

/** ms between looks at the do-not-disturb schedule. */
const SCHEDULE_MS = 15_000;

export interface ShowingParts {
  readonly lifetime: Lifetime;
  readonly page: MainPage;
  readonly sites: Sites;
  readonly names: CallerNames;
  readonly journal: Journal;
  readonly rules: RuleRunner;
  readonly notifier: Notifier;
  readonly popup: Popup;
  readonly lock: ScreenLock;
  readonly trayHost: TrayHost;
  readonly trayActions: TrayActions;
  settings(): Settings;
  /** Do not disturb began or ended by the schedule. */
  changed(): void;
}

/** Shows my desk in the tray, by notifications, on the pop-up and the window's title, as the settings want it. */
export class DeskShowing {
  readonly #parts: ShowingParts;
  readonly #schedule: NodeJS.Timeout;
  readonly #last: LastContacts;
  #tray: DeskTray | undefined;
  #quiet = false;

  constructor(parts: ShowingParts) {
    this.#parts = parts;
    const { journal, sites, page } = parts;
    this.#last = new LastContacts(
      (question) => journal.ask(question),
      () => sites.touch(),
    );
    for (const event of ['focus', 'blur'] as const)
      page.window.on(event as 'focus', () => sites.touch());
    this.#schedule = setInterval(() => this.#followSchedule(), SCHEDULE_MS);
  }

  /** Makes the tray icon; again where the tray went and came: an icon finds a tray only when it is made. */
  makeTray(): void {
    this.#tray?.destroy();
    this.#tray = new DeskTray(this.#parts.trayActions);
  }

  /** The desktop's tray came or went. */
  onTrayHost(): void {
    if (this.#tray) this.makeTray();
  }

  show(desk: DeskState): void {
    const { lifetime, sites, page, journal, lock, notifier, popup } = this.#parts;
    if (lifetime.isOver) return;
    const settings = this.#parts.settings().desk;
    this.#quiet = isQuiet(settings, new Date());
    const scheduled = this.#quiet && !settings.doNotDisturb;
    const marks = { unseen: journal.unseen, quiet: this.#quiet, scheduled };
    this.#tray?.update(sites.all, desk, marks);
    this.#showTitle(desk, marks);
    if (settings.hideNamesWhenLocked) lock.follow();
    notifier.update(this.#notifies(settings) ? desk.ringing : [], {
      nameOf: (call) => this.#named(call).name,
      siteOf: (call) => this.#siteOf(call),
      hideNames: settings.hideNamesWhenLocked && lock.locked,
      can: (kind, call) => this.#capabilities(call)[kind] === '',
    });
    popup.update(desk.ringing, {
      desk: settings,
      // The window in front has the call itself.
      showCards:
        !this.#quiet &&
        !page.window.isFocused() &&
        (settings.popup === 'card' || settings.popup === 'both'),
      ring: !this.#quiet,
      ringLimitSec: this.#parts.settings().table.limits.ringing,
      naming: (call) => this.#naming(call),
      buttons: (call) => this.#buttons(call),
    });
    this.payAttention(desk);
  }

  /** Tells adapters that poll how much is going on, and whether anybody looks. */
  payAttention(desk: DeskState): void {
    const { lifetime, sites, page } = this.#parts;
    if (lifetime.isOver) return;
    const level = desk.mine.length > 0 ? 'busy' : page.isSeen ? 'idle' : 'hidden';
    for (const site of sites.all) site.port?.attention(level);
  }

  stop(): void {
    clearInterval(this.#schedule);
    this.#tray?.destroy();
  }

  /** Where no card can be shown, a notification does what it would. */
  #notifies({ popup }: Settings['desk']): boolean {
    const instead = popup === 'card' && !this.#parts.popup.canShow;
    return !this.#quiet && (popup === 'notification' || popup === 'both' || instead);
  }

  #showTitle(desk: DeskState, marks: Parameters<typeof titleOf>[2]): void {
    const { page, sites, trayHost } = this.#parts;
    const title = trayHost.isThere ? 'Ringside' : titleOf(sites.isAnyOnline, desk, marks);
    showOnWindow(page.window, title, marks.unseen);
  }

  #capabilities({ site }: RingingCall): Capabilities {
    return this.#parts.sites.find(site)?.status?.capabilities ?? NO_CAPABILITIES;
  }

  #siteOf({ site }: RingingCall): string {
    const { sites } = this.#parts;
    return sites.isSeveral ? cleanLine(sites.nameOf(site)) : '';
  }

  #named(call: RingingCall) {
    const known = this.#parts.names.nameFor(call.party.number);
    const { name, sent } = shownParty(call.party, known);
    return { name: cleanLine(name), sentName: cleanLine(sent) };
  }

  #naming(call: RingingCall): Naming {
    const capabilities = this.#capabilities(call);
    return {
      ...this.#named(call),
      last: this.#last.of(call.party.number),
      siteName: this.#siteOf(call),
      reasons: Object.fromEntries(CARD_COMMANDS.map((kind) => [kind, capabilities[kind]])),
    };
  }

  #buttons({ site, callId }: RingingCall): CardButton[] {
    const record = this.#parts.journal.inbound(site, callId);
    if (!record) return [];
    return this.#parts.rules.buttonsFor(record).map(({ id, name }) => ({ rule: id, label: name }));
  }

  #followSchedule(): void {
    void this.#parts.trayHost.look();
    if (isQuiet(this.#parts.settings().desk, new Date()) === this.#quiet) return;
    this.#parts.sites.touch();
    setImmediate(() => this.#parts.changed());
  }
}
