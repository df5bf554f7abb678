import * as v from 'valibot';
import type { Party } from './parties.ts';

/** What a number's owner is called beside what the PBX sends. */
export const KnownName = v.object({
  name: v.string(),
  /** A contact of mine goes by my name for him; a colleague's name only stands where none was sent. */
  overrides: v.boolean(),
});
export type KnownName = v.InferOutput<typeof KnownName>;

export type KnownNames = (number: string) => KnownName | undefined;

/** What a party is called here, everywhere: and the name that was sent where that is another, else ''. */
export function shownParty(
  { name, number }: Party,
  known: KnownName | undefined,
): Party & { readonly sent: string } {
  if (!known) return { name, number, sent: '' };
  if (!known.overrides) return { name: name || known.name, number, sent: '' };
  return { name: known.name, number, sent: known.name === name ? '' : name };
}
