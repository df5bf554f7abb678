import type { Row } from '@shared/calls/rows.ts';
import { isGroup } from '../../state/groups.ts';

interface Shown {
  readonly row: Row;
  readonly gone: boolean;
}

/** A line that is drawn, or the heading of a group, which shows no call. */
export interface Drawn {
  readonly id: string;
  readonly index: number;
  readonly shown: Shown | undefined;
}

/** What is drawn of a long list. A line that did not change stays the same object, and is left alone. */
export class Drawing {
  #drawn = new Map<string, Drawn>();

  draw(
    list: readonly string[],
    { first, last }: { first: number; last: number },
    shownOf: (id: string) => Shown | undefined,
  ): Drawn[] {
    const before = this.#drawn;
    this.#drawn = new Map();
    for (let index = first; index < last; index += 1) {
      const id = list[index];
      if (id === undefined) continue;
      const shown = isGroup(id) ? undefined : shownOf(id);
      if (!shown && !isGroup(id)) continue;
      const old = before.get(id);
      const same =
        old?.index === index && old.shown?.row === shown?.row && old.shown?.gone === shown?.gone;
      this.#drawn.set(id, same ? old : { id, index, shown });
    }
    return [...this.#drawn.values()];
  }
}
