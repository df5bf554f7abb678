import { m } from './m.ts';

type Messages = typeof m;
export type MessageKey = keyof Messages;

/** What a text's placeholder is filled with: a number is written by the language's own rules. */
type TextValue = string | number | Text;

/** A text as data: it crosses processes, and is said in the language of where it is shown. */
export interface Text {
  readonly key: MessageKey;
  readonly values?: Readonly<Record<string, TextValue>>;
}

type Inputs<K extends MessageKey> = Parameters<Messages[K]>[0];
type Given<K extends MessageKey> =
  Inputs<K> extends infer I
    ? undefined extends I
      ? []
      : [values: { readonly [N in keyof I]: TextValue }]
    : never;

/** A text, by its key in messages/, with what its placeholders stand for. */
export function text<K extends MessageKey>(key: K, ...given: Given<K>): Text {
  const [values] = given as readonly [Text['values']?];
  return values === undefined ? { key } : { key, values };
}

/** Words that are nobody's to translate: what a PBX or the system said. */
export const verbatim = (words: string): Text => ({ key: 'app_verbatim', values: { text: words } });

/** A text in words, in the language that is spoken now. */
export function say({ key, values }: Text): string {
  const said = Object.entries(values ?? {}).map(([name, value]) => [
    name,
    typeof value === 'object' ? say(value) : value,
  ]);
  // One from another process may name a text that this one does not have.
  const speak = Object.hasOwn(m, key) ? (m[key] as (inputs: unknown) => string) : () => key;
  return speak(Object.fromEntries(said));
}
