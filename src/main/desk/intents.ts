import { cleanLine } from '@shared/domain/clean-line.ts';
import { entryOf } from '@shared/commands/command.ts';
import type { LegRef } from '@shared/domain/site.ts';
import { isDialLink } from '@shared/numbers/schemes.ts';
import type { HotkeyAction, Settings } from '@shared/settings/settings.ts';
import type { Actor } from './actor.ts';
import type { Outcome } from '../calls/commander.ts';
import type { Dialling } from './dialling.ts';
import { numberAtHand } from '../desktop/clipboard.ts';
import type { NoticeAction } from '../desktop/notify/notices.ts';
import type { Popup } from '../desktop/popup.ts';
import type { Session } from '../desktop/session.ts';
import { raiseByToken } from '../desktop/show.ts';
import type { Notices } from '../notices.ts';
import type { Numbers } from '../numbers/numbers.ts';
import type { Site } from '../sites/site.ts';
import type { Sites } from '../sites/sites.ts';
import { Waiting } from '../waiting.ts';
import type { MainPage } from '../windows/main-page.ts';

/** ms that a link which is dialled at once waits for the PBX. */
const ONLINE_MS = 20_000;

/** Causes of a call that its own side ended. */
const ENDED_BY_HAND: ReadonlySet<string> = new Set(['NORMAL_CLEARING', 'ORIGINATOR_CANCEL']);

export interface IntentParts {
  readonly page: MainPage;
  readonly popup: Popup;
  readonly notices: Notices;
  readonly numbers: Numbers;
  readonly session: Session;
  readonly sites: Sites;
  readonly actor: Actor;
  readonly dialling: Dialling;
  settings(): Settings;
}

/** What a person wants from outside of the window: by a hotkey, a link, a notification; and how it went. */
export class Intents {
  readonly #parts: IntentParts;
  /** What waits for the PBX. */
  readonly #online = new Waiting();

  constructor(parts: IntentParts) {
    this.#parts = parts;
  }

  /** Whether any PBX is there has changed. */
  setOnline(isOnline: boolean): void {
    if (isOnline) this.#online.ready();
    else this.#online.away();
  }

  /** What another start of the program brought: a link to dial, or only to be seen. */
  handOver(args: readonly string[]): void {
    const link = args.find(isDialLink);
    if (link !== undefined) void this.#openLink(link);
  }

  /** Opens the dial dialog with what is selected or copied. */
  async dialAtHand(): Promise<void> {
    const { page, numbers, session } = this.#parts;
    page.openDial(await numberAtHand((text) => numbers.read(text), session));
  }

  async onHotkey(action: HotkeyAction): Promise<void> {
    const { page, actor, popup } = this.#parts;
    if (action === 'show') return page.show();
    if (action === 'dial') return this.dialAtHand();
    const acted = await actor.act(action);
    if (acted.ok) popup.say('good', acted.value.text, acted.value.detail);
    else if (acted.error.kind === 'no-such-channel')
      popup.say('bad', acted.error.message, 'Nothing was changed.');
  }

  /** A button of a notification, or a click on it. @param leg the one it was shown for */
  onNotification(leg: LegRef | null, action: NoticeAction, token: string): void {
    const { sites, page } = this.#parts;
    if (action !== 'default') {
      if (leg) void sites.run(leg.site, { kind: action, uuid: leg.uuid });
      return;
    }
    if (leg) page.showCall(leg);
    else page.show();
    if (token !== '') raiseByToken(token);
  }

  /** A command ended: where it failed that is said, wherever the person looks. */
  onOutcome(site: Site, { command, result }: Outcome): void {
    if (result.ok || result.error.kind === 'cancelled') return;
    const { notices, page, popup, sites } = this.#parts;
    const leg = 'uuid' in command ? { site: site.id, uuid: command.uuid } : null;
    const where = sites.isSeveral ? ` (${cleanLine(site.name)})` : '';
    const failed = `${entryOf(command.kind).failed()}${where}`;
    const { message, detail = '' } = result.error;
    // My own hanging up is what ended it.
    if (command.kind === 'originate' && ENDED_BY_HAND.has(detail)) return;
    notices.say('bad', `${failed}: ${message}.`.replace(/\.\.$/, '.'), leg, detail);
    if (!page.window.isFocused()) popup.say('bad', failed, message);
  }

  /** A link is never dialled without asking, unless the person switched that on. */
  async #openLink(link: string): Promise<void> {
    const { page, notices, numbers, dialling, popup } = this.#parts;
    const { dials, refused, choices, said } = await numbers.read(link);
    if (choices.length > 0) return page.openDial(choices.join(', '));
    if (refused !== '') {
      page.show();
      notices.say('bad', `The link cannot be dialled: ${refused}`);
      return;
    }
    const atOnce = (): void => {
      void dialling.dial(dials);
      popup.say('good', `Calling ${dials}`, 'Your phone rings first.');
    };
    // A link may start the program: the PBX is waited for, and the dialog asks where it does not come.
    if (this.#parts.settings().desk.dialLinksAtOnce)
      this.#online.doWithin(ONLINE_MS, atOnce, () => page.openDial(dials));
    else page.openDial(dials);
    if (said !== '') notices.say('info', said);
  }
}
