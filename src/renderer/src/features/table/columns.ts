import type { Column } from '@shared/domain/settings.ts';

/** Widths of columns: px at the least, and the share of what is left. */
const WIDTHS: Partial<Record<Column, string>> = {
  status: 'minmax(104px, 0.6fr)',
  sense: 'minmax(70px, 0.4fr)',
  caller: 'minmax(130px, 1.6fr)',
  callee: 'minmax(130px, 1.6fr)',
  presence: 'minmax(110px, 1.2fr)',
  duration: 'minmax(72px, 0.4fr)',
  app: 'minmax(84px, 0.7fr)',
  codec: 'minmax(64px, 0.4fr)',
  host: 'minmax(80px, 0.9fr)',
};

/** The grid-template-columns of a line: the columns, and room for its buttons. */
export const template = (columns: readonly Column[]): string =>
  [...columns.map((column) => WIDTHS[column] ?? 'minmax(110px, 1fr)'), '190px'].join(' ');
