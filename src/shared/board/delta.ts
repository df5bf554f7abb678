import type { QueueFigures } from './figures.ts';
import type { AnyRow, Part } from './rows.ts';

/** What a window needs of a site's board to be up to date again. `seq` counts up by one a batch. */
export interface BoardDelta {
  readonly seq: number;
  readonly changed: readonly { readonly part: Part; readonly row: AnyRow }[];
  readonly gone: readonly { readonly part: Part; readonly key: string }[];
  /** Figures of queues that changed. */
  readonly figures: Readonly<Record<string, QueueFigures>>;
  /** When registrations went (ms since the epoch), by their key: those that are not back. */
  readonly goneMs: Readonly<Record<string, number>>;
  /** Why a part cannot be read, or not at once; '' where it can. */
  readonly lacks: Readonly<Partial<Record<Part, string>>>;
  /** Whether it is as the PBX has it now; false before the first list and while out of reach. */
  readonly isLive: boolean;
  /** ms since the epoch on the PBX. */
  readonly pbxNowMs: number;
}
