import { inContext } from './context.ts';
import { readNumber } from './read.ts';
import { refuse, type Reading } from './reading.ts';
import { isDialLink, LINK_SCHEMES, type LinkScheme } from './schemes.ts';

/** Longest link looked at (characters), and most schemes one inside the other. */
const MAX_LINK = 2_000;
const MAX_NESTED = 5;

const DAMAGED = 'That link is damaged: its % codes cannot be read.';
const NOBODY = 'The link names a host and nobody there to call: it has no user before an @.';

/** What a text or a link dials: one way for all that a person types, pastes, clicks or hands over. */
export const readText = (text: string, country = ''): Reading =>
  isDialLink(text.trim()) ? readLink(text, country) : readNumber(text, country);

/**
 * What a `tel:` (RFC 3966), `callto:`, `sip:` or `sips:` (RFC 3261) link dials. A link is whatever a
 * web page put there: a scheme within a scheme is taken for what it is, and what there is of a host,
 * parameters and headers calls nobody.
 * @param country ISO 3166 code of the country people dial from, or ''
 */
export function readLink(link: string, country = ''): Reading {
  if (link.length > MAX_LINK) return refuse('That link is too long to hold a number.');
  let rest = link.trim();
  let scheme: LinkScheme | undefined;
  for (let nested = 0; nested < MAX_NESTED; nested += 1) {
    const match = /^([a-z]+)(?::|%3a)(?:\/\/)?(.*)$/is.exec(rest);
    const found = LINK_SCHEMES.find((known) => known === match?.[1]?.toLowerCase());
    if (!found) break;
    scheme = found;
    rest = (match?.[2] ?? '').trim();
  }
  if (!scheme) return refuse('That is not a tel:, callto: or sip: link.');
  const target = scheme.startsWith('sip') ? userOf(rest) : { text: rest };
  if ('refused' in target) return refuse(target.refused);
  return ofTarget(scheme, target.text, country);
}

/** The user of a SIP address with its telephone parameters (RFC 3261, 19.1.1), or why there is none. */
function userOf(address: string): { text: string } | { refused: string } {
  const bare = address.replace(/\?.*$/s, '');
  const at = bare.lastIndexOf('@');
  if (at >= 0) {
    const user = bare.slice(0, at).replace(/^([^;:]*):[^;]*/, '$1');
    return user === '' ? { refused: NOBODY } : { text: user };
  }
  // No host ends in digits alone but an address: `sip:203` was meant for somebody.
  const host = bare.replace(/[;?].*$/s, '').replace(/:\d+$/, '');
  const isHost =
    /[a-z]/i.test(host) || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || /[[\]]/.test(host);
  return isHost || host === '' ? { refused: NOBODY } : { text: host };
}

function ofTarget(scheme: LinkScheme, target: string, country: string): Reading {
  const [subscriber = '', ...rest] = withoutFragment(target).split(';');
  let number: string;
  let parameters: Map<string, string>;
  try {
    number = decodeURIComponent(subscriber).trim();
    parameters = new Map(rest.map(parameterOf));
  } catch {
    return refuse(DAMAGED);
  }
  if (scheme === 'callto') {
    number = number.replace(/@.*$/s, '');
    if (/^(?:live|skype|\d+):/i.test(number))
      return refuse('That is a link to a Skype name: it has no number to call.');
  }
  const extension = (parameters.get('ext') ?? '').replace(/[().\s-]/g, '');
  const post = parameters.get('postd') ?? '';
  const behind = [
    /^\d{1,20}$/.test(extension) ? `;ext=${extension}` : '',
    ...rest.filter((part) => /^[\d*#,pw]+$/i.test(part)).map((part) => `;${part}`),
    post === '' ? '' : `,${post}`,
  ];
  const reading = readNumber(number + behind.join(''), country);
  if (scheme === 'tel' && reading.kind === 'user')
    return refuse(`“${number}” is no number, and a tel: link has one.`);
  return inContext(reading, parameters.get('phone-context') ?? '');
}

/**
 * Without what follows a `#` that is not dialled: a fragment (RFC 3986), empty or of letters. Pages
 * write codes and what is sent after a pause without escaping it.
 */
function withoutFragment(target: string): string {
  const bare = target.replace(/\?.*$/s, '');
  if (/^[^,;#]*#$/.test(bare)) return bare.slice(0, -1);
  return bare.replace(/#(?![\d*#,;pw+%\s-]*$).*$/is, '');
}

/** @throws URIError for a damaged escape */
function parameterOf(parameter: string): [name: string, value: string] {
  const [name = '', ...value] = parameter.split('=');
  return [name.trim().toLowerCase(), decodeURIComponent(value.join('=')).trim()];
}
