import type { Channel } from '@shared/domain/channel.ts';
import { fail, type Result } from '@shared/domain/result.ts';
import { rowsOf } from '../../list.ts';
import { fieldsOf, type Fields } from '../answers.ts';

/** The list in an answer, wrapped in `data` (2016) or not (2021, when it is empty); undefined where there is none. */
export function listIn(json: unknown): Fields | undefined {
  const fields = fieldsOf(json);
  if (fields['status'] === 'error') return undefined;
  const data = 'data' in fields ? fieldsOf(fields['data']) : fields;
  return 'row_count' in data ? data : undefined;
}

/** The channels of a list. One that lacks rows it counts is not taken for the end of these calls. */
export async function rowsIn(data: Fields, where: string): Promise<Result<Channel[]>> {
  const rows = data['rows'] ?? [];
  const count = Number(data['row_count']);
  if (Array.isArray(rows) && rows.length < count) {
    return fail(
      'refused-by-pbx',
      `${where} sent a list that cannot be read: it counts ${count} channels and has ${rows.length}.`,
    );
  }
  return rowsOf(rows, where);
}
