import { FIRST_SITE } from '../domain/site.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Settings as an older version kept them, in today's form; what is in today's form stays what it is.
 * Version 1 had one PBX: `connection`, whose kind was `none` until one was chosen, and `extension`.
 */
export function migrateSettings(kept: unknown): unknown {
  if (!isFields(kept) || 'sites' in kept) return kept;
  const { connection, extension, ...rest } = kept;
  const chosen = isFields(connection) && connection['kind'] !== undefined;
  const sites =
    chosen && connection['kind'] !== 'none'
      ? [{ id: FIRST_SITE, name: '', connection, extension }]
      : [];
  const { table } = rest;
  return { ...rest, ...(isFields(table) && { table: withSiteColumn(table) }), version: 2, sites };
}

/** A kept choice of columns, with the new one after the state: it is shown where there are several sites. */
function withSiteColumn(table: Fields): Fields {
  const { columns } = table;
  if (!Array.isArray(columns)) return table;
  const at = columns.indexOf('status') + 1;
  return { ...table, columns: [...columns.slice(0, at), 'site', ...columns.slice(at)] };
}
