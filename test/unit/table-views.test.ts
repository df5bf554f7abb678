import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { csvOf } from '../../src/main/table/csv.ts';
import {
  fitted,
  leastWidth,
  moved,
  template,
} from '../../src/renderer/src/features/table/columns.ts';
import { lineText } from '../../src/renderer/src/features/table/copy.ts';
import { limitOf, useOf } from '../../src/renderer/src/features/table/limit.ts';
import { countsOf, isShown, VIEWS } from '../../src/renderer/src/features/table/views.ts';
import { grouped } from '../../src/renderer/src/state/groups.ts';
import { arrange, hold } from '../../src/renderer/src/state/order.ts';
import { buildRow, type Row } from '../../src/shared/calls/rows.ts';
import { emptyChannel, type Channel } from '../../src/shared/domain/channel.ts';
import {
  DEFAULT_COLUMNS,
  EVERYWHERE,
  shownColumns,
  TableSettings,
} from '../../src/shared/settings/table.ts';

const row = (id: string, changes: Partial<Channel>): Row =>
  buildRow(
    id,
    [{ ...emptyChannel(id), direction: 'inbound', ...changes }],
    '201',
    () => undefined,
    [],
  );
const WAITS = { application: 'callcenter', application_data: 'support@pbx', callstate: 'ACTIVE' };
const TALKS = { callstate: 'ACTIVE', answeredMs: 1 };
const ROWS = new Map(
  [
    row('a', { ...WAITS, cid_num: '1', createdMs: 1_000 }),
    row('b', { ...WAITS, cid_num: '2', createdMs: 90_000 }),
    row('c', { ...TALKS, cid_num: '3', presence_id: '201@pbx', createdMs: 1, answeredMs: 40_000 }),
    row('d', { callstate: 'HELD', heldMs: 60_000, cid_num: '4' }),
  ].map((one) => [one.id, one]),
);
const named = ({ name }: { name: string }) => name;
const ORDERING = { sortBy: 'caller', descending: false, filter: '', mineFirst: false } as const;
const among = (where: Partial<typeof EVERYWHERE>, nowMs = 100_000) =>
  arrange(ROWS, { ...ORDERING, where: { ...EVERYWHERE, ...where } }, named, () => nowMs);

describe('views', () => {
  test('a line is among those of a state, a queue, an age, or mine; and of all that are asked for', () => {
    expect(among({})).toEqual(['a', 'b', 'd', 'c']);
    expect(among({ states: ['waiting', 'held'] })).toEqual(['a', 'b', 'd']);
    expect(among({ queue: 'support' })).toEqual(['a', 'b']);
    expect(among({ queue: 'sales' })).toEqual([]);
    expect(among({ overSec: 60 })).toEqual(['a', 'c']);
    expect(among({ overSec: 60 }, 99_999)).toEqual(['a']);
    expect(among({ mine: true })).toEqual(['c']);
    expect(among({ states: ['waiting'], overSec: 60 })).toEqual(['a']);
  });

  test('the chips tell how many lines each has, and which is shown', () => {
    expect(countsOf(VIEWS, ROWS.values(), () => 650_000)).toEqual([4, 2, 1, 2, 1]);
    const table = v.parse(TableSettings, { where: { states: ['held'] }, filter: 'x' });
    expect(VIEWS.filter((view) => isShown(view, table)).map(({ name }) => name)).toEqual([
      'On hold',
    ]);
    expect(isShown({ name: 'n', filter: 'y', where: table.where }, table)).toBe(false);
  });

  test('under a pointer a line of the view that no longer fits stays, and one that does is added', () => {
    const ordering = { ...ORDERING, where: { ...EVERYWHERE, states: ['waiting' as const] } };
    expect(hold(ROWS, ordering, ['d', 'a'], named)).toEqual(['d', 'a', 'b']);
  });
});

