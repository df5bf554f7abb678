import * as v from 'valibot';
import { RightsSchema } from '../rights/rights.ts';
import {
  ContactDraft,
  ContactPage,
  ContactQuery,
  ImportCorrections,
  ImportPlan,
  ImportProgress,
  ImportReport,
} from '../contacts/contact.ts';
import {
  HOTKEY_ACTIONS,
  MAX_SITES,
  Settings,
  SettingsPatch,
  SiteSettings,
} from '../settings/settings.ts';
import { Found } from '../contacts/found.ts';
import { LOCALES, type Language } from '../messages/locales.ts';
import { CARD_COMMANDS } from '../commands/command.ts';
import { Uuid } from '../commands/entry.ts';
import { KnownName } from '../calls/shown.ts';
import { HistoryPage, HistoryQuery } from '../history/record.ts';
import { PopupView } from '../desk/popup.ts';
import { NUMBER_KINDS } from '../numbers/reading.ts';
import { DryRun, RuleResult, Rules } from '../rules/rule.ts';
import { AgentStatus, BoardPush, BoardSchema, BoardWatch } from './board.ts';
import {
  ChannelSchema,
  LegRefSchema,
  OutcomeSchema,
  PendingSchema,
  resultOf,
  Site,
  SiteCommand,
  StatusSchema,
} from './schemas.ts';

/** A secret on its way from a field to safeStorage; it never comes back. */
const Secret = v.pipe(v.string(), v.maxLength(4096));

/** A site as a person filled it in; its id is '' while it is new. A secret left undefined stays what is kept. */
export const SiteDraft = v.object({
  site: v.object({
    ...SiteSettings.entries,
    id: v.union([v.literal(''), SiteSettings.entries.id]),
  }),
  password: v.exactOptional(Secret),
  token: v.exactOptional(Secret),
  key: v.exactOptional(Secret),
});
export type SiteDraft = v.InferOutput<typeof SiteDraft>;

/** A site as it is: beside its settings, what is found of it. */
const SiteInfo = v.object({
  id: Site,
  /** What people call it: its name, or its address. */
  name: v.string(),
  /** My phone there as it was set, and as it was found, `201@pbx.example.com`; '' while there is none. */
  extension: v.string(),
  phone: v.string(),
  /** null until it is being connected. */
  status: v.nullable(StatusSchema),
  /** What this person may do there; what the login may is in its status. */
  rights: RightsSchema,
  /** Which secrets are known, never what they are. */
  has: v.object({ password: v.boolean(), token: v.boolean(), key: v.boolean() }),
});
export type SiteInfo = v.InferOutput<typeof SiteInfo>;

/** A message for the person, shown until it is dismissed or fades. */
export const Notice = v.object({
  id: v.number(),
  tone: v.picklist(['info', 'good', 'bad']),
  text: v.pipe(v.string(), v.maxLength(2000)),
  /** The PBX's own word for what went wrong, shown when asked for; '' for none. */
  detail: v.pipe(v.string(), v.maxLength(2000)),
  /** The leg it is about, if any. */
  leg: v.nullable(LegRefSchema),
});
export type Notice = v.InferOutput<typeof Notice>;

export const AppInfo = v.object({
  version: v.string(),
  platform: v.string(),
  /** What is in force: the kept settings, under what the command line said. */
  settings: Settings,
  /** The PBXes that are watched, in the order of the settings. */
  sites: v.array(SiteInfo),
  /** Whether secrets can be kept: by a keyring, not at all, or weakly because the person said so. */
  secrets: v.picklist(['keyring', 'session', 'weak']),
  /** Hotkeys that do not work, and why. */
  hotkeyProblems: v.record(v.picklist(HOTKEY_ACTIONS), v.string()),
  /** By which way each of the others works. */
  hotkeyWays: v.record(v.picklist(HOTKEY_ACTIONS), v.string()),
  pending: v.array(PendingSchema),
  /** Missed calls nobody has looked at. */
  unseen: v.number(),
  /** Whether do-not-disturb is in force now, by hand or by schedule. */
  quiet: v.boolean(),
  /** Whether the desktop has a tray. */
  hasTray: v.boolean(),
});
export type AppInfo = v.InferOutput<typeof AppInfo>;

