/** Ids of channels stay: without them nobody can follow a call through the lines. */
const UUID = String.raw`[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`;
/** Digits of any script, with what people write between them. */
const NUMBER = String.raw`\p{Nd}(?:[ ()./\-\u00a0\u2011]*\p{Nd}){2,}`;
const SEEN = new RegExp(`${UUID}|${NUMBER}`, 'gu');
const WHOLE_UUID = new RegExp(`^${UUID}$`);

/**
 * Text with the digits of every number of three digits or more as `#`: it still shows how a number
 * was written, and how long it was. @param keep texts that stay as they are, such as a host.
 */
export function maskNumbers(text: string, keep: readonly string[] = []): string {
  const kept = keep.find((part) => part !== '' && text.includes(part));
  if (kept !== undefined) {
    const rest = keep.filter((part) => part !== kept);
    return text
      .split(kept)
      .map((part) => maskNumbers(part, rest))
      .join(kept);
  }
  return text.replace(SEEN, (found) =>
    WHOLE_UUID.test(found) ? found : found.replace(/\p{Nd}/gu, '#'),
  );
}

/** Whom a command calls, and as whom: in its variables, and behind them. */
const CALLED = /(_(?:id_name|id_number)=|\}user\/)([^,}\s@]*)|( )(?!&)([^\s{}]+)(?= XML )/g;

/** A line of the protocol without the names in it of whom it calls; numbers are masked elsewhere. */
export const withoutCalled = (line: string): string =>
  line.replace(CALLED, (all, before?: string, user?: string, space?: string, number?: string) =>
    /\p{L}/u.test(user ?? number ?? '') ? `${before ?? space}[name]` : all,
  );

/** Shortest secret looked for by its text: a shorter one would black out ordinary words. */
const SHORTEST_SECRET = 4;

/** Text without the secrets themselves, should any have got into it. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length)
    .reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), text);
}
