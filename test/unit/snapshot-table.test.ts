import { describe, expect, it } from 'vitest';
import { SnapshotTable } from '../../src/shared/tables/snapshot-table.ts';

interface Row {
  readonly key: string;
  readonly value: string;
}
type Table = SnapshotTable<string, Row>;

const row = (key: string, value = ''): Row => ({ key, value });

/** Takes a list in as it is; returns the keys that it says are gone. */
function take(table: Table, rows: readonly Row[]): string[] {
  const gone: string[] = [];
  table.listed(rows, ({ key }) => key, {
    row: (key, _before, one) => table.set(key, one),
    missing: (key) => {
      gone.push(key);
      table.delete(key);
    },
  });
  return gone;
}

function list(table: Table, rows: readonly Row[]): string[] {
  table.listing();
  return take(table, rows);
}

describe('a table that is listed and told of', () => {
  it('drops what a list does not have', () => {
    const table: Table = new SnapshotTable();
    list(table, [row('a'), row('b')]);
    expect(list(table, [row('b')])).toEqual(['a']);
    expect([...table.keys()]).toEqual(['b']);
  });

  it('keeps what was born since the last but one list was asked for, and no longer', () => {
    const table: Table = new SnapshotTable();
    table.listing();
    table.born('a');
    table.set('a', row('a'));
    expect(take(table, [])).toEqual([]);
    expect(list(table, [])).toEqual([]);
    expect(list(table, [])).toEqual(['a']);
  });

  it('lets the first list after a lost connection drop what was born before it', () => {
    const table: Table = new SnapshotTable();
    table.born('a');
    table.set('a', row('a'));
    table.lost();
    expect(list(table, [])).toEqual(['a']);
  });

  it('tells the reader which columns events wrote since the list was asked for', () => {
    const table: Table = new SnapshotTable();
    table.set('a', row('a'));
    table.wrote('a', { before: 1 });
    table.listing();
    table.wrote('a', { value: 'x', other: undefined }, undefined, { more: 0 });
    const written: (string[] | undefined)[] = [];
    const read = {
      row: (_key: string, _before: unknown, _row: Row, columns?: ReadonlySet<string>) =>
        void written.push(columns && [...columns]),
      missing: () => undefined,
    };
    table.listed([row('a'), row('b')], ({ key }) => key, read);
    table.listed([row('a')], ({ key }) => key, read);
    expect(written).toEqual([['value', 'more'], undefined, undefined]);
  });

  it('takes the first of two rows with one key', () => {
    const table: Table = new SnapshotTable();
    list(table, [row('a', 'first'), row('a', 'second')]);
    expect(table.get('a')?.value).toBe('first');
  });
});

describe('what ended', () => {
  it('is not brought back by any list where a key is used once', () => {
    const table: Table = new SnapshotTable();
    list(table, [row('a')]);
    expect(table.end('a')).toBe(true);
    for (let i = 0; i < 3; i += 1) list(table, [row('a')]);
    expect(table.get('a')).toBeUndefined();
  });

  it('is brought back by a list that was asked for afterwards where a key may return', () => {
    const table: Table = new SnapshotTable({ returns: true });
    list(table, [row('a')]);
    table.listing();
    table.end('a');
    take(table, [row('a')]);
    expect(table.get('a')).toBeUndefined();
    // This one may still lag the event.
    list(table, [row('a')]);
    expect(table.get('a')).toBeUndefined();
    list(table, [row('a')]);
    expect(table.get('a')).toBeDefined();
  });

  it('is forgotten where an event says that it is there again', () => {
    const table: Table = new SnapshotTable({ returns: true });
    table.end('a');
    table.born('a');
    expect(table.hasEnded('a')).toBe(false);
    const once: Table = new SnapshotTable();
    once.end('a');
    once.born('a');
    expect(once.hasEnded('a')).toBe(true);
  });

  it('is remembered as far as there is room, the youngest first', () => {
    const table: Table = new SnapshotTable({ tombstones: 2 });
    for (const key of ['a', 'b', 'a', 'c']) table.end(key);
    expect(['a', 'b', 'c'].map((key) => table.hasEnded(key))).toEqual([true, false, true]);
  });
});
