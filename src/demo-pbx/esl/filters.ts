import { headerText, type EventHeaders } from '../world/event.ts';

interface Filter {
  readonly name: string;
  readonly value: string;
}

/**
 * `filter NAME VALUE`, as mod_event_socket applies it: each filter lets more through, one that begins
 * with `-` keeps out what the others let in, `/…/` is a regular expression, and case does not matter.
 * With any filter at all, events that none of them names (HEARTBEAT, BACKGROUND_JOB) stay away.
 */
export class Filters {
  #filters: Filter[] = [];

  add(name: string, value: string): void {
    this.#filters.push({ name, value });
  }

  /** @param name `all` for every filter @param value '' for every value */
  remove(name: string, value: string): void {
    this.#filters = this.#filters.filter(
      (filter) =>
        name.toLowerCase() !== 'all' &&
        (filter.name.toLowerCase() !== name.toLowerCase() ||
          (value !== '' && filter.value !== value)),
    );
  }

  passes(headers: EventHeaders): boolean {
    if (this.#filters.length === 0) return true;
    let sent = false;
    for (const { name, value } of this.#filters) {
      const wanted = /^([+-]*)(.*)$/s.exec(value);
      const positive = wanted?.[1]?.endsWith('-') !== true;
      if (sent && positive) continue;
      if (!matches(headerText(headers, name), wanted?.[2] ?? '')) continue;
      if (!positive) return false;
      sent = true;
    }
    return sent;
  }
}

function matches(have: string, wanted: string): boolean {
  if (have === '') return false;
  const pattern = /^\/(.*)\/$/s.exec(wanted)?.[1];
  if (pattern === undefined) return have.toLowerCase() === wanted.toLowerCase();
  try {
    return new RegExp(pattern).test(have);
  } catch {
    return false;
  }
}
