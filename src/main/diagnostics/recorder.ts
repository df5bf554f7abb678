import type { PbxEvent } from '@shared/domain/event.ts';
import type { ConnectionStatus } from '@shared/pbx/status.ts';
import { cut } from '@shared/domain/channel.ts';
import { countOf } from '@shared/domain/words.ts';
import { maskNumbers, withoutCalled } from './mask.ts';

/** How much is remembered: lines of each sort, and characters of one. */
export const LINES = 300;
export const LINE_LENGTH = 300;

type Kind = 'protocol' | 'event' | 'status';
interface Entry {
  readonly atMs: number;
  /** Order of what came in the same ms. */
  readonly seq: number;
  readonly text: () => string;
}

/**
 * Remembers the last of what went over the wire and what it meant, for the diagnostics. A sort has a
 * room of its own, or a busy PBX's events would push out the one command that failed. What is kept
 * is bounded in bytes; it is masked only when somebody asks.
 */
export class Recorder {
  readonly #rings: Record<Kind, Entry[]> = { protocol: [], event: [], status: [] };
  readonly #next: Record<Kind, number> = { protocol: 0, event: 0, status: 0 };
  readonly #now: () => number;
  #seq = 0;

  /** @param now ms since the epoch. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A line of the protocol, as an adapter traces it. */
  line(direction: '>' | '<', line: string): void {
    const text = shortened(line);
    this.#add('protocol', () => `${direction} ${masked(text)}`);
  }

  /** Domain events: what happened to which leg, without anybody's name or number. */
  events(events: readonly PbxEvent[]): void {
    for (const event of events) {
      // What an event says of a leg may be large, and a list is: neither is kept for this.
      const told = cut(wordsOf(event), LINE_LENGTH);
      this.#add('event', () => `  ${masked(told)}`);
    }
  }

  status(status: ConnectionStatus): void {
    const { phase, where, error, feed } = status;
    const why = error ? `: ${error.kind}, ${maskNumbers(error.message, [where])}` : '';
    this.#add('status', () => `= ${phase} ${where} (${feed})${why}`);
  }

  /** All that is remembered, oldest first, each with its time (ISO 8601). */
  lines(): string[] {
    return Object.values(this.#rings)
      .flat()
      .sort((a, b) => a.atMs - b.atMs || a.seq - b.seq)
      .map(({ atMs, text }) => `${new Date(atMs).toISOString()} ${text()}`);
  }

  #add(kind: Kind, text: () => string): void {
    const at = this.#next[kind];
    this.#rings[kind][at] = { atMs: this.#now(), seq: this.#seq++, text };
    this.#next[kind] = (at + 1) % LINES;
  }
}

/** The first line, cut to its place; a list of channels is told by its length alone. */
function shortened(line: string): string {
  const text = line.trim();
  if (/^(user)?auth\b/i.test(text)) return `${text.split(/\s/, 1).join('')} [secret]`;
  if (/^[[{]/.test(text)) return `JSON of ${text.length} characters`;
  const first = withoutCalled(text.split(/\r?\n/, 1).join('')).slice(0, LINE_LENGTH);
  const rest = text.length - first.length;
  // A copy: a cut of a large text would keep all of it in memory.
  return Buffer.from(rest > 0 ? `${first} … ${rest} more characters` : first).toString();
}

/** What a PBX sent, as one harmless line. */
const masked = (text: string): string =>
  maskNumbers(text.slice(0, 2 * LINE_LENGTH).replace(/\p{C}/gu, ' '));

function wordsOf(event: PbxEvent): string {
  switch (event.kind) {
    case 'created':
    case 'changed':
      return `${event.kind} ${event.uuid} ${Object.keys(event.facts.fields ?? {}).join(' ')}`.trim();
    case 'ended':
      return `ended ${event.uuid} ${event.cause}`;
    case 'bridged':
    case 'unbridged':
      return `${event.kind} ${event.a} ${event.b}`;
    case 'renamed':
      return `renamed ${event.from} ${event.to}`;
    case 'listed':
      return `listed ${countOf(event.channels.length, 'channel')}`;
    default:
      return event.kind;
  }
}
