import * as v from 'valibot';
import { urlTemplateProblem } from '../rules/template.ts';

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));

export const MAX_CONTACTS = 100_000;
export const MAX_NAME = 200;

/** Whose number it is. A person with three numbers is three contacts. */
export const Contact = v.object({
  id: v.number(),
  name: text(MAX_NAME),
  /** As it was written. */
  number: text(64),
});
export type Contact = v.InferOutput<typeof Contact>;

/** A contact as a person typed it; `id` 0 for a new one. */
export const ContactDraft = v.object({
  id: v.pipe(v.number(), v.integer(), v.minValue(0)),
  name: text(1000),
  number: text(1000),
});
export type ContactDraft = v.InferOutput<typeof ContactDraft>;

export const ContactQuery = v.object({
  text: text(200),
  offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
});
export type ContactQuery = v.InferOutput<typeof ContactQuery>;

/** Contacts that match, by name; `total` also of those not given. */
export const ContactPage = v.object({ contacts: v.array(Contact), total: v.number() });
export type ContactPage = v.InferOutput<typeof ContactPage>;

export const BadLine = v.object({
  /** Of the file, from 1. */
  line: v.number(),
  reason: v.string(),
});
export type BadLine = v.InferOutput<typeof BadLine>;

/** How far an import is. */
export const ImportProgress = v.object({
  /** 0 to 1, by how much of the file is read. */
  part: v.number(),
  contacts: v.number(),
  bad: v.number(),
});
export type ImportProgress = v.InferOutput<typeof ImportProgress>;

/** Bad lines that are named one by one; the others are counted. */
export const MAX_BAD_LINES = 500;

export const ImportReport = v.object({
  file: v.string(),
  added: v.number(),
  /** A number that was known by another name. */
  renamed: v.number(),
  unchanged: v.number(),
  bad: v.number(),
  badLines: v.array(BadLine),
  /** Headings of columns that were not taken although they look like numbers or names. */
  unusedColumns: v.array(v.string()),
});
export type ImportReport = v.InferOutput<typeof ImportReport>;

/** What a person may say that a column of a table is; '' for nothing that is taken in. */
export const COLUMN_USES = [
  '',
  'name',
  'first',
  'middle',
  'last',
  'firm',
  'number',
  'extension',
] as const;
export const ColumnUse = v.picklist(COLUMN_USES);
export type ColumnUse = v.InferOutput<typeof ColumnUse>;

/** What a person put right of what was made of a file. */
export const ImportCorrections = v.object({
  /** A label of the Encoding Standard; '' for the one that was found. */
  encoding: text(40),
  /** For each column of a table; empty for those that were found. */
  uses: v.pipe(v.array(ColumnUse), v.maxLength(500)),
});
export type ImportCorrections = v.InferOutput<typeof ImportCorrections>;

/** What would be made of a file that was chosen. */
export const ImportPlan = v.object({
  file: v.string(),
  encoding: v.object({
    name: v.string(),
    sure: v.boolean(),
    /** What it may be as well, the likeliest first, then all others. */
    others: v.array(v.string()),
  }),
  /** Of a table, with some of their cells; none for vCards. */
  columns: v.array(v.object({ heading: v.string(), use: ColumnUse, cells: v.array(v.string()) })),
  /** The first contacts as they would be taken in. */
  contacts: v.array(v.object({ name: v.string(), numbers: v.array(v.string()) })),
  lines: v.number(),
  unusedColumns: v.array(v.string()),
  /** Why nothing can be taken in as it stands, or ''. */
  problem: v.string(),
});
export type ImportPlan = v.InferOutput<typeof ImportPlan>;

/** Where names of callers come from that are not in the contacts. */
export const NameSettings = v.pipe(
  v.object({
    /** Address to GET, with `{number}`; '' for none. */
    lookupUrl: v.optional(text(2000), ''),
    allowHttp: v.optional(v.boolean(), false),
    /** Where the answer's JSON has the name: `name`, `data.0.displayName`. */
    lookupField: v.optional(
      v.pipe(text(200), v.regex(/^[^.\s]+(?:\.[^.\s]+)*$/, 'It is written name or data.0.name.')),
      'name',
    ),
  }),
  v.forward(
    v.partialCheck(
      [['lookupUrl'], ['allowHttp']],
      ({ lookupUrl, allowHttp }) =>
        lookupUrl === '' || urlTemplateProblem(lookupUrl, allowHttp, ['number']) === '',
      ({ input }) => urlTemplateProblem(input.lookupUrl, input.allowHttp, ['number']),
    ),
    ['lookupUrl'],
  ),
);
export type NameSettings = v.InferOutput<typeof NameSettings>;
