import * as v from 'valibot';
import { INTENT_ACTIONS } from '../commands/intents.ts';

/** What the command line asks of the running app: one line of JSON each way. */
export const CliRequest = v.variant('do', [
  v.object({ do: v.literal('status') }),
  v.object({
    do: v.literal('call'),
    number: v.pipe(v.string(), v.maxLength(200)),
    now: v.boolean(),
    /** The site to call from, by its name or id; left out or '' for wherever calls are made from. */
    site: v.optional(v.pipe(v.string(), v.maxLength(60)), ''),
  }),
  v.object({ do: v.literal('dial') }),
  v.object({ do: v.picklist(INTENT_ACTIONS) }),
  v.object({ do: v.literal('show') }),
]);
export type CliRequest = v.InferInput<typeof CliRequest>;

interface CliParty {
  readonly name: string;
  readonly number: string;
}

interface CliConnection {
  /** idle, connecting, syncing, online, offline, stopped; `none` when nothing is set up. */
  readonly phase: string;
  readonly backend: string;
  readonly where: string;
  /** events, partial-events or polling. */
  readonly feed: string;
  /** Whether the channels may be out of date: there is no connection. */
  readonly stale: boolean;
  readonly error: { readonly kind: string; readonly message: string } | null;
}

/** `status --json`: what the app knows, for scripts. Fields are only ever added. */
export interface CliStatus {
  /** Of the first site, and my phone there as it was set. */
  readonly connection: CliConnection;
  readonly extension: string;
  /** Each PBX that is watched. */
  readonly sites: readonly {
    readonly id: string;
    readonly name: string;
    readonly extension: string;
    readonly connection: CliConnection;
  }[];
  /** My calls: state is ringing, placing, talking, held or listening. */
  readonly mine: readonly {
    /** The id of the site it is on. */
    readonly site: string;
    readonly uuid: string;
    readonly state: string;
    readonly party: CliParty;
    /** Whether hotkeys and `hold`, `hangup` act on it. */
    readonly current: boolean;
    readonly muted: boolean;
  }[];
  readonly channels: readonly {
    readonly site: string;
    readonly uuid: string;
    /** FreeSWITCH's call state: RINGING, ACTIVE, HELD… */
    readonly state: string;
    /** FreeSWITCH's own direction: the leg to an agent's phone is `outbound`. */
    readonly direction: string;
    readonly caller: CliParty;
    readonly callee: CliParty;
    /** `user@domain` whose phone the leg is, or ''. */
    readonly presence: string;
    readonly callUuid: string;
    readonly application: string;
    /** ms since the epoch by the PBX's clock; 0 where it is not known. */
    readonly createdMs: number;
    readonly answeredMs: number;
  }[];
}

export type CliAnswer =
  | { readonly ok: true; readonly text: string; readonly status?: CliStatus }
  | { readonly ok: false; readonly error: string };

/** Longest line taken from the command line (characters); a status may be larger. */
export const MAX_REQUEST = 4096;
