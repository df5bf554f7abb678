import * as v from 'valibot';
import type { BoardDelta } from '../board/delta.ts';
import { PARTS } from '../board/rows.ts';
import { Site } from './schemas.ts';

const Part = v.picklist(PARTS);
const Figures = v.object({
  answered: v.number(),
  abandoned: v.number(),
  inTime: v.number(),
  waitMs: v.number(),
  longestMs: v.number(),
  talks: v.number(),
  talkMs: v.number(),
  sinceMs: v.number(),
});

const entries = {
  seq: v.number(),
  changed: v.array(v.object({ part: Part, row: v.record(v.string(), v.string()) })),
  gone: v.array(v.object({ part: Part, key: v.string() })),
  figures: v.record(v.string(), Figures),
  goneMs: v.record(v.string(), v.number()),
  lacks: v.partial(v.object(Object.fromEntries(PARTS.map((part) => [part, v.string()])))),
  isLive: v.boolean(),
  pbxNowMs: v.number(),
};

/** Agents, queues, members and registrations of a site: all of them, or what changed. */
export const BoardSchema = v.object(entries) as unknown as v.GenericSchema<BoardDelta>;
export const BoardPush = v.object({ site: Site, board: BoardSchema });
/** Whether the window looks at a site's board from now on. */
export const BoardWatch = v.object({ site: Site, on: v.boolean() });

/** What an agent can set as their own status in the queues, in mod_callcenter's words. */
export const OWN_STATUSES = ['Available', 'On Break', 'Logged Out'] as const;
export const AgentStatus = v.object({ site: Site, status: v.picklist(OWN_STATUSES) });
