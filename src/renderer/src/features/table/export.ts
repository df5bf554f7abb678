import { ask } from '../../ipc/client.ts';
import { app } from '../../state/app.svelte.ts';
import { calls } from '../../state/calls.svelte.ts';
import { COLUMN } from '../../state/columns.ts';
import { names } from '../../state/names.svelte.ts';
import { shownColumns } from '@shared/settings/table.ts';
import { cellText } from './copy.ts';

/** Puts a text on the clipboard. */
export const copyText = (text: string): void => void ask('text.copy', text);

/** Writes the lines that are shown, as they stand, to a file that the person chooses. */
export async function exportTable(): Promise<void> {
  const columns = shownColumns(app.settings.table, app.isSeveral);
  const rows = calls.order.flatMap((id) => {
    const shown = calls.shown(id);
    if (!shown || shown.gone) return [];
    return [
      columns.map((column) =>
        cellText(shown.row, column, names.named, calls.nowOf(shown.row.site)),
      ),
    ];
  });
  const headings = columns.map((column) => COLUMN[column].heading);
  const written = await ask('table.export', { headings, rows });
  if (!written.ok) app.say('bad', written.error.message);
  else if (written.value !== '') app.say('good', written.value);
}
