import { queueOf } from '@shared/calls/queue.ts';
import type { SiteId } from '@shared/domain/site.ts';
import type { Row } from '@shared/calls/rows.ts';
import type { Grouping } from '@shared/settings/table.ts';
import { label, STATUS_WORDS } from '../lib/format.ts';
import type { ShownName } from './columns.ts';

/** Lines that belong together, and what they come to. */
export interface Group {
  readonly id: string;
  readonly title: string;
  readonly count: number;
  readonly waiting: number;
  readonly talking: number;
  /** Since when the one that waits longest waits (ms by the clock of its PBX); 0 where none does. */
  readonly waitingSinceMs: number;
  readonly site: SiteId;
}

/** The lines with a heading before each group, in the order in which they stand. */
export interface Grouped {
  /** Ids of lines and of groups. */
  readonly list: readonly string[];
  readonly groups: ReadonlyMap<string, Group>;
}

const PREFIX = 'group:';
export const isGroup = (id: string): boolean => id.startsWith(PREFIX);

/** What a line is grouped by, as it is called; '' where it has none. */
function groupTitle(row: Row, by: Grouping, named: ShownName): string {
  switch (by) {
    case 'none':
      return '';
    case 'queue':
      return queueOf(row);
    case 'status':
      return STATUS_WORDS[row.status];
    case 'callee':
      return label({ ...row.callee, name: named(row.callee) });
  }
}

type Sums = { -readonly [K in keyof Group]: Group[K] };

/**
 * Puts lines into groups by name, those without one last; within a group they stand as before.
 * @param held group titles of lines that stay where they are, whatever has become of them: nothing moves
 *   under a pointer; kept up for the next time
 */
export function grouped(
  order: readonly string[],
  rowOf: (id: string) => Row | undefined,
  by: Grouping,
  named: ShownName,
  held: Map<string, string>,
): Grouped {
  const members = new Map<string, string[]>();
  const groups = new Map<string, Sums>();
  for (const id of order) {
    const row = rowOf(id);
    if (!row) continue;
    let title = held.get(id);
    if (title === undefined) held.set(id, (title = groupTitle(row, by, named)));
    const group = PREFIX + title;
    const sums = groups.get(group) ?? emptyGroup(group, title, row.site);
    groups.set(group, sums);
    addTo(sums, row);
    const lines = members.get(group);
    if (lines) lines.push(id);
    else members.set(group, [id]);
  }
  const sorted = [...groups.values()].sort(
    (a, b) => Number(a.title === '') - Number(b.title === '') || collator.compare(a.title, b.title),
  );
  return { list: sorted.flatMap(({ id }) => [id, ...(members.get(id) ?? [])]), groups };
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const emptyGroup = (id: string, title: string, site: SiteId): Sums => ({
  id,
  title,
  count: 0,
  waiting: 0,
  talking: 0,
  waitingSinceMs: 0,
  site,
});

function addTo(sums: Sums, row: Row): void {
  sums.count += 1;
  if (row.status === 'talking') sums.talking += 1;
  if (row.status !== 'waiting') return;
  sums.waiting += 1;
  if (sums.waitingSinceMs > 0 && sums.waitingSinceMs <= row.sinceMs) return;
  sums.waitingSinceMs = row.sinceMs;
  sums.site = row.site;
}
