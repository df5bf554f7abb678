import dns, { type LookupAddress } from 'node:dns';

/**
 * Names that are looked up at once. Each is a thread of Node's pool of four that waits for the system's
 * resolver, and no deadline of ours ends that: with one left, files are still read and written.
 */
const MAX_UNDER_WAY = 3;
/** Who may wait for one answer. */
const MAX_WAITING = 50;

type Callback = (
  error: NodeJS.ErrnoException | null,
  address?: string | LookupAddress[],
  family?: number,
) => void;
type Options = dns.LookupOptions | number | null | undefined;
export type Lookup = (name: string, options: Options, callback: Callback) => void;

function busy(name: string): NodeJS.ErrnoException {
  const error = new Error(`getaddrinfo EAI_AGAIN ${name}`);
  return Object.assign(error, { code: 'EAI_AGAIN', hostname: name, syscall: 'getaddrinfo' });
}

/**
 * A lookup in which who asks for a name that is being looked up waits for that answer: a resolver that
 * hangs holds one thread for a name, however often it is tried again. Too many names, or too many who
 * wait, are told at once to come again (EAI_AGAIN).
 */
export function sharedLookup(lookup: Lookup): Lookup {
  const underWay = new Map<string, Callback[]>();
  return (name, options, callback) => {
    const key = `${name} ${JSON.stringify(options ?? {})}`;
    const waiting = underWay.get(key);
    if ((waiting?.length ?? 0) >= MAX_WAITING || (!waiting && underWay.size >= MAX_UNDER_WAY)) {
      queueMicrotask(() => callback(busy(name)));
      return;
    }
    if (waiting) {
      waiting.push(callback);
      return;
    }
    underWay.set(key, [callback]);
    lookup(name, options, (...answer) => {
      const asked = underWay.get(key) ?? [];
      underWay.delete(key);
      for (const one of asked) one(...answer);
    });
  };
}

/** Shares lookups for every connection of this process, whichever library makes it: all ask Node's `dns.lookup`. */
export function shareLookups(): void {
  const shared = sharedLookup(dns.lookup as unknown as Lookup);
  const lookup = (name: string, options: Options | Callback, callback?: Callback): void =>
    typeof options === 'function' ? shared(name, {}, options) : shared(name, options, callback!);
  dns.lookup = lookup as unknown as typeof dns.lookup;
}
