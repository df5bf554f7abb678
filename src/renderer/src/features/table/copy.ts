import type { Row } from '@shared/calls/rows.ts';
import type { Column } from '@shared/settings/table.ts';
import { duration } from '../../lib/format.ts';
import { COLUMN, type ShownName } from '../../state/columns.ts';

/** What a cell says, as text: with the number behind a name. @param nowMs by the PBX's clock */
export function cellText(row: Row, column: Column, named: ShownName, nowMs: number): string {
  if (column === 'duration') return row.sinceMs > 0 ? duration(nowMs - row.sinceMs) : '';
  const text = COLUMN[column].text(row, named);
  if (column !== 'caller' && column !== 'callee') return text;
  const { number } = row[column];
  return number === '' || text === number ? text : `${text} ${number}`;
}

/** A line as text, its cells apart by tabs, as spreadsheets take them. */
export const lineText = (
  row: Row,
  columns: readonly Column[],
  named: ShownName,
  nowMs: number,
): string =>
  columns.map((column) => cellText(row, column, named, nowMs).replaceAll('\t', ' ')).join('\t');
