/** Longest line that is kept (bytes): a photo or a sound is longer, and nobody asks for it. */
const MAX_LINE = 8 * 1024;

/** A line as it was before it was folded. */
export interface LogicalLine {
  /** Its bytes as Latin-1 text, one character a byte; cut where it is longer than a name or number may be. */
  readonly text: string;
  /** Its first line in the file, from 1. */
  readonly line: number;
  /** Where the next one starts (bytes). */
  readonly at: number;
}

/**
 * The lines of a file of vCards, unfolded by bytes: programs fold within characters of UTF-8 (RFC 6350,
 * 3.2, knows of it). Lines of quoted-printable go on after a `=` at their end (RFC 2045, 6.7).
 */
export function* logicalLines(bytes: Uint8Array): Generator<LogicalLine> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  let first = 1;
  let line = 0;
  let isOpen = false;
  for (const { from, to, next } of physicalLines(buffer)) {
    line += 1;
    const piece = buffer.toString('latin1', from, Math.min(to, from + MAX_LINE));
    const isQuoted = isOpen && text.endsWith('=') && QUOTED.test(text);
    const isFolded = isOpen && /^[ \t]\s*\S/.test(piece);
    if (isQuoted) text = text.slice(0, -1) + piece;
    else if (isFolded) text += piece.slice(1);
    else {
      if (isOpen) yield { text, line: first, at: from };
      [text, first, isOpen] = [piece, line, true];
    }
    if (text.length > MAX_LINE) text = text.slice(0, MAX_LINE);
    if (next >= buffer.length && isOpen) yield { text, line: first, at: buffer.length };
  }
}

const QUOTED = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i;

/** Where lines begin and end, by LF, CRLF or CR. */
function* physicalLines(buffer: Buffer): Generator<{ from: number; to: number; next: number }> {
  let feed = -1;
  let old = -1;
  const nextOf = (byte: number, from: number): number => {
    const found = buffer.indexOf(byte, from);
    return found < 0 ? buffer.length : found;
  };
  for (let from = 0; from < buffer.length;) {
    if (feed < from) feed = nextOf(10, from);
    if (old < from) old = nextOf(13, from);
    const to = Math.min(feed, old);
    const next = old + 1 === feed ? feed + 1 : to + 1;
    yield { from, to, next };
    from = next;
  }
}
