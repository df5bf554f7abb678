import type { Column } from '@shared/settings/settings.ts';

/** Widths of columns: px at the least, and the share of what is left. */
const WIDTHS: Partial<Record<Column, readonly [number, number]>> = {
  status: [104, 0.4],
  sense: [86, 0.3],
  caller: [170, 2.4],
  callee: [130, 2],
  presence: [130, 1.6],
  duration: [94, 0.3],
  app: [98, 0.7],
  codec: [70, 0.3],
  host: [96, 1],
};
const OTHER = [110, 1] as const;
/** px for the buttons of a line (more lie over the last columns while they show), and its padding. */
const BUTTONS = 130;
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
