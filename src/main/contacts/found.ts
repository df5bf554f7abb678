/** What a file of contacts has at a line (from 1): a name with its numbers as written, or why it has none. */
export type Found =
  | { readonly line: number; readonly name: string; readonly numbers: readonly string[] }
  | { readonly line: number; readonly reason: string };

/** A piece of a file, and how much of the whole is read with it (0 to 1). */
export interface Batch {
  readonly found: readonly Found[];
  readonly part: number;
}

/** How many lines a text has: its line breaks. */
export const breaksIn = (text: string): number => text.split('\n').length - 1;
