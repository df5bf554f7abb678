import type { BrowserWindow } from 'electron';
import { ok, type Result } from '@shared/domain/result.ts';
import { countOf } from '@shared/domain/words.ts';
import { saveCsv } from '../files/save-csv.ts';
import type { Handlers } from '../ipc/server.ts';
import type { Journal } from './journal.ts';

/** Answers what the window asks of the history. */
export function historyHandlers(
  journal: Journal,
  window: () => BrowserWindow | undefined,
): Pick<
  Handlers,
  | 'history.query'
  | 'history.seen'
  | 'history.remove'
  | 'history.clear'
  | 'history.restore'
  | 'history.export'
> {
  let batch = 0;
  const remove = (id: number | undefined): number => {
    batch += 1;
    journal.note({ kind: 'remove', id, batch });
    return batch;
  };
  return {
    'history.query': (query) => journal.ask({ kind: 'query', query }),
    'history.seen': () => {
      journal.note({ kind: 'seen' });
      return null;
    },
    'history.remove': (id) => remove(id),
    'history.clear': () => remove(undefined),
    'history.restore': (one) => {
      journal.note({ kind: 'restore', batch: one });
      return null;
    },
    'history.export': () => exportCsv(journal, window()),
  };
}

/** Asks where to, and writes all calls there. Resolves with what was done, '' when given up. */
async function exportCsv(
  journal: Journal,
  window: BrowserWindow | undefined,
): Promise<Result<string>> {
  const content = (): Promise<string> => journal.ask({ kind: 'csv' });
  const written = await saveCsv(window, 'Export the call history', 'ringside-calls', content);
  if (!written.ok || written.value === '') return written;
  const query = { text: '', only: 'all', offset: 0, limit: 1 } as const;
  const { total } = await journal.ask({ kind: 'query', query });
  return ok(`${countOf(total, 'call')} written to ${written.value}`);
}
