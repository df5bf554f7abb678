import type { RingingCall } from '@shared/calls/desk.ts';
import type { LegRef } from '@shared/domain/site.ts';
import type { NoticeAction, NoticeContext } from './notices.ts';

export interface NotifierEvents {
  /** What a person asked for on the call they were shown: `leg` is mine, or null for no one call. */
  acted(leg: LegRef | null, action: NoticeAction, token: string): void;
  failed(why: string): void;
}

/** Tells the calls that ring, and what happens while no window is looked at. */
export interface Notifier {
  /** Makes what is shown the same as what rings. */
  update(ringing: readonly RingingCall[], context: NoticeContext): void;
  /** Says something that happened. */
  tell(title: string, body: string): void;
  /** Takes all away. */
  stop(): void;
}
