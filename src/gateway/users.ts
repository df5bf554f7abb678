import { createInterface } from 'node:readline/promises';
import { Accounts, newUser } from './accounts/accounts.ts';
import { userOf } from './accounts/people.ts';
import type { Parsed } from './options.ts';

/** Older secrets that stay good after a new one signs. */
const KEPT_SECRETS = 1;

/** `user add|token|revoke NAME` and `rotate`. Resolves with what is printed. @throws in a sentence */
export async function manage(
  { words, accounts: folder, ...options }: Parsed,
  password: string,
): Promise<object> {
  if (folder === '') throw new Error('Say where the accounts are: --accounts FOLDER.');
  const accounts = new Accounts(folder, (why) => process.stderr.write(`${why}\n`));
  await accounts.prepare();
  const [what = '', action = '', name = ''] = words;
  if (what === 'rotate') {
    await accounts.rotate(KEPT_SECRETS);
    return { rotated: true };
  }
  if (what !== 'user' || name === '')
    throw new Error('It is user add, user token or user revoke, and a name; or rotate.');
  const people = accounts.people;
  const others = people.users.filter((user) => user.name.toLowerCase() !== name.toLowerCase());
  const user = userOf(people, name);
  switch (action) {
    case 'add': {
      const { extension, role, groups } = options;
      const added = await newUser(
        { name, extension, role, groups: [...groups] },
        password || (await passwordFromInput()),
      );
      await accounts.save({ ...people, users: [...others, added] });
      return { user: name, extension, role, groups };
    }
    case 'token': {
      if (!user) throw new Error(`There is no user ${name}.`);
      const { token, key, expires } = accounts.issue(user, options.days * 24 * 3_600_000);
      return { token, key, expires };
    }
    case 'revoke': {
      if (!user) throw new Error(`There is no user ${name}.`);
      // Passes of this very ms are among those that end.
      await accounts.save({
        ...people,
        users: [...others, { ...user, passesSince: Date.now() + 1 }],
      });
      return { user: name, revoked: true };
    }
    default:
      throw new Error('It is user add, user token or user revoke.');
  }
}

/** One line of standard input: a password in an argument would be seen by everybody on the computer. */
async function passwordFromInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Password (empty: none, a token is handed out): ');
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) return line;
  return '';
}