const Sentence = v.pipe(v.string(), v.maxLength(4096));
/** A Reading (shared/numbers/reading.ts) as it crosses. */
const NumberReading = v.object({
  kind: v.picklist(NUMBER_KINDS),
  dials: Sentence,
  extension: Sentence,
  pause: Sentence,
  refused: Sentence,
  choices: v.array(Sentence),
  said: Sentence,
});

const Nothing = v.null();
const Done = resultOf(Nothing);

/** What a window was made for by main. */
export type WindowRole = 'main' | 'popup';

/** What a call on the pop-up is known by (keyOfCall). */
const CallKey = v.pipe(v.string(), v.maxLength(4096));

/**
 * What a window may ask. Main parses what comes in and what goes out. Each request has one window
 * that may ask it, and its name says which: `popup.…` the pop-up, all others the main window.
 */
export const REQUESTS = {
  'app.info': { input: Nothing, output: AppInfo },
  /** The person quits, by the window. */
  'app.quit': { input: Nothing, output: Nothing },
  /** All channels of a site. */
  'channels.snapshot': {
    input: Site,
    output: v.object({ seq: v.number(), channels: v.array(ChannelSchema), pbxNowMs: v.number() }),
  },
  /** Looks at a site’s agents, queues and registrations, or no longer; resolves with all that is known. */
  'board.watch': { input: BoardWatch, output: BoardSchema },
  /** Sets my own status in the queues of a site. */
  'agent.status': { input: AgentStatus, output: Done },
  /** What a text or link that is typed or pasted dials; refused for one that is longer. */
  'number.read': { input: v.pipe(v.string(), v.maxLength(2000)), output: NumberReading },
  'command.run': { input: SiteCommand, output: Done },
  'command.cancel': { input: v.object({ site: Site, id: v.number() }), output: v.boolean() },
  /** Tries a site out; resolves with what was found, in words. */
  'site.test': { input: SiteDraft, output: resultOf(v.string()) },
  /** Keeps and connects a site; resolves with its id. */
  'site.save': { input: SiteDraft, output: resultOf(Site) },
  'site.remove': { input: Site, output: Done },
  'site.retry': { input: Site, output: Nothing },
  /** Puts the sites in this order. */
  'sites.order': { input: v.pipe(v.array(Site), v.maxLength(MAX_SITES)), output: Done },
  'settings.patch': { input: SettingsPatch, output: Done },
  'history.query': { input: HistoryQuery, output: HistoryPage },
  'history.seen': { input: Nothing, output: Nothing },
  /** Deletes a call; resolves with what takes it back. */
  'history.remove': { input: v.number(), output: v.number() },
  /** The same of all that are over. */
  'history.clear': { input: Nothing, output: v.number() },
  'history.restore': { input: v.number(), output: Nothing },
  /** Resolves with what was written where, '' when the person gave up. */
  'history.export': { input: Nothing, output: resultOf(v.string()) },
  /** Schemes of links (`tel`, `callto`, `sip`) that this app opens on this computer. */
  'links.registered': { input: Nothing, output: v.array(v.string()) },
  'links.register': { input: v.boolean(), output: Done },
  /** The desktop's own shortcuts: whether a program can set them up, and did; else what to copy where. */
  'hotkeys.desktop': {
    input: Nothing,
    output: v.object({
      canSetUp: v.boolean(),
      isSetUp: v.boolean(),
      lines: v.string(),
      where: v.string(),
    }),
  },
  /** Sets them up, or takes them back. */
  'hotkeys.setUpDesktop': { input: v.boolean(), output: Done },
  /** Puts what is to be copied on the clipboard. */
  'hotkeys.copyLines': { input: Nothing, output: Nothing },
  'popup.view': { input: Nothing, output: PopupView },
  'popup.dismiss': { input: CallKey, output: Nothing },
  /** Acts on the call of a card that is shown. */
  'popup.act': {
    input: v.object({ key: CallKey, kind: v.picklist(CARD_COMMANDS) }),
    output: Done,
  },
  /** Shows the call of a card in the main window. */
  'popup.show': { input: CallKey, output: Nothing },
  /** Presses the button of a rule on a card. */
  'popup.fire': {
    input: v.object({ rule: v.pipe(v.string(), v.maxLength(64)), key: CallKey }),
    output: Done,
  },
  'rules.save': { input: Rules, output: Done },
  /** What these rules would have done for my last calls. */
  'rules.dryRun': { input: Rules, output: v.array(DryRun) },
  'rules.results': { input: Nothing, output: v.array(RuleResult) },
  /** Contacts and colleagues who have every word of a text in their name or number. */
  'people.find': { input: v.pipe(v.string(), v.maxLength(200)), output: v.array(Found) },
  'contacts.query': { input: ContactQuery, output: ContactPage },
  'contacts.save': { input: ContactDraft, output: Done },
  'contacts.remove': { input: v.number(), output: Done },
  'contacts.clear': { input: Nothing, output: Done },
  /** Lets the person choose a file, and tells what would be made of it; null when none was chosen. */
  'contacts.choose': { input: Nothing, output: resultOf(v.nullable(ImportPlan)) },
  /** The same of the file that was chosen, with what the person put right. */
  'contacts.plan': { input: ImportCorrections, output: resultOf(ImportPlan) },
  /** Takes in the file that was chosen. */
  'contacts.import': { input: ImportCorrections, output: resultOf(ImportReport) },
  'contacts.cancelImport': { input: Nothing, output: Nothing },
  /** What numbers' owners are called beside what the PBX sends: only those that have a name. */
  'names.of': {
    input: v.pipe(v.array(v.pipe(v.string(), v.maxLength(256))), v.maxLength(2000)),
    output: v.record(v.string(), KnownName),
  },
  /** Puts a text on the clipboard. */
  'text.copy': { input: v.pipe(v.string(), v.maxLength(200_000)), output: Nothing },
  /** Writes lines of the table as CSV; resolves with what was written where, '' when the person gave up. */
  'table.export': {
    input: v.object({
      headings: v.pipe(v.array(Sentence), v.maxLength(100)),
      rows: v.pipe(v.array(v.pipe(v.array(Sentence), v.maxLength(100))), v.maxLength(100_000)),
    }),
    output: resultOf(v.string()),
  },
  /** Writes a diagnostics file; resolves with what is in it and where it lies. */
  'diagnostics.make': {
    input: Nothing,
    output: resultOf(v.object({ file: v.string(), text: v.string() })),
  },
  /** Shows the last diagnostics file in the file manager. */
  'diagnostics.show': { input: Nothing, output: Nothing },
} as const;

