import { fail, ok, type Result } from './result.ts';

/**
 * What may reach the PBX. FreeSWITCH splits arguments at spaces, ends an application's argument at
 * the first `)`, expands `${…}` and takes a line break for the end of a command (docs/protocol):
 * so these are allow-lists, and nothing is escaped that need not be let in at all.
 */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/**
 * An id that FreeSWITCH takes from the caller's Call-ID (`inbound-use-callid-as-uuid`):
 * `8636461-11062@172.31.96.99`. With a digit and of some length, so that no word of a command
 * (`all`, `off`, `toggle`) is one; of RFC 3261's characters those that mean nothing to FreeSWITCH.
 */
const CALL_ID = /^(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9@._:~=+-]{5,255}$/;
const USER = /^[A-Za-z0-9_+*#][A-Za-z0-9_.+*#-]{0,63}$/;
const DOMAIN = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;
const NUMBER = /^\+?[A-Za-z0-9*#][A-Za-z0-9*#._-]{0,63}$/;
const CONTEXT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const AUTO_ANSWER = /^[A-Za-z0-9_-]{1,100}=[A-Za-z0-9_.:/=-]{1,100}$/;

export const isDomain = (text: string): boolean => DOMAIN.test(text);

/** Whether a channel's id may be part of a command. */
export const isChannelId = (text: string): boolean => UUID.test(text) || CALL_ID.test(text);

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
 * A number to dial, from what a person typed or pasted: white space and the punctuation people
 * write numbers with go, `+49 (0)30` loses its trunk zero, everything else must be dialable.
 */
export function parseNumber(text: string): Result<string> {
  const typed = text.trim();
  if (typed === '') return fail('bad-input', 'Type a number to call.');
  if (/[\r\n\u2028\u2029]/.test(typed))
    return fail('bad-input', 'That is more than one line: a number stands on one.');
  const cleaned = typed
    .normalize('NFKC')
    .replace(/^(?:tel|callto|sip):/i, '')
    .replace(/^(\+\d{1,3}[\s-]*)\(0\)/, '$1')
    .replace(/[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff()/]/g, '')
    .replace(/[\u2010-\u2015]/g, '-');
  // Dashes and dots are punctuation in a number of digits, and part of a user's name.
  const digits = /^\+?[0-9*#.-]+$/.test(cleaned);
  if (!digits && /\s/.test(typed))
    return fail('bad-input', 'A name to call has no spaces; a number has digits only.');
  const number = digits ? cleaned.replace(/[.-]/g, '') : cleaned;
  if (!/[A-Za-z0-9*#]/.test(number)) return fail('bad-input', 'A number needs at least one digit.');
  if (number.length > 64)
    return fail('bad-input', 'That number is too long: 64 characters at most.');
  if (!NUMBER.test(number)) {
    const wrong = [...number].find(
      (char, i) => !(i === 0 && char === '+') && !/[A-Za-z0-9*#._-]/.test(char),
    );
    return fail(
      'bad-input',
      wrong === undefined
        ? 'That is not a number to dial.'
        : `A number cannot hold “${wrong}”: digits, +, *, # and letters only.`,
    );
  }
  return ok(number);
}
