import type { Notice } from '@shared/ipc/contract.ts';
import type { NoticeAction } from '../lib/notice-action.ts';

/** Something that the person is told. */
export interface Message {
  readonly id: number;
  readonly tone: Notice['tone'];
  readonly text: string;
  /** The technical cause, shown when asked for; '' for none. */
  readonly detail: string;
  readonly action?: NoticeAction;
  /** When it was told last (ms), and how often. */
  readonly atMs: number;
  readonly times: number;
}

/** ms a message stands; what can be taken back can be for as long. */
export const STANDS_MS: Readonly<Record<Message['tone'], number>> = {
  info: 8_000,
  good: 8_000,
  bad: 15_000,
};
/** Messages that can be read again. */
const MOST = 20;

/** Takes a message in. One that says what another said is that one, told again. */
export function received(list: readonly Message[], message: Message): Message[] {
  const same = list.find(({ tone, text }) => tone === message.tone && text === message.text);
  const others = same ? list.filter((other) => other !== same) : list;
  return [...others, { ...message, times: message.times + (same?.times ?? 0) }].slice(-MOST);
}

export const isStanding = ({ tone, atMs }: Message, nowMs: number): boolean =>
  nowMs - atMs < STANDS_MS[tone];

/**
 * The message to show: the last that stands. The one that is shown stays while a hand or the focus is on it,
 * and one with something to take back until its time is over, unless something went wrong meanwhile.
 * @param shownId of the one that is shown, null for none
 */
export function onTop(
  list: readonly Message[],
  shownId: number | null,
  held: boolean,
  nowMs: number,
): Message | undefined {
  const shown = list.find(({ id }) => id === shownId);
  if (shown && held) return shown;
  const standing = list.filter((message) => isStanding(message, nowMs));
  const last = standing.at(-1);
  const keeps = shown?.action && standing.includes(shown) && last?.tone !== 'bad';
  return keeps ? shown : last;
}
