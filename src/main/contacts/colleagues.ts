import { partyAt } from '@shared/calls/parties.ts';
import type { Change } from '@shared/calls/table.ts';
import { splitAddress } from '@shared/domain/channel.ts';

/** Names learnt from legs that are kept. */
const MAX_LEARNT = 5_000;

/** What colleagues are called: by the directory of the PBX, else by what their own legs say. */
export class Colleagues {
  /** By `user@domain`, in lower case. */
  #directory: ReadonlyMap<string, string> = new Map();
  readonly #learnt = new Map<string, string>();
  readonly #domain: () => string;
  readonly #changed: (user: string) => void;

  /**
   * @param domain mine, or ''
   * @param changed told the user whose name is known now, '' for many
   */
  constructor(domain: () => string, changed: (user: string) => void) {
    this.#domain = domain;
    this.#changed = changed;
  }

  /** What the PBX's directory says; it may be another PBX than before. */
  setDirectory(names: ReadonlyMap<string, string>): void {
    this.#directory = names;
    this.#learnt.clear();
    this.#changed('');
  }

  /** Learns from legs as they are answered: before that a phone may show somebody else's name. */
  learn(changes: readonly Change[]): void {
    for (const { before, after } of changes) {
      if (!after || after.presence_id === '' || after.answeredMs === 0) continue;
      if (before && before.answeredMs > 0 && before.callee_name === after.callee_name) continue;
      const { name, number } = partyAt(after);
      const key = after.presence_id.toLowerCase();
      // A leg whose number is not its own user's was forwarded, or shows the company's number.
      const isOwn = after.direction === 'outbound' || after.cid_num === number;
      if (name === '' || !isOwn || this.#learnt.get(key) === name) continue;
      if (this.#learnt.size >= MAX_LEARNT) this.#learnt.clear();
      this.#learnt.set(key, name);
      this.#changed(number);
    }
  }

  /** The name of a user; '' where none is known, or where two domains have the user and neither is mine. */
  nameOf(user: string): string {
    const wanted = user.toLowerCase();
    const domain = this.#domain().toLowerCase();
    if (domain !== '') return this.#of(`${wanted}@${domain}`);
    const names = new Set(
      [this.#directory, this.#learnt].flatMap((known) =>
        [...known.keys()]
          .filter((key) => splitAddress(key).user === wanted)
          .map((key) => this.#of(key)),
      ),
    );
    return names.size === 1 ? ([...names][0] ?? '') : '';
  }

  #of(key: string): string {
    return this.#directory.get(key) ?? this.#learnt.get(key) ?? '';
  }
}
