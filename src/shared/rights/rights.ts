import * as v from 'valibot';
import { parseExtension } from '../domain/validate.ts';

/** What a person can do with calls, as far as rights tell it apart. */
export const TOOLS = [
  'call',
  'control',
  'hangup',
  'move',
  'pickup',
  'record',
  'keypad',
  'listen',
  'speak',
] as const;
export type Tool = (typeof TOOLS)[number];

/** How far a right goes: nobody's calls, one's own, those of one's group, all. */
export const REACHES = ['none', 'own', 'group', 'all'] as const;
export type Reach = (typeof REACHES)[number];

export type Grants = Readonly<Record<Tool, Reach>>;

export const ROLES = ['agent', 'supervisor', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

const OWN: Grants = {
  call: 'own',
  control: 'own',
  hangup: 'own',
  move: 'own',
  pickup: 'group',
  record: 'own',
  keypad: 'own',
  listen: 'none',
  speak: 'none',
};
const everything = (reach: Reach): Grants => ({
  ...(Object.fromEntries(TOOLS.map((tool) => [tool, reach])) as Record<Tool, Reach>),
  call: 'own',
  listen: 'none',
  speak: 'none',
});

/** What each role may do where nothing else is said. Listening is off for all: it is switched on by name. */
export const ROLE_GRANTS: Readonly<Record<Role, Grants>> = {
  agent: OWN,
  supervisor: everything('group'),
  administrator: everything('all'),
};

const Extension = v.pipe(
  v.string(),
  v.maxLength(320),
  v.check(
    (value) => parseExtension(value).ok,
    'An extension looks like 201 or 201@pbx.example.com.',
  ),
);

const grantEntries = Object.fromEntries(
  TOOLS.map((tool) => [tool, v.optional(v.picklist(REACHES))]),
) as Record<Tool, v.OptionalSchema<v.PicklistSchema<typeof REACHES, undefined>, undefined>>;

const given = {
  /** The extensions of "my group"; none: it is nobody's. */
  group: v.optional(v.pipe(v.array(Extension), v.maxLength(500)), []),
  grants: v.optional(v.object(grantEntries), {}),
  /** Whether agents see on their own calls that they are heard. */
  agentsSeeListeners: v.optional(v.boolean(), true),
};
/** Rights as the settings write them: a role, and what differs from it. Without any all but listening is allowed. */
export const RightsSettings = v.object({
  role: v.optional(v.picklist(ROLES), 'administrator'),
  ...given,
});
/** Rights as a policy writes them: it names the role. */
export const PolicyRights = v.object({ role: v.picklist(ROLES), ...given });
export type RightsSettings = v.InferOutput<typeof RightsSettings>;

/** What is in force, and where it comes from, as it crosses to the window. */
export const RightsSchema = v.object({
  role: v.picklist(ROLES),
  group: v.array(v.string()),
  grants: v.object(
    Object.fromEntries(TOOLS.map((tool) => [tool, v.picklist(REACHES)])) as Record<
      Tool,
      v.PicklistSchema<typeof REACHES, undefined>
    >,
  ),
  agentsSeeListeners: v.boolean(),
  from: v.picklist(['policy', 'settings', 'demo']),
});

/** `policy` is the computer's, which this person cannot change. */
export type Rights = v.InferOutput<typeof RightsSchema>;

export function rightsOf(
  { role, group, grants, agentsSeeListeners }: RightsSettings,
  from: Rights['from'],
): Rights {
  const named = Object.entries(grants).filter(([, reach]) => reach !== undefined);
  return {
    role,
    group,
    grants: { ...ROLE_GRANTS[role], ...(Object.fromEntries(named) as Partial<Grants>) },
    agentsSeeListeners,
    from,
  };
}

/** Which right a command needs. One that is not known yet needs the right to move calls. */
export function toolOf(kind: string): Tool {
  switch (kind) {
    case 'originate':
      return 'call';
    case 'answer':
    case 'reject':
    case 'hold':
    case 'resume':
    case 'mute':
    case 'unmute':
      return 'control';
    case 'hangup':
      return 'hangup';
    case 'eavesdrop':
      return 'listen';
    case 'speak-own':
    case 'speak-partner':
    case 'speak-both':
      return 'speak';
    // To stop speaking needs no right.
    case 'speak-none':
      return 'listen';
    default:
      return 'move';
  }
}

const DOES: Readonly<Record<Tool, string>> = {
  call: 'make calls',
  control: 'answer or hold calls',
  hangup: 'hang up calls',
  move: 'transfer or park calls',
  pickup: 'pick calls up',
  record: 'record calls',
  keypad: 'send digits on calls',
  listen: 'listen to calls',
  speak: 'speak to those you listen to',
};
const WHOSE: Readonly<Record<'own' | 'group' | 'all', string>> = {
  own: 'your own',
  group: 'of your group',
  all: 'of others',
};
const SOURCE: Readonly<Record<Rights['from'], string>> = {
  policy: 'this computer’s policy: ask your administrator',
  settings: 'Settings, Rights',
  demo: 'the demo',
};

/**
 * Why a tool may not be used on calls of this reach, in words; '' where it may.
 * @param of whose call it is
 */
export function refusal(rights: Rights, tool: Tool, of: 'own' | 'group' | 'all'): string {
  const granted = rights.grants[tool];
  if (REACHES.indexOf(granted) >= REACHES.indexOf(of)) return '';
  const whose = granted === 'none' ? '' : ` (${WHOSE[of]})`;
  return `Your role, ${rights.role}, may not ${DOES[tool]}${whose}. That comes from ${SOURCE[rights.from]}.`;
}