describe('groups', () => {
  const of = (order: readonly string[], held = new Map<string, string>()) =>
    grouped(order, (id) => ROWS.get(id), 'queue', named, held);

  test('lines stand under their group in the order they had, those without one last, with sums', () => {
    const { list, groups } = of(['d', 'b', 'c', 'a']);
    expect(list).toEqual(['group:support', 'b', 'a', 'group:', 'd', 'c']);
    expect(groups.get('group:support')).toEqual({
      id: 'group:support',
      title: 'support',
      count: 2,
      waiting: 2,
      talking: 0,
      waitingSinceMs: 1_000,
      site: 'main',
    });
    expect(groups.get('group:')).toMatchObject({ count: 2, talking: 1, waitingSinceMs: 0 });
  });

  test('a line that is held stays in its group', () => {
    expect(of(['a', 'c'], new Map([['a', 'sales']])).list).toEqual([
      'group:sales',
      'a',
      'group:',
      'c',
    ]);
  });

  test('each line stands there once, whatever the order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...ROWS.keys(), 'gone']), (order) => {
        const lines = of(order).list.filter((id) => !id.startsWith('group:'));
        expect([...lines].sort()).toEqual(order.filter((id) => ROWS.has(id)).sort());
      }),
    );
  });
});

describe('columns', () => {
  test('what was dragged has its width, the others share; both count for the least width', () => {
    expect(template(['status', 'caller'], { caller: 200 })).toBe(
      'minmax(130px, 0.4fr) 200px 148px',
    );
    expect(leastWidth(['status', 'caller'], { caller: 200 })).toBe(130 + 200 + 148 + 16);
    expect([fitted(3), fitted(99.6), fitted(5_000)]).toEqual([48, 100, 1_200]);
  });

  test('one is moved to where another stands, either way', () => {
    expect(moved(['status', 'caller', 'callee'], 'status', 'callee')).toEqual([
      'caller',
      'callee',
      'status',
    ]);
    expect(moved(['status', 'caller', 'callee'], 'callee', 'status')).toEqual([
      'callee',
      'status',
      'caller',
    ]);
    expect(moved(['status', 'caller'], 'host', 'caller')).toEqual(['status', 'caller']);
  });

  test('technical ones stand behind those chosen; the set of before this table is the one of today', () => {
    const technical = v.parse(TableSettings, { columns: ['host', 'caller'], technical: true });
    expect(shownColumns(technical, false)).toEqual([
      'host',
      'caller',
      'sense',
      'presence',
      'app',
      'codec',
    ]);
    const columns = 'status site sense caller callee presence duration app codec host'.split(' ');
    expect(v.parse(TableSettings, { columns }).columns).toEqual(DEFAULT_COLUMNS);
  });
});

test('a time is near its limit at three quarters of it and past it from then on; some states have none', () => {
  const limits = { waiting: 60, ringing: 0, talking: 0, held: 30 };
  expect([limitOf('waiting', limits), limitOf('held', limits), limitOf('parked', limits)]).toEqual([
    60, 30, 0,
  ]);
  expect([44_999, 45_000, 59_999, 60_000].map((ms) => useOf(ms, 60).level)).toEqual([
    '',
    'near',
    'near',
    'past',
  ]);
  expect([useOf(30_000, 60).part, useOf(-5, 60).part, useOf(1e9, 60).part]).toEqual([0.5, 0, 1]);
});

test('a line is copied as its cells say, apart by tabs, and written so that no spreadsheet takes it for a formula', async () => {
  const hostile = row('x', { ...TALKS, cid_name: '=1\tB', cid_num: '+49', answeredMs: 5_000 });
  const text = lineText(hostile, ['status', 'caller', 'duration'], named, 65_000);
  expect(text).toBe('Talking\t=1 B +49\t1:00');
  expect(await csvOf(['State', 'Caller'], [['Talking', '=1 B']])).toBe(
    "\ufeffState,Caller\r\nTalking,'=1 B\r\n",
  );
});
