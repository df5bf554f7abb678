import { fail, ok, type Result } from './result.ts';
import { parseNumber } from './validate.ts';

/** Schemes of links that lead to a number. */
export const LINK_SCHEMES = ['tel', 'callto', 'sip', 'sips'] as const;

/** What a link asks to dial. */
export interface DialLink {
  /** Ready to dial. */
  readonly number: string;
  /** Digits to press once connected (`ext` of RFC 3966), or ''. */
  readonly extension: string;
}

/** Longest link looked at (characters). */
const MAX_LINK = 2_000;

/** Whether a text is a link of ours, by its scheme alone. */
export const isDialLink = (text: string): boolean =>
  new RegExp(`^(?:${LINK_SCHEMES.join('|')}):`, 'i').test(text);

/**
 * The number in a `tel:` (RFC 3966), `callto:` or `sip:` (RFC 3261) link. Visual separators go, a
 * local number with a global `phone-context` becomes a global one, `sip:201@pbx` is 201. A link is
 * whatever a web page put there: what it yields is dialled only after the allow-list of parseNumber.
 */
export function parseDialLink(link: string): Result<DialLink> {
  if (link.length > MAX_LINK) return fail('bad-input', 'That link is too long to hold a number.');
  const match = /^([a-z]+):(?:\/\/)?(.*)$/is.exec(link.trim());
  const scheme = match?.[1]?.toLowerCase() ?? '';
  if (!(LINK_SCHEMES as readonly string[]).includes(scheme))
    return fail('bad-input', 'That is not a tel:, callto: or sip: link.');
  let text: string;
  try {
    text = decodeURIComponent((match?.[2] ?? '').replace(/[?#].*$/s, ''));
  } catch {
    return fail('bad-input', 'That link is damaged: its % codes cannot be read.');
  }
  const [subscriber = '', ...rest] = text.split(';');
  const parameters = new Map(
    rest.map((parameter) => {
      const [name = '', ...value] = parameter.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
  // `tel:` numbers have no @; a sip user may carry tel parameters of its own before it.
  const user =
    scheme === 'tel' ? subscriber : ((subscriber.split('@')[0] ?? '').split(':')[0] ?? '');
  const context = parameters.get('phone-context') ?? '';
  const isLocal = !user.trim().startsWith('+');
  const prefix = scheme === 'tel' && isLocal && /^\+[\d().\s-]+$/.test(context) ? context : '';
  const parsed = parseNumber(prefix + user);
  if (!parsed.ok) return parsed;
  const extension = (parameters.get('ext') ?? '').replace(/[().\s-]/g, '');
  return ok({ number: parsed.value, extension: /^\d{1,20}$/.test(extension) ? extension : '' });
}
