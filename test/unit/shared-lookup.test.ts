import dns from 'node:dns';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { sharedLookup, shareLookups, type Lookup } from '../../src/main/net/shared-lookup.ts';

/** A resolver that answers when it is told to. */
function sleepy() {
  const asked: { name: string; answer: (address: string) => void }[] = [];
  const lookup: Lookup = (name, _options, callback) =>
    asked.push({ name, answer: (address) => callback(null, address, 4) });
  return { asked, lookup: sharedLookup(lookup) };
}
const ask = (lookup: Lookup, name: string, options = {}): Promise<string> =>
  new Promise((resolve) =>
    lookup(name, options, (error, address) => resolve(error?.code ?? String(address))),
  );

it('a resolver that hangs is asked once for a name, however often it is tried', async () => {
  const { asked, lookup } = sleepy();
  const answers = Array.from({ length: 20 }, () => ask(lookup, 'pbx.example.test'));
  expect(asked).toHaveLength(1);
  asked[0]?.answer('192.0.2.1');
  expect(new Set(await Promise.all(answers))).toEqual(new Set(['192.0.2.1']));
  // The next one is a question of its own.
  const next = ask(lookup, 'pbx.example.test');
  expect(asked).toHaveLength(2);
  asked[1]?.answer('192.0.2.2');
  expect(await next).toBe('192.0.2.2');
});

it('names beyond three, and whoever waits beyond fifty, are told to come again', async () => {
  const { asked, lookup } = sleepy();
  const first = ['a', 'b', 'c'].map((name) => ask(lookup, name));
  expect(await ask(lookup, 'd')).toBe('EAI_AGAIN');
  for (let i = 1; i < 50; i += 1) void ask(lookup, 'a');
  expect(await ask(lookup, 'a')).toBe('EAI_AGAIN');
  expect(asked.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  for (const { answer } of asked) answer('192.0.2.1');
  expect(await Promise.all(first)).toEqual(['192.0.2.1', '192.0.2.1', '192.0.2.1']);
});

it('a question of another kind is another question', () => {
  const { asked, lookup } = sleepy();
  void ask(lookup, 'a', { all: true });
  void ask(lookup, 'a', { all: false });
  expect(asked).toHaveLength(2);
});

it('every connection of the process asks by it', async () => {
  const before = dns.lookup;
  const names: string[] = [];
  dns.lookup = ((name: string, _options: object, callback: (error: Error) => void) => {
    names.push(name);
    setTimeout(() => callback(new Error('no')), 50);
  }) as unknown as typeof dns.lookup;
  shareLookups();
  try {
    const failed = Array.from(
      { length: 5 },
      () => new Promise((done) => connect(1, 'pbx.example.test').once('error', done)),
    );
    await Promise.all(failed);
    expect(names).toEqual(['pbx.example.test']);
  } finally {
    dns.lookup = before;
  }
});