/** Which window may ask this. */
export const askerOf = (name: RequestName): WindowRole =>
  name.startsWith('popup.') ? 'popup' : 'main';

/** What main tells a window, unasked. The window parses what it gets. */
export const PUSHES = {
  'app.info': AppInfo,
  'channels.delta': v.object({
    site: Site,
    seq: v.number(),
    changed: v.array(ChannelSchema),
    gone: v.array(Uuid),
    pbxNowMs: v.number(),
  }),
  /** What changed of a site’s board; only while it is looked at. */
  'board.delta': BoardPush,
  'site.status': v.object({ site: Site, status: StatusSchema }),
  'command.pending': v.array(PendingSchema),
  'command.outcome': OutcomeSchema,
  notice: Notice,
  /** Open the click-to-call dialog, prefilled. */
  'dial.open': v.object({ number: v.pipe(v.string(), v.maxLength(200)) }),
  'call.show': LegRefSchema,
  'popup.view': PopupView,
  /** Texts are in another language from now on: told to every window. */
  language: v.object({ locale: v.picklist(LOCALES), region: v.string() }),
  /** The history changed; so many missed calls nobody has looked at. */
  'history.changed': v.object({ unseen: v.number() }),
  /** Open a page or dialog of the window. */
  'page.open': v.picklist(['calls', 'history', 'settings']),
  'rules.results': v.array(RuleResult),
  'contacts.progress': ImportProgress,
  /** A number got a name; '' when any may have changed. */
  'names.changed': v.string(),
} as const;

export type RequestName = keyof typeof REQUESTS;
export type PushName = keyof typeof PUSHES;
export type RequestInput<N extends RequestName> = v.InferOutput<(typeof REQUESTS)[N]['input']>;
export type RequestOutput<N extends RequestName> = v.InferOutput<(typeof REQUESTS)[N]['output']>;
export type PushPayload<N extends PushName> = v.InferOutput<(typeof PUSHES)[N]>;

/** What the preload puts on `window`. */
export interface Bridge {
  /** The language at the page's start; `language` tells of another. */
  readonly language: Language | undefined;
  invoke(name: RequestName, payload: unknown): Promise<unknown>;
  on(name: PushName, listener: (payload: unknown) => void): () => void;
}
