/**
 * What may steer a terminal or turn the order of what is read: control characters but the line break, and
 * the marks of text direction. Names and columns come from callers and from the PBX.
 */
const STEERS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** The finished text of an answer, made fit for a terminal. */
export const forTerminal = (text: string): string =>
  text.replace(STEERS, (char) => (char === '\n' ? char : ' '));

/** The same for JSON, which means what it meant: escaped, not left out. */
export const jsonForTerminal = (json: string): string =>
  json.replace(STEERS, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
