import type { Found } from '@shared/contacts/found.ts';
import { folded, wordsOf } from '@shared/domain/fold.ts';
import type { Reading } from '@shared/numbers/reading.ts';

/** Something that can be done by its name. */
export interface FindCommand {
  readonly id: string;
  /** "Hold: Anna", "Settings: language". */
  readonly text: string;
  /** Other words by which it is found. */
  readonly also?: string;
  /** Keys that do the same, as they are written; '' where there are none. */
  readonly keys: string;
  /** Why it cannot be done now; '' when it can. */
  readonly why: string;
  run(): void;
}

/** A line of what was found. `number` is what it calls; '' for a command. */
export type Result =
  | { readonly kind: 'number'; readonly id: string; readonly number: string; readonly said: string }
  | { readonly kind: 'person'; readonly id: string; readonly number: string; readonly found: Found }
  | {
      readonly kind: 'command';
      readonly id: string;
      readonly number: '';
      readonly command: FindCommand;
    };

/** Fewest letters that find commands: with one, half of them would stand there. */
const LEAST = 2;
/** Most commands shown at once. */
const MOST = 6;

/** Commands each of whose words begins with one that was typed. */
export function commandsFor(commands: readonly FindCommand[], text: string): FindCommand[] {
  const words = wordsOf(text);
  if (words.join('').length < LEAST) return [];
  return commands
    .filter((command) => {
      const has = folded(`${command.text} ${command.also ?? ''}`).split(/[^\p{L}\p{N}]+/u);
      return words.every((word) => has.some((one) => one.startsWith(word.replace(/:$/, ''))));
    })
    .slice(0, MOST);
}

const numberOf = (number: string, said = ''): Result => ({
  kind: 'number',
  id: `number ${number}`,
  number,
  said,
});

/**
 * What a text means, the likeliest first: a number before people, people before what only could be a SIP
 * user's name. Nobody stands there twice.
 */
export function resultsOf(
  text: string,
  reading: Reading,
  people: readonly Found[],
  commands: readonly FindCommand[],
): Result[] {
  if (text.trim() === '') return [];
  const persons = people
    .filter((one, at) => people.findIndex((other) => other.number === one.number) === at)
    .map((found): Result => ({
      kind: 'person',
      id: `person ${found.number}`,
      number: found.number,
      found,
    }));
  const found = commandsFor(commands, text).map((command): Result => ({
    kind: 'command',
    id: command.id,
    number: '',
    command,
  }));
  const { dials, kind, choices, said } = reading;
  const known = persons.some(({ number }) => number === dials);
  const asNumber = dials === '' || known ? [] : [numberOf(dials, said)];
  if (kind === 'user') return [...persons, ...found, ...asNumber];
  return [...choices.map((choice) => numberOf(choice)), ...asNumber, ...persons, ...found];
}
