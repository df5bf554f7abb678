import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildRow, type Row } from '../../src/shared/calls/rows.ts';
import { emptyChannel } from '../../src/shared/domain/channel.ts';
import { arrange, replace, type Ordering } from '../../src/renderer/src/state/order.ts';

/** A line of one leg, of my phone (201) or another. */
function line(id: string, name: string, presence: string, createdMs: number): Row {
  const leg = {
    ...emptyChannel(id),
    direction: 'inbound',
    cid_name: name,
    presence_id: presence,
    createdMs,
  };
  return buildRow(id, [leg], '201', () => undefined, []);
}

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const lines = fc
  .dictionary(
    fc.constantFrom(...ids),
    fc.tuple(
      fc.constantFrom('Ann', 'ann', 'Bo 2', 'Bo 10', ''),
      fc.constantFrom('', '201@a', '202@a'),
      fc.nat(3),
    ),
  )
  .map(
    (made) =>
      new Map(Object.entries(made).map(([id, [name, at, ms]]) => [id, line(id, name, at, ms)])),
  );
const orderings: fc.Arbitrary<Ordering> = fc.record({
  sortBy: fc.constantFrom('caller', 'duration', 'status'),
  descending: fc.boolean(),
  filter: fc.constantFrom('', 'ann', 'bo'),
  mineFirst: fc.boolean(),
});

it('placing only the lines that changed gives the order of sorting all', () => {
  fc.assert(
    fc.property(lines, lines, orderings, (before, changes, ordering) => {
      const after = new Map(before);
      const changed = new Set(['a', ...changes.keys()]);
      for (const id of changed) {
        const row = changes.get(id);
        if (row) after.set(id, row);
        else after.delete(id);
      }
      const previous = arrange(before, ordering);
      expect(replace(after, ordering, previous, changed)).toEqual(arrange(after, ordering));
    }),
    { numRuns: 500 },
  );
});

const every: Ordering = { sortBy: 'caller', descending: false, filter: '', mineFirst: false };
const two = new Map(
  [
    { ...line('a', 'Zoé', '201@a', 1), status: 'talking' as const },
    { ...line('b', 'Jürgen', '202@a', 2), status: 'held' as const },
  ].map((row) => [row.id, row]),
);
const found = (filter: string, named?: (party: { name: string }) => string) =>
  arrange(two, { ...every, filter }, named);

it('a line is found by every word that it shows, with or without accents', () => {
  expect(found('talking')).toEqual(['a']);
  expect(found('ON HOLD')).toEqual(['b']);
  expect(found('jurgen')).toEqual(['b']);
  expect(found('zoe 201')).toEqual(['a']);
  expect(found('nobody')).toEqual([]);
});

it('lines stand, and are found, by the names that they show', () => {
  const contact = ({ name }: { name: string }): string => (name === 'Zoé' ? 'Anna' : name);
  expect(arrange(two, every)).toEqual(['b', 'a']);
  expect(arrange(two, every, contact)).toEqual(['a', 'b']);
  expect(found('anna', contact)).toEqual(['a']);
});

it('a column sorts by the leg that it shows', () => {
  const legs = (id: string, presence: string, created: number): Row => {
    const caller = { ...emptyChannel(id), direction: 'inbound', createdMs: created };
    const agent = {
      ...emptyChannel(`${id} agent`),
      direction: 'outbound',
      originator: id,
      presence_id: presence,
      read_codec: 'PCMU',
      createdMs: created + 1,
    };
    return buildRow(id, [caller, agent], '', () => undefined, []);
  };
  const rows = new Map([legs('x', '209@a', 1), legs('y', '202@a', 2)].map((row) => [row.id, row]));
  expect(arrange(rows, { ...every, sortBy: 'presence' })).toEqual(['y', 'x']);
  expect(arrange(rows, { ...every, filter: 'pcmu' })).toEqual(['x', 'y']);
});
