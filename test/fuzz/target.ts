import type fc from 'fast-check';

/** One thing that takes foreign input, and what must hold whatever comes. Throws when it does not. */
export interface Target {
  readonly name: string;
  readonly property: fc.IProperty<unknown[]> | fc.IAsyncProperty<unknown[]>;
  /** Weight among the targets: how many of a hundred runs are its own. */
  readonly share: number;
}
