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
