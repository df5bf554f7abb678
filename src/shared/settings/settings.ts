import * as v from 'valibot';
import { INTENT_ACTIONS } from '../commands/intents.ts';
import { NameSettings } from '../contacts/contact.ts';
import { RightsSettings } from '../rights/rights.ts';
import { LANGUAGE_CHOICES } from '../messages/locales.ts';
import { Rules } from '../rules/rule.ts';
import { SITE_ID } from '../domain/site.ts';
import { TableSettings } from './table.ts';
import { parseAutoAnswer, parseContext, parseExtension } from '../domain/validate.ts';

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const within = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

const Host = v.pipe(
  text(253),
  v.regex(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]+\]?)$/,
    'That is not a host name or address.',
  ),
);

/** How to reach FreeSWITCH's Event Socket. The password is kept apart (main/settings/secrets.ts). */
const EslSettings = v.object({
  host: v.optional(Host, '127.0.0.1'),
  /** TCP port; 8021 is FreeSWITCH's default. */
  port: v.optional(within(1, 65_535), 8021),
  /** `user@domain` for a limited login, '' for the Event Socket's own password. */
  user: v.optional(
    v.pipe(text(320), v.regex(/^$|^[^\s:@]+@[^\s:@]+$/, 'A limited login is written user@domain.')),
    '',
  ),
});

const HttpUrl = v.pipe(
  text(2048),
  v.check(
    (value) => value === '' || /^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/i.test(value),
    'That is not an http or https address.',
  ),
);

/** How to reach Webitel's REST API. Password, token and key are kept apart. */
const WebitelSettings = v.object({
  /** Base URL; without a port, 10022. */
  url: v.optional(HttpUrl, ''),
  /** Which API it has: the documented channels (2016, 2021), today's calls, or found out. */
  generation: v.optional(v.picklist(['auto', 'channels', 'calls']), 'auto'),
  /** Whether its socket is used: faster, and on webitel/core colleagues see this user as online. */
  events: v.optional(v.boolean(), true),
  login: v.optional(v.picklist(['password', 'token']), 'password'),
  username: v.optional(v.pipe(text(320), v.regex(/^[^\r\n]*$/)), ''),
  /** Path of a PEM file with the CA of a server with a certificate of its own, or ''. */
  caFile: v.optional(text(4096), ''),
  /** Channel variable that makes my desk phone answer by itself; '' for none. */
  autoAnswerParam: v.optional(
    v.pipe(
      text(200),
      v.check((value) => value === '' || parseAutoAnswer(value).ok, 'It is written name=value.'),
    ),
    'sip_h_Call-Info=answer-after=0',
  ),
});

/** Which PBX a site is, by its driver, and how that is reached. What another driver had is kept. */
export const ConnectionSettings = v.object({
  kind: v.optional(v.picklist(['demo', 'esl', 'webitel']), 'esl'),
  esl: v.optional(EslSettings, {}),
  webitel: v.optional(WebitelSettings, {}),
});
export type ConnectionSettings = v.InferOutput<typeof ConnectionSettings>;

/** My phone on a site, `201` or `201@domain`; '' until set. */
const Extension = v.pipe(
  text(320),
  v.check(
    (value) => value === '' || parseExtension(value).ok,
    'An extension looks like 201 or 201@pbx.example.com.',
  ),
);

/** A PBX that the app watches. */
export const SiteSettings = v.object({
  id: v.pipe(v.string(), v.regex(SITE_ID)),
  /** What people call it; '' to call it by its address. */
  name: v.optional(v.pipe(text(60), v.regex(/^[^\p{Cc}]*$/u)), ''),
  connection: v.optional(ConnectionSettings, {}),
  extension: v.optional(Extension, ''),
});
export type SiteSettings = v.InferOutput<typeof SiteSettings>;

/** Most PBXes that are watched at once. */
export const MAX_SITES = 20;
const Sites = v.pipe(
  v.array(SiteSettings),
  v.maxLength(MAX_SITES),
  v.check((sites) => new Set(sites.map(({ id }) => id)).size === sites.length),
);

/** Sizes that the window is shown at, in % (WCAG 1.4.4 asks for 200). */
export const ZOOMS = [80, 90, 100, 110, 125, 150, 175, 200] as const;
export type Zoom = (typeof ZOOMS)[number];

/** What global hotkeys do. */
export const HOTKEY_ACTIONS = [...INTENT_ACTIONS, 'dial', 'show'] as const;
export type HotkeyAction = (typeof HOTKEY_ACTIONS)[number];

const Accelerator = v.pipe(text(60), v.regex(/^$|^[A-Za-z0-9+]+$/));

/** Electron accelerators; '' switches one off. Ctrl+Alt+Shift collides with few programs. */
export const HotkeySettings = v.object({
  hold: v.optional(Accelerator, 'CommandOrControl+Alt+Shift+H'),
  hangup: v.optional(Accelerator, 'CommandOrControl+Alt+Shift+E'),
  answer: v.optional(Accelerator, 'CommandOrControl+Alt+Shift+A'),
  mute: v.optional(Accelerator, 'CommandOrControl+Alt+Shift+M'),
  dial: v.optional(Accelerator, 'CommandOrControl+Alt+Shift+D'),
  show: v.optional(Accelerator, 'CommandOrControl+Alt+Shift+R'),
});
export type HotkeySettings = v.InferOutput<typeof HotkeySettings>;

const Time = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/));

