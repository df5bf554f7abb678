import * as v from 'valibot';
import { MAX_NAME } from './contact.ts';

/** Most people that a search for a text gives of each kind. */
export const MAX_FOUND = 8;

/** Somebody whom a search found. */
export const Found = v.object({
  kind: v.picklist(['contact', 'colleague']),
  name: v.pipe(v.string(), v.maxLength(MAX_NAME)),
  /** As it was written, or the user of the PBX. */
  number: v.pipe(v.string(), v.maxLength(256)),
});
export type Found = v.InferOutput<typeof Found>;
