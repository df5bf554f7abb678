import { isHeld } from '@shared/calls/mine.ts';
import { CHANNEL_FIELDS, type Channel, type ChannelField } from '@shared/domain/channel.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { List } from '../answers/answer.ts';

type Row = Readonly<Record<string, string>>;

/**
 * A channel as the documented API lists it. A leg that waits while its other side is played music is on hold
 * for whoever reads the list: FreeSWITCH's own column says so of its own hold alone (docs/hold.md).
 */
export function rowOf(channel: Channel, asListed: boolean): Row {
  const row: Record<string, string> = {};
  for (const field of CHANNEL_FIELDS) row[field] = channel[field];
  if (!asListed && isHeld(channel)) row['callstate'] = 'HELD';
  for (const [name, value] of Object.entries(channel.extra)) row[name] ??= value;
  return row;
}

/** Most rows of a page. */
const MAX_SIZE = 1_000;
const MAX_PAGE = 50_000;

/** What a list may be asked for with; each column may be one, too, and then asks for its exact value. */
export const LIST_QUERY = ['q', 'order', 'page', 'size', 'fields'] as const;
type Query = Readonly<Partial<Record<string, string>>>;

const isColumn = (name: string): name is ChannelField =>
  (CHANNEL_FIELDS as readonly string[]).includes(name);

/** The rows that a query asks for. `row_count` counts all that match, whatever the page. */
export function listed(rows: readonly Row[], query: Query): Result<List> {
  const fields = columnsIn(query['fields']);
  if (!fields.ok) return fields;
  const order = orderIn(query['order']);
  if (!order.ok) return order;
  const page = numberIn('page', query['page'], 1, MAX_PAGE);
  if (!page.ok) return page;
  const size = numberIn(
    'size',
    query['size'],
    query['page'] === undefined ? Infinity : 100,
    MAX_SIZE,
  );
  if (!size.ok) return size;
  const wanted = query['q']?.toLowerCase() ?? '';
  const exact = Object.entries(query).filter(([name]) => isColumn(name));
  const found = rows.filter(
    (row) =>
      exact.every(([name, value]) => row[name] === value) &&
      (wanted === '' || Object.values(row).some((value) => value.toLowerCase().includes(wanted))),
  );
  if (order.value.length > 0) found.sort(by(order.value));
  const from = (page.value - 1) * (size.value === Infinity ? 0 : size.value);
  const shown = found.slice(from, from + size.value);
  return ok({
    row_count: found.length,
    rows: fields.value.length === 0 ? shown : shown.map((row) => only(row, fields.value)),
  });
}

const only = (row: Row, fields: readonly ChannelField[]): Row =>
  Object.fromEntries(fields.map((field) => [field, row[field] ?? '']));

function columnsIn(text = ''): Result<readonly ChannelField[]> {
  const names = text === '' ? [] : text.split(',');
  const wrong = names.find((name) => !isColumn(name));
  return wrong === undefined
    ? ok(names as ChannelField[])
    : fail('bad-input', `fields: there is no column “${wrong.slice(0, 50)}”.`);
}

interface Order {
  readonly field: ChannelField;
  readonly sign: 1 | -1;
}

function orderIn(text = ''): Result<readonly Order[]> {
  const orders: Order[] = [];
  for (const part of text === '' ? [] : text.split(',')) {
    const field = part.replace(/^-/, '');
    if (!isColumn(field))
      return fail('bad-input', `order: there is no column “${field.slice(0, 50)}”.`);
    orders.push({ field, sign: part.startsWith('-') ? -1 : 1 });
  }
  return ok(orders);
}

const by =
  (orders: readonly Order[]) =>
  (a: Row, b: Row): number => {
    for (const { field, sign } of orders) {
      const [left = '', right = ''] = [a[field], b[field]];
      if (left !== right) return (left < right ? -1 : 1) * sign;
    }
    return 0;
  };

function numberIn(
  name: string,
  text: string | undefined,
  otherwise: number,
  most: number,
): Result<number> {
  if (text === undefined) return ok(otherwise);
  const value = Number(text);
  return /^\d{1,6}$/.test(text) && value >= 1 && value <= most
    ? ok(value)
    : fail('bad-input', `${name} is a whole number from 1 to ${most}.`);
}