const DeskSettings = v.object({
  /** How a new inbound call is told. */
  popup: v.optional(v.picklist(['notification', 'card', 'both', 'none']), 'both'),
  corner: v.optional(
    v.picklist(['pointer', 'top-left', 'top-right', 'bottom-left', 'bottom-right']),
    'pointer',
  ),
  sound: v.optional(v.picklist(['none', 'soft', 'bright', 'classic']), 'none'),
  /** 0 to 100. */
  volume: v.optional(within(0, 100), 60),
  doNotDisturb: v.optional(v.boolean(), false),
  /** Do not disturb each day from–to, local time; may run over midnight. */
  quiet: v.optional(
    v.object({
      on: v.optional(v.boolean(), false),
      from: v.optional(Time, '18:00'),
      to: v.optional(Time, '08:00'),
    }),
    {},
  ),
  /** Whether notifications show neither name nor number while the screen is locked. */
  hideNamesWhenLocked: v.optional(v.boolean(), false),
  startAtLogin: v.optional(v.boolean(), false),
  /** What was said when the window was closed: that it stays in the tray; that it is minimised. */
  closeExplained: v.optional(v.boolean(), false),
  minimizeExplained: v.optional(v.boolean(), false),
  /** Whether `tel:` links dial without asking. */
  dialLinksAtOnce: v.optional(v.boolean(), false),
  /** Whether the window stays above all others. */
  onTop: v.optional(v.boolean(), false),
});

/** What FreeSWITCH plays: one word, without what would end it or begin a command. */
export const HOLD_MUSIC = /^$|^[A-Za-z/](?!.*::)(?!.*\$\{)[^\s`'"\\|]{2,511}$/;
export const NO_MUSIC = 'Music is one word, such as local_stream://moh or a file of the PBX.';

const DialSettings = v.object({
  context: v.optional(
    v.pipe(
      text(64),
      v.check((value) => parseContext(value).ok, 'That is no dialplan context.'),
    ),
    'default',
  ),
  /** s my phone may ring before a click-to-call is given up. */
  ringSeconds: v.optional(within(5, 300), 45),
  /** What a caller on hold hears where his channel names nothing; '' for the PBX's own (docs/hold.md). */
  holdMusic: v.optional(v.pipe(text(512), v.regex(HOLD_MUSIC, NO_MUSIC)), ''),
  /**
   * Names that other programs give to calls which they dial for the owner of the phone they ring first
   * (`CRM Kunde`): such a leg is a call of mine, not one for me. Compared without case.
   */
  programs: v.optional(v.pipe(v.array(v.pipe(text(80), v.minLength(1))), v.maxLength(20)), []),
  /** Whether my phone is asked to answer by itself. */
  autoAnswer: v.optional(v.boolean(), false),
  recent: v.optional(v.pipe(v.array(text(64)), v.maxLength(10)), []),
  /** Numbers that are a click away. */
  favourites: v.optional(v.pipe(v.array(text(64)), v.maxLength(30)), []),
  /** ISO 3166 code of the country that numbers are dialled from; '' for the system's. */
  country: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(?:[A-Z]{2})?$/, 'A country is written with two letters: DE, US.'),
    ),
    '',
  ),
});

const HistorySettings = v.object({
  /** Days a call is kept; 0 keeps all. */
  keepDays: v.optional(within(0, 3_650), 365),
});

const Bounds = v.object({
  x: v.optional(v.number()),
  y: v.optional(v.number()),
  // A tiling desktop makes a window as small as it likes, whatever the window says is its least.
  width: within(1, 20_000),
  height: within(1, 20_000),
});

/** Version of the file's form; what an older one holds is moved by migrate.ts. */
const SETTINGS_VERSION = 2;

/** Everything that is kept, but no secret. Each part has its default, so that an older file still reads. */
export const Settings = v.object({
  /** In the order in which they are shown; the first that has a phone of mine is the one I dial from. */
  sites: v.optional(Sites, []),
  table: v.optional(TableSettings, {}),
  hotkeys: v.optional(HotkeySettings, {}),
  desk: v.optional(DeskSettings, {}),
  dial: v.optional(DialSettings, {}),
  history: v.optional(HistorySettings, {}),
  theme: v.optional(v.picklist(['system', 'light', 'dark']), 'system'),
  /** What texts are in. */
  language: v.optional(v.picklist(LANGUAGE_CHOICES), 'system'),
  /** % of the window's natural size. */
  zoom: v.optional(v.picklist(ZOOMS), 100),
  window: v.optional(v.nullable(Bounds), null),
  /** Keep passwords although the system has no keyring; the person said so. */
  keepSecretsWeakly: v.optional(v.boolean(), false),
  version: v.optional(v.literal(SETTINGS_VERSION), SETTINGS_VERSION),
  /** Who may do what, where the computer has no policy. No window changes it: a page taken over could. */
  rights: v.optional(RightsSettings, {}),
  rules: v.optional(Rules, []),
  names: v.optional(NameSettings, {}),
  /** Keys of what the person agreed to (main/consent); null in a file from before there were any. */
  agreed: v.optional(
    v.nullable(v.pipe(v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))), v.maxLength(500))),
    null,
  ),
});
export type Settings = v.InferOutput<typeof Settings>;

/** The settings of a first start. */
export const defaultSettings = (): Settings => v.parse(Settings, {});

/** The parts a window may change by itself; sites and rules have requests of their own. */
export const SettingsPatch = v.partial(
  v.object({
    table: TableSettings,
    hotkeys: HotkeySettings,
    desk: DeskSettings,
    dial: DialSettings,
    history: HistorySettings,
    theme: v.picklist(['system', 'light', 'dark']),
    language: v.picklist(LANGUAGE_CHOICES),
    zoom: v.picklist(ZOOMS),
    keepSecretsWeakly: v.boolean(),
    names: NameSettings,
  }),
);
export type SettingsPatch = v.InferOutput<typeof SettingsPatch>;
