import * as v from 'valibot';
import { keyOfCall, type RingingCall } from '../calls/desk.ts';
import { CARD_COMMANDS } from '../commands/command.ts';
import { OUTCOMES } from '../history/record.ts';

const text = v.pipe(v.string(), v.maxLength(4096));

/** A button that a rule puts on a card. */
export const CardButton = v.object({ rule: text, label: text });
export type CardButton = v.InferOutput<typeof CardButton>;

/** One inbound call on the pop-up. It is bound to its call for as long as it is shown. */
export const Card = v.object({
  /** Legs of one call share it: what the card is kept by (keyOfCall). */
  key: text,
  /** The site's name where there are several, or ''. */
  siteName: text,
  /** My leg, which the buttons act on. */
  uuid: text,
  name: text,
  number: text,
  /** The name as the caller sent it, where `name` is another; else ''. */
  sentName: text,
  /** The queue or number the caller dialled, or ''. */
  dialled: text,
  /** The queue that rings it, or ''. */
  queue: text,
  /** When the caller came to the PBX (ms by this computer's clock); 0 where that is not known. */
  arrivedMs: v.number(),
  /** The last contact that is over (ms since the epoch), and what became of it. */
  last: v.nullable(v.object({ atMs: v.number(), outcome: v.picklist(OUTCOMES) })),
  /** ms since the epoch by this computer's clock. */
  sinceMs: v.number(),
  /** ms since the epoch, by this computer's clock, when it stopped ringing; 0 while it rings. */
  endedMs: v.number(),
  buttons: v.array(CardButton),
  /** Why each of its commands cannot be given; '' when it can. */
  reasons: v.record(v.picklist(CARD_COMMANDS), text),
});
export type Card = v.InferOutput<typeof Card>;

/** The heads-up: on which call a hotkey acted, and how it went. */
export const Said = v.object({
  id: v.number(),
  tone: v.picklist(['good', 'bad']),
  text,
  detail: text,
});
export type Said = v.InferOutput<typeof Said>;

const RINGTONES = ['none', 'soft', 'bright', 'classic'] as const;

/** All that the pop-up window shows and plays. */
export const PopupView = v.object({
  cards: v.array(Card),
  /** Calls that ring beyond those there is room for. */
  more: v.number(),
  said: v.nullable(Said),
  /** ms since the epoch when this was sent. */
  nowMs: v.number(),
  /** Where on this window the pointer was when this was sent, null where it was not on it. */
  pointer: v.nullable(v.object({ x: v.number(), y: v.number() })),
  /** The edge the window stands at: it grows away from it, so that cards keep their place. */
  anchor: v.picklist(['top', 'bottom']),
  /** s that a call may ring, where somebody set a limit; else 0. */
  ringLimitSec: v.number(),
  /** What to play while a call rings; `none` for silence. */
  ringtone: v.picklist(RINGTONES),
  /** 0 to 100. */
  volume: v.number(),
});
export type PopupView = v.InferOutput<typeof PopupView>;

/** ms a card stays, marked, after its call stopped ringing. */
export const FAREWELL_MS = 1_500;
/** px; styles of src/renderer/src/popup. */
export const CARD_HEIGHT = 152;
export const SAID_HEIGHT = 64;
export const MORE_HEIGHT = 26;
export const POPUP_WIDTH = 372;

/** What a card shows beside the call itself. */
export interface Naming {
  readonly name: string;
  readonly sentName: string;
  readonly last: Card['last'];
  /** What the site it rings on is called, where there are several; else ''. */
  readonly siteName: string;
  readonly reasons: Card['reasons'];
}

/** Most cards at once, whatever the display has room for: nobody reads more. */
export const MAX_CARDS = 8;

/**
 * The cards after a change of what rings. Cards keep their order and their place: one whose call
 * ended stays, marked, until `sweep` takes it, so that no other card moves under the pointer.
 * @param most cards there are room for; calls beyond have none yet, and cost nothing
 */
export function nextCards(
  cards: readonly Card[],
  ringing: readonly RingingCall[],
  nowMs: number,
  naming: (call: RingingCall) => Naming,
  buttons: (call: RingingCall) => readonly CardButton[],
  most = MAX_CARDS,
): Card[] {
  const rings = new Map(ringing.map((call) => [keyOfCall(call), call]));
  const kept = cards.map((card): Card => {
    const call = rings.get(card.key);
    if (!call) return card.endedMs > 0 ? card : { ...card, endedMs: nowMs };
    rings.delete(card.key);
    return cardOf(call, naming(call), buttons(call));
  });
  for (const call of rings.values()) {
    if (kept.length >= most) break;
    kept.push(cardOf(call, naming(call), buttons(call)));
  }
  return kept;
}

const cardOf = (
  call: RingingCall,
  { siteName, ...naming }: Naming,
  buttons: readonly CardButton[],
): Card => ({
  key: keyOfCall(call),
  siteName,
  uuid: call.uuid,
  ...naming,
  number: call.party.number,
  dialled: call.dialled,
  queue: call.queue,
  arrivedMs: call.arrivedMs,
  sinceMs: call.sinceMs,
  endedMs: 0,
  buttons: [...buttons],
});

/** How many calls ring that have no card. */
export function withoutCard(cards: readonly Card[], ringing: readonly RingingCall[]): number {
  const shown = new Set(cards.map(({ key }) => key));
  return ringing.filter((call) => !shown.has(keyOfCall(call))).length;
}

/** Takes away the cards that said farewell; none while the pointer is on the pop-up. */
export const sweep = (cards: readonly Card[], nowMs: number, pointed: boolean): Card[] =>
  cards.filter((card) => card.endedMs === 0 || pointed || nowMs - card.endedMs < FAREWELL_MS);

/** px that the window needs in height for what it shows; 0 when it shows nothing. */
export const popupHeight = (view: Pick<PopupView, 'cards' | 'said' | 'more'>): number =>
  view.cards.length * CARD_HEIGHT +
  (view.said ? SAID_HEIGHT : 0) +
  (view.more > 0 ? MORE_HEIGHT : 0);
