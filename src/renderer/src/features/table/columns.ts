import type { Column, TableSettings } from '@shared/settings/table.ts';
import { LEAST_WIDTH, MOST_WIDTH } from '@shared/settings/table.ts';
import { COLUMN } from '../../state/columns.ts';

/** px for the main action of a line and its menu, which have a column of their own; and a line's padding. */
const ACTIONS = 148;
const PADDING = 16;

type Widths = TableSettings['widths'];

/** The grid-template-columns of a line: what was dragged as it was, the others share what is left. */
export const template = (columns: readonly Column[], widths: Widths): string =>
  [
    ...columns.map((column) => {
      const dragged = widths[column];
      const [least, share] = COLUMN[column].width;
      return dragged === undefined ? `minmax(${least}px, ${share}fr)` : `${dragged}px`;
    }),
    `${ACTIONS}px`,
  ].join(' ');

/** px below which a line scrolls sideways. */
export const leastWidth = (columns: readonly Column[], widths: Widths): number =>
  columns.reduce(
    (sum, column) => sum + (widths[column] ?? COLUMN[column].width[0]),
    ACTIONS + PADDING,
  );

/** A width (px) that a column may have. */
export const fitted = (px: number): number =>
  Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, px)));

/** The columns with one moved to where another stands. */
export function moved(columns: readonly Column[], column: Column, to: Column): Column[] {
  const [from, at] = [columns.indexOf(column), columns.indexOf(to)];
  if (from < 0 || at < 0) return [...columns];
  return columns.toSpliced(from, 1).toSpliced(at, 0, column);
}
