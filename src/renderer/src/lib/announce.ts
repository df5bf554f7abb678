import type { RowStatus } from '@shared/calls/rows.ts';

/** A call of mine, as far as is spoken of it. */
export interface Spoken {
  readonly id: string;
  readonly who: string;
  readonly status: RowStatus;
  readonly ringsForMe: boolean;
  readonly muted: boolean;
}

/** Before a call is one of two who talk. */
const BEFORE_TALK: ReadonlySet<RowStatus> = new Set([
  'setting-up',
  'ringing',
  'calling',
  'waiting',
]);

function came({ who, status, ringsForMe }: Spoken): string {
  if (ringsForMe) return `Incoming call: ${who}.`;
  if (status === 'talking') return `Talking: ${who}.`;
  if (status === 'listening') return `Listening in: ${who}.`;
  return BEFORE_TALK.has(status) ? `Calling: ${who}.` : '';
}

function changed(before: Spoken, now: Spoken): string[] {
  const { who } = now;
  const said: string[] = [];
  if (!before.ringsForMe && now.ringsForMe) said.push(`Incoming call: ${who}.`);
  if (before.status !== now.status) {
    if (now.status === 'held') said.push(`On hold: ${who}.`);
    else if (now.status === 'talking' && before.status === 'held') said.push(`Resumed: ${who}.`);
    else if (now.status === 'talking' && BEFORE_TALK.has(before.status))
      said.push(`Answered: ${who}.`);
  }
  if (before.muted !== now.muted) said.push(now.muted ? 'Muted.' : 'No longer muted.');
  return said;
}

/**
 * What a screen reader is told when my calls were `before` and are `now`: each change once, and nothing that
 * only counts on.
 */
export function announce(before: readonly Spoken[], now: readonly Spoken[]): string {
  const known = new Map(before.map((call) => [call.id, call]));
  const still = new Set(now.map(({ id }) => id));
  return [
    ...now.flatMap((call) => {
      const old = known.get(call.id);
      return old ? changed(old, call) : came(call);
    }),
    ...before
      .filter(({ id }) => !still.has(id))
      .map(({ who, ringsForMe }) =>
        ringsForMe ? `No longer rings: ${who}.` : `Call ended: ${who}.`,
      ),
  ]
    .filter(Boolean)
    .join(' ');
}
