import * as v from 'valibot';
import { parseExtension } from '@shared/domain/validate.ts';
import { BUILT_IN, REACHES, RIGHTS, type Person, type Right, type Role } from './rights.ts';

const Extension = v.pipe(
  v.string(),
  v.check((text) => text === '' || parseExtension(text).ok, 'an extension looks like 201@domain'),
);
const Name = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_.+@-]{1,128}$/, 'a user name has letters, digits and . _ + @ -'),
);
const RoleSchema = v.strictObject(
  Object.fromEntries(
    [...RIGHTS, '*' as const].map((right) => [right, v.optional(v.picklist(REACHES))]),
  ) as Record<
    Right | '*',
    v.OptionalSchema<v.PicklistSchema<typeof REACHES, undefined>, undefined>
  >,
);
const UserSchema = v.strictObject({
  name: Name,
  extension: v.optional(Extension, ''),
  /** `scrypt$…`, or '' for who signs in by a token that was handed out. */
  password: v.optional(v.string(), ''),
  role: v.optional(v.string(), 'agent'),
  groups: v.optional(v.array(v.string()), []),
  /** Passes given out before (ms since the epoch) are worth nothing. */
  passesSince: v.optional(v.number(), 0),
});
const PeopleSchema = v.strictObject({
  roles: v.optional(v.record(v.string(), RoleSchema), {}),
  users: v.array(UserSchema),
});

export type User = v.InferOutput<typeof UserSchema>;
export type People = v.InferOutput<typeof PeopleSchema>;

export const NOBODY: People = { roles: {}, users: [] };

/** The users and roles of a people.json. @throws with what is wrong where */
export function readPeople(text: string): People {
  const parsed = v.safeParse(PeopleSchema, JSON.parse(text));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new Error(`${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
  }
  const people = parsed.output;
  const names = people.users.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`there are two users ${twice}`);
  for (const { name, role } of people.users)
    if (!roleOf(people, role)) throw new Error(`${name} has the role ${role}, which there is not`);
  return people;
}

export const userOf = (people: People, name: string): User | undefined =>
  people.users.find((user) => user.name.toLowerCase() === name.toLowerCase());

const roleOf = ({ roles }: People, name: string): Role | undefined =>
  Object.hasOwn(roles, name)
    ? roles[name]
    : Object.hasOwn(BUILT_IN, name)
      ? BUILT_IN[name]
      : undefined;

/** A user with what the role and the groups give. */
export function personOf(people: People, user: User): Person {
  const colleagues = people.users
    .filter(({ groups }) => groups.some((group) => user.groups.includes(group)))
    .map(({ extension }) => extension);
  return {
    name: user.name,
    extension: user.extension,
    role: roleOf(people, user.role) ?? {},
    colleagues,
  };
}
