import { fail, ok, type Result } from './result.ts';

/**
 * What may reach the PBX. FreeSWITCH splits arguments at spaces, ends an application's argument at
 * the first `)`, expands `${…}` and takes a line break for the end of a command (shared/modesl.md):
 * so these are allow-lists, and nothing is escaped that need not be let in at all.
 */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const USER = /^[A-Za-z0-9_+*#][A-Za-z0-9_.+*#-]{0,63}$/;
const DOMAIN = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;
const NUMBER = /^\+?[A-Za-z0-9*#][A-Za-z0-9*#._-]{0,63}$/;
const CONTEXT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const AUTO_ANSWER = /^[A-Za-z0-9_-]{1,100}=[A-Za-z0-9_.:/=-]{1,100}$/;

export const isDomain = (text: string): boolean => DOMAIN.test(text);

export const isUuid = (text: string): boolean => UUID.test(text);

/** An extension: `201` or `201@pbx.example.test`. */
export function parseExtension(text: string): Result<{ user: string; domain: string }> {
  const [user = '', domain, ...more] = text.trim().split('@');
  if (!USER.test(user) || more.length > 0 || (domain !== undefined && !DOMAIN.test(domain))) {
    return fail('bad-input', 'An extension looks like 201 or 201@pbx.example.com.');
  }
  return ok({ user, domain: domain ?? '' });
}

/** A dialplan context, `default` mostly. */
export function parseContext(text: string): Result<string> {
  return CONTEXT.test(text)
    ? ok(text)
    : fail('bad-input', 'A dialplan context has letters, digits, dots, dashes and underscores.');
}

/** The channel variable that makes a desk phone answer by itself, `name=value`. */
export function parseAutoAnswer(text: string): Result<string> {
  return AUTO_ANSWER.test(text) ? ok(text) : fail('bad-input', 'It is written name=value.');
}

/** Whether that may be given to the PBX as the number to call. */
export const isDialable = (number: string): boolean => NUMBER.test(number);

/**
 * The last gate in front of the PBX, for a number that src/shared/numbers made of what a person typed:
 * of digits the visual separators go; everything else must be dialable.
 */
export function parseNumber(text: string): Result<string> {
  const bare = text.trim();
  const number = /^[+\d*#(). -]+$/.test(bare) ? bare.replace(/[(). -]/g, '') : bare;
  return isDialable(number) ? ok(number) : fail('bad-input', 'That is not a number to dial.');
}
