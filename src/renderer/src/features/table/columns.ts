import type { Column } from '@shared/settings/settings.ts';
import { COLUMN } from '../../state/columns.ts';

/** px for the buttons of a line (more lie over the last columns while they show), and its padding. */
const BUTTONS = 130;
const PADDING = 16;

/** The grid-template-columns of a line: the columns, and room for its buttons. */
export const template = (columns: readonly Column[]): string =>
  [
    ...columns.map((column) => {
      const [least, share] = COLUMN[column].width;
      return `minmax(${least}px, ${share}fr)`;
    }),
    `${BUTTONS}px`,
  ].join(' ');

/** px below which a line scrolls sideways. */
export const leastWidth = (columns: readonly Column[]): number =>
  columns.reduce((sum, column) => sum + COLUMN[column].width[0], BUTTONS + PADDING);
