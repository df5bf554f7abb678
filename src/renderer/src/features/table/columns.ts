import type { Column } from '@shared/domain/settings.ts';

/** Widths of columns: px at the least, and the share of what is left. */
const WIDTHS: Partial<Record<Column, readonly [number, number]>> = {
  status: [108, 0.5],
  sense: [76, 0.3],
  caller: [140, 2],
  callee: [140, 2],
  presence: [120, 1],
  duration: [76, 0.3],
  app: [88, 0.7],
  codec: [64, 0.3],
  host: [90, 0.8],
};
const OTHER = [110, 1] as const;
/** px for the buttons of a line, and its padding at both sides. */
const BUTTONS = 186;
const PADDING = 16;

/** The grid-template-columns of a line: the columns, and room for its buttons. */
export const template = (columns: readonly Column[]): string =>
  [
    ...columns.map((column) => {
      const [least, share] = WIDTHS[column] ?? OTHER;
      return `minmax(${least}px, ${share}fr)`;
    }),
    `${BUTTONS}px`,
  ].join(' ');

/** px below which a line scrolls sideways. */
export const leastWidth = (columns: readonly Column[]): number =>
  columns.reduce((sum, column) => sum + (WIDTHS[column] ?? OTHER)[0], BUTTONS + PADDING);
