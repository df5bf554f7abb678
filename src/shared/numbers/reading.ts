import { isDialable } from '../domain/validate.ts';

/**
 * What a number is: a `number` of the public network, an `extension` (six digits at most), a
 * `service` or emergency number, a `code` with `*` or `#`, or a SIP `user`. '' where nothing is dialled.
 */
export const NUMBER_KINDS = ['number', 'extension', 'service', 'code', 'user', ''] as const;
export type NumberKind = (typeof NUMBER_KINDS)[number];

/** What Ringside makes of a text or link that is to be dialled. */
export interface Reading {
  readonly kind: NumberKind;
  /** What is dialled: of the allow-list of domain/validate.ts. '' where it is refused. */
  readonly dials: string;
  /** Digits of an extension to ask for once connected, or ''. */
  readonly extension: string;
  /** What follows a pause, with its marks: `,555555#`. Or ''. */
  readonly pause: string;
  /** Why nothing is dialled, and what to do, or ''. */
  readonly refused: string;
  /** Several numbers to choose from, each ready to dial; then it is refused. */
  readonly choices: readonly string[];
  /** For the person: what was changed or set aside, or ''. */
  readonly said: string;
}

const NOTHING: Reading = {
  kind: '',
  dials: '',
  extension: '',
  pause: '',
  refused: '',
  choices: [],
  said: '',
};

export const refuse = (refused: string): Reading => ({ ...NOTHING, refused });

export const severalOf = (choices: readonly string[]): Reading => ({
  ...NOTHING,
  choices,
  refused: `These are ${choices.length} numbers, choose one: ${choices.join(', ')}`,
});

/** What is dialled, if it may be. @param converted a sentence about letters that became digits, or '' */
export function dial(
  kind: NumberKind,
  dials: string,
  apart: { extension: string; pause: string } = { extension: '', pause: '' },
  converted = '',
): Reading {
  if (dials.length > 64) return refuse('That number is too long: 64 characters at most.');
  if (!isDialable(dials)) return refuse(wrongCharacter(dials));
  const { extension, pause } = apart;
  const said = [
    converted,
    extension && `Extension ${extension} is not dialled: enter it once connected.`,
    pause && `“${pause}” after the pause is not dialled: enter it once connected.`,
  ];
  return { ...NOTHING, kind, dials, extension, pause, said: said.filter(Boolean).join(' ') };
}

/** Why a text is no number to dial: the first character that may not be in one. */
function wrongCharacter(text: string): string {
  if (!/[A-Za-z0-9*#]/.test(text)) return 'A number needs at least one digit.';
  const wrong = [...text].find(
    (char, i) => !(i === 0 && char === '+') && !/[A-Za-z0-9*#._-]/.test(char),
  );
  return wrong === undefined
    ? 'That is not a number to dial.'
    : `A number cannot hold “${wrong}”: digits, +, *, # and letters only.`;
}
