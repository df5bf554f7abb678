import { EVENT_NAMES, headerText, type EventHeaders } from '../world/event.ts';

const CUSTOM = 'CUSTOM';

/** A list of events, as `event` takes it and `esl-allowed-events` has it: what follows CUSTOM are subclasses. */
function readNames(words: readonly string[]): { names: string[]; subclasses: string[] } {
  const at = words.findIndex((word) => word.toUpperCase() === CUSTOM);
  const head = at < 0 ? words : words.slice(0, at + 1);
  return {
    names: head.map((word) => word.toUpperCase()).filter((name) => EVENT_NAMES.has(name)),
    subclasses: at < 0 ? [] : words.slice(at + 1),
  };
}

/**
 * Whether a login with `allowed` may ask for these. CUSTOM alone allows no subclass, and ALL none by
 * its name (docs/protocol, limited-login-*).
 */
export function mayAsk(words: readonly string[], allowed: readonly string[] | undefined): boolean {
  if (!allowed) return true;
  const wanted = readNames(words);
  const granted = readNames(allowed);
  const all = granted.names.includes('ALL');
  return (
    wanted.names.every((name) => all || granted.names.includes(name)) &&
    wanted.subclasses.every((subclass) => granted.subclasses.includes(subclass))
  );
}

/** What one client of the Event Socket wants to hear. */
export class Subscription {
  readonly #names = new Set<string>();
  readonly #subclasses = new Set<string>();
  #everything = false;

  add(words: readonly string[]): boolean {
    const { names, subclasses } = readNames(words);
    if (names.includes('ALL')) {
      this.#everything = true;
      for (const name of EVENT_NAMES) this.#names.add(name);
    }
    for (const name of names) this.#names.add(name);
    for (const subclass of subclasses) this.#subclasses.add(subclass);
    return names.length > 0;
  }

  remove(words: readonly string[]): void {
    const { names, subclasses } = readNames(words);
    if (names.includes('ALL')) return this.clear();
    for (const name of names) this.#names.delete(name);
    for (const subclass of subclasses) this.#subclasses.delete(subclass);
  }

  clear(): void {
    this.#everything = false;
    this.#names.clear();
    this.#subclasses.clear();
  }

  wants(name: string): boolean {
    return this.#names.has(name);
  }

  takes(headers: EventHeaders): boolean {
    const name = headerText(headers, 'Event-Name');
    if (name !== CUSTOM || this.#everything) return this.wants(name);
    return this.#subclasses.has(headerText(headers, 'Event-Subclass'));
  }
}
