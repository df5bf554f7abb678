import { isMine } from '@shared/calls/mine.ts';
import { COMMAND_KINDS } from '@shared/commands/command.ts';
import type { Channel } from '@shared/domain/channel.ts';

/** What somebody may be let do: give a command, see channels, hang up all of a domain. */
export const RIGHTS = ['see', ...COMMAND_KINDS, 'hangup-domain'] as const;
export type Right = (typeof RIGHTS)[number];

/** Whose channels a right is over: nobody's, one's own, those of one's groups, everybody's. */
export const REACHES = ['none', 'own', 'group', 'all'] as const;
export type Reach = (typeof REACHES)[number];

/** The reach of each right; `*` is that of those which are not named. */
export type Role = { readonly [R in Right | '*']?: Reach | undefined };

/** Roles that need not be written down. A file may name others, or these otherwise. */
export const BUILT_IN: Readonly<Record<string, Role>> = {
  agent: { '*': 'own', eavesdrop: 'none', 'hangup-domain': 'none' },
  supervisor: {
    '*': 'own',
    see: 'group',
    hangup: 'group',
    eavesdrop: 'group',
    'hangup-domain': 'none',
  },
  admin: { '*': 'all' },
};

/** Whose phones a person may reach: their own, and those of their groups. */
export interface Person {
  readonly name: string;
  /** `201@pbx.example.test`; '' for who has no phone. */
  readonly extension: string;
  readonly role: Role;
  /** Extensions of all members of the person's groups. */
  readonly colleagues: readonly string[];
}

export const reachOf = (role: Role, right: Right): Reach => role[right] ?? role['*'] ?? 'none';

/** Whether a right reaches the phone of an extension. */
export function reachesPhone(person: Person, right: Right, extension: string): boolean {
  const owns = (own: string): boolean =>
    own !== '' && own.toLowerCase() === extension.toLowerCase();
  return reaches(person, right, owns);
}

/**
 * Whether a right reaches a leg: a leg of the phone, or one that such a leg talks with. A caller who only
 * rings is nobody's yet: others may ring for him, too.
 * @param find looks a leg up in the table
 */
export function reachesLeg(
  person: Person,
  right: Right,
  leg: Channel,
  find: (uuid: string) => Channel | undefined,
): boolean {
  const peer = leg.peer === '' ? undefined : find(leg.peer);
  return reaches(
    person,
    right,
    (own) => own !== '' && (isMine(leg, own) || (peer !== undefined && isMine(peer, own))),
  );
}

function reaches(person: Person, right: Right, owns: (extension: string) => boolean): boolean {
  switch (reachOf(person.role, right)) {
    case 'none':
      return false;
    case 'own':
      return owns(person.extension);
    case 'group':
      return owns(person.extension) || person.colleagues.some(owns);
    case 'all':
      return true;
  }
}
