import type { ColumnUse } from '@shared/contacts/contact.ts';
import { looksLikeName, looksLikeNumber } from './cells.ts';
import { meaningsOf, type Meaning } from './meaning.ts';

export type Use = ColumnUse;

/** What is known of a file's columns before its lines are read. */
export interface Columns {
  /** The first line's cells; `Column 2` where there are no headings. */
  readonly headings: readonly string[];
  /** Whether the first line is headings, not a contact. */
  readonly headed: boolean;
  /** For each column. */
  readonly uses: readonly Use[];
  /** Whether a name that is put together starts with the family's: 姓名, Vezetéknév. */
  readonly familyFirst: boolean;
  /** What each heading says; for telling what is worth a word when it is not used. */
  readonly meanings: readonly Meaning[];
}

/** Share of a column's cells that must look like a number for the column to be one. */
const MOSTLY = 0.6;

/** What each column is, by the headings, by which stand beside each other, and by the cells. */
export function columnsOf(rows: readonly (readonly string[])[]): Columns {
  const first = rows[0] ?? [];
  const width = Math.max(first.length, ...rows.map(({ length }) => length));
  const cellsOf = (rest: readonly (readonly string[])[], i: number): string[] =>
    rest.map((row) => (row[i] ?? '').trim()).filter((cell) => cell !== '');
  const said = Array.from({ length: width }, (_, i) => meaningsOf(first[i] ?? ''));
  const isHeaded =
    !first.some((cell) => looksLikeNumber(cell)) && first.some((cell) => cell.trim() !== '');
  if (!isHeaded) {
    const kinds = Array.from({ length: width }, (_, i) => kindOf(cellsOf(rows, i)));
    return {
      headings: kinds.map((_, i) => `Column ${i + 1}`),
      headed: false,
      uses: byCells(
        kinds.map((): Use => ''),
        kinds,
      ),
      familyFirst: false,
      meanings: kinds.map(() => 'unknown'),
    };
  }
  const kinds = said.map((_, i) => kindOf(cellsOf(rows.slice(1), i)));
  const meanings = settle(said, kinds);
  const headings = said.map((_, i) => (first[i] ?? '').trim() || `Column ${i + 1}`);
  return {
    headings,
    headed: true,
    uses: byCells(meanings.map(useOf), kinds),
    familyFirst: headings.some((heading) => FAMILY_FIRST.test(heading)),
    meanings,
  };
}

/** Languages that write the family's name first, by their headings of names. */
const FAMILY_FIRST = /^(?:vezetéknév|családnév|keresztnév|utónév|họ|姓|姓氏|苗字|성|성씨)$/iu;

type Kind = 'number' | 'name' | '';

function kindOf(cells: readonly string[]): Kind {
  if (cells.length === 0) return '';
  const share = (is: (cell: string) => boolean): number => cells.filter(is).length / cells.length;
  if (share(looksLikeNumber) >= MOSTLY) return 'number';
  return share(looksLikeName) >= MOSTLY ? 'name' : '';
}

/** One meaning for each column. `Nom` is the family's name beside `Prénom`, `Nome` the given one beside `Cognome`. */
function settle(said: readonly (readonly Meaning[])[], kinds: readonly Kind[]): Meaning[] {
  const only = (meaning: Meaning): boolean =>
    said.some((all) => all.length === 1 && all[0] === meaning);
  const [hasFirst, hasLast] = [only('first'), only('last')];
  const numbers = said.some((all) => all.includes('number'));
  return said.map((all, i) => {
    if (all.includes('perhaps')) return kinds[i] === 'number' ? 'number' : 'unknown';
    // The only number there is: an extension of the PBX, not of a number beside it.
    if (all.includes('extension') && !numbers) return 'number';
    if (all.length === 1 && all[0] === 'name')
      return hasFirst && !hasLast ? 'last' : hasLast && !hasFirst ? 'first' : 'name';
    if (all.length > 1) {
      if (hasLast && !hasFirst && (all.includes('first') || all.includes('name'))) return 'first';
      if (hasFirst && !hasLast && all.includes('last')) return 'last';
      return bothHalves(said, all) ?? all[0] ?? 'unknown';
    }
    return all[0] ?? 'unknown';
  });
}

/** `Ad` and `Soyad`, `名` and `姓`: where one column may be the first and another the last name. */
function bothHalves(
  said: readonly (readonly Meaning[])[],
  mine: readonly Meaning[],
): Meaning | undefined {
  for (const [half, other] of [
    ['first', 'last'],
    ['last', 'first'],
  ] as const)
    if (
      mine.includes(half) &&
      said.some((all) => all !== mine && all.includes(other) && !all.includes(half))
    )
      return half;
  return undefined;
}

const useOf = (meaning: Meaning): Use =>
  meaning === 'second-last'
    ? 'last'
    : meaning === 'perhaps' ||
        meaning === 'not-called' ||
        meaning === 'else' ||
        meaning === 'unknown'
      ? ''
      : meaning;

const isName = (use: Use): boolean => use !== '' && use !== 'number' && use !== 'extension';

/** Where no heading tells of a number or a name, the cells do: all that are numbers, the first that is text. */
function byCells(uses: readonly Use[], kinds: readonly Kind[]): Use[] {
  const found = [...uses];
  if (!found.includes('number'))
    for (const [i, kind] of kinds.entries())
      if (kind === 'number' && found[i] === '') found[i] = 'number';
  if (!found.some(isName)) {
    const at = kinds.findIndex((kind, i) => kind === 'name' && found[i] === '');
    if (at >= 0) found[at] = 'name';
  }
  return found;
}

/** Whether contacts can be made of the columns: a name and a number. */
export const areEnough = (uses: readonly Use[]): boolean =>
  uses.includes('number') && uses.some(isName);
