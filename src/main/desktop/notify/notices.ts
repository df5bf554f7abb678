import { keyOfCall, type RingingCall } from '@shared/calls/desk.ts';
import { CARD_COMMANDS, type CardCommand } from '@shared/commands/command.ts';
import type { LegRef } from '@shared/domain/site.ts';
import { cleanLine } from '@shared/domain/clean-line.ts';
import { m } from '@shared/messages/m.ts';

/** What a button of a notification does; `default` is a click on the notification itself. */
export type NoticeAction = CardCommand | 'default';

/** A notification as it is to be shown: plain text, one line each. */
export interface Notice {
  /** The call it is of, for good: a notification never turns into another call's. */
  readonly key: string;
  /** My leg of that call; null for what is of no one call. */
  readonly leg: LegRef | null;
  readonly title: string;
  readonly body: string;
  readonly actions: readonly NoticeAction[];
}

/** Calls that have a notification of their own; more are counted in one. */
const MAX_CALLS = 3;
const MORE = 'more';

export interface NoticeContext {
  /** What a caller is called here. */
  nameOf(call: RingingCall): string;
  /** Neither name nor number: the screen is locked, and somebody wants that. */
  readonly hideNames: boolean;
  /** Whether the PBX that it rings on and this login take a command. */
  can(kind: CardCommand, call: RingingCall): boolean;
  /** What the site it rings on is called, where there are several; else ''. */
  siteOf(call: RingingCall): string;
}

/**
 * The notifications of the calls that ring.
 * @param shown keys of those that are shown now: they keep their place while their call rings
 */
export function noticesOf(
  ringing: readonly RingingCall[],
  shown: ReadonlySet<string>,
  context: NoticeContext,
): Notice[] {
  const kept = ringing.filter((call) => shown.has(keyOfCall(call))).slice(0, MAX_CALLS);
  const fresh = ringing.filter((call) => !shown.has(keyOfCall(call)));
  const told = new Set([...kept, ...fresh.slice(0, MAX_CALLS - kept.length)]);
  const notices = ringing.filter((call) => told.has(call)).map((call) => noticeOf(call, context));
  const more = ringing.length - told.size;
  if (more > 0)
    notices.push({
      key: MORE,
      leg: null,
      title: m.desk_more_ring({ count: more }),
      body: '',
      actions: ['default'],
    });
  return notices;
}

function noticeOf(call: RingingCall, context: NoticeContext): Notice {
  const { title, body } = context.hideNames
    ? { title: m.desk_incoming(), body: '' }
    : wordsOf(call, context.nameOf(call), context.siteOf(call));
  const { site, uuid } = call;
  const actions = [...CARD_COMMANDS.filter((kind) => context.can(kind, call)), 'default'] as const;
  return { key: keyOfCall(call), leg: { site, uuid }, title, body, actions };
}

/**
 * What a notification of an inbound call says.
 * @param name what the caller is called here
 * @param site what the site is called, where that is said
 */
function wordsOf(call: RingingCall, name: string, site: string): { title: string; body: string } {
  const { number } = call.party;
  const lines = [
    name === '' ? '' : number,
    call.dialled === '' ? '' : m.desk_called({ number: call.dialled }),
    site === '' ? '' : m.desk_on_site({ site }),
  ];
  return {
    title: cleanLine(name) || cleanLine(number) || m.desk_unknown_caller(),
    body:
      lines
        .map((line) => cleanLine(line))
        .filter(Boolean)
        .join(', ') || m.desk_is_calling(),
  };
}
