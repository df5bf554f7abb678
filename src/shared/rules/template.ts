import { fail, ok, type Result } from '../domain/result.ts';

/**
 * Templates with placeholders in braces, `{number}`. What fills them comes from callers: it is
 * expanded once, never read as a template again, and its form is chosen by where it goes.
 */
export type Values = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{([a-z_]+)\}/g;
/** Longest address handed to another program (characters); Windows takes little more. */
const MAX_URL = 8_000;

/** Fills each placeholder in one pass, so that a value with braces in it stays what it is. */
export function fill(
  template: string,
  values: Values,
  form: (value: string) => string = (value) => value,
): string {
  return template.replace(PLACEHOLDER, (token: string, name: string) =>
    Object.hasOwn(values, name) ? form(values[name] ?? '') : token,
  );
}

/** Whether there is any placeholder in a text. */
const hasPlaceholder = (text: string): boolean => text.search(PLACEHOLDER) >= 0;

/** Says what is wrong with the placeholders of a template, '' when each is known. */
export function unknownPlaceholder(template: string, known: readonly string[]): string {
  for (const [token, name] of template.matchAll(PLACEHOLDER)) {
    if (!known.includes(name ?? ''))
      return `There is no ${token}: it can be ${known.map((word) => `{${word}}`).join(', ')}.`;
  }
  return '';
}

/** Half of a pair of UTF-16 units has no form in UTF-8. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

/** Percent-encodes all but RFC 3986's unreserved characters; encodeURIComponent leaves `!'()*`. */
export const percentEncoded = (value: string): string =>
  encodeURIComponent(wellFormed(value)).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The scheme and authority of an address: all before its path, query or fragment. */
const ORIGIN = /^(https?):\/\/([^/?#]*)/i;
/** A segment of a path that browsers fold away, in every spelling (WHATWG URL, path state). */
const DOTS = /^(?:\.|%2e){1,2}$/i;

/**
 * Says what is wrong with the template of an address, '' when nothing is. It names its host itself:
 * no value from a caller may choose where something goes.
 */
export function urlTemplateProblem(
  template: string,
  allowHttp: boolean,
  known: readonly string[],
): string {
  if (template === '') return 'An address is needed.';
  const [, scheme = '', authority = ''] = ORIGIN.exec(template) ?? [];
  // Without a host, browsers take what follows for one: https:///{name} would let a caller choose it.
  if (authority === '') return 'An address begins with https:// and a host.';
  if (scheme.toLowerCase() === 'http' && !allowHttp)
    return 'This address is not encrypted. Use https://, or allow http for it.';
  // Browsers read a backslash as a slash and drop line breaks and tabs: neither is what it seems.
  if (/[\s\\\p{Cc}]/u.test(template)) return 'An address holds no spaces and no backslashes.';
  if (/[{}]/.test(authority))
    return 'The host must be written out: no placeholder before the path.';
  if (authority.includes('@')) return 'An address here holds no user name or password.';
  if (!URL.canParse(fill(template, {}))) return 'That is not an address.';
  return unknownPlaceholder(template, known);
}

/**
 * The address with every value percent-encoded in its place. It fails where a value would be `.` or
 * `..` between slashes: no encoding keeps a browser from folding that away.
 */
export function fillUrl(template: string, values: Values): Result<string> {
  const origin = ORIGIN.exec(template)?.[0] ?? '';
  const [path = ''] = template.slice(origin.length).split(/[?#]/, 1);
  for (const segment of path.split('/')) {
    if (hasPlaceholder(segment) && DOTS.test(fill(segment, values, percentEncoded)))
      return fail('bad-input', 'A value that is only dots would change the address.');
  }
  const url = fill(template, values, percentEncoded);
  if (!URL.canParse(url)) return fail('bad-input', 'That is not an address.');
  const { href } = new URL(url);
  if (href.length > MAX_URL)
    return fail('bad-input', `The address would be longer than ${MAX_URL} characters.`);
  return ok(href);
}
