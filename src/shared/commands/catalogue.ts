import * as v from 'valibot';
import { isHeld } from '../calls/mine.ts';
import type { SpeaksTo } from '../domain/channel.ts';
import { entry, onLeg, type Situation } from './entry.ts';

const rings = (at: Situation): string | undefined => (at.ringsForMe ? at.uuid : undefined);
/** A call that does not ring for me, and is not about to end. */
const isUp = (at: Situation): boolean => !at.ringsForMe && at.status !== 'ending';
const takeable = (at: Situation): string | undefined => {
  if (at.mine) return undefined;
  if (at.status === 'parked') return at.uuid;
  return at.status === 'ringing' && at.otherUuid !== '' ? at.otherUuid : undefined;
};
const mineTalking = (at: Situation, muted: boolean): string | undefined =>
  at.mine && at.status === 'talking' && at.muted === muted ? at.uuid : undefined;

/** What a person typed, or chose. */
const Number = v.pipe(v.string(), v.maxLength(200));
/** Another is heard by those I listen to, proved by the key that FreeSWITCH then tells of. */
const speak = (to: Exclude<SpeaksTo, ''>) =>
  entry({
    input: { ...onLeg },
    label: () => (to === 'none' ? 'Only listen' : 'Speak'),
    failed: () => 'Could not change who hears you',
    target: () => undefined,
    proof: {
      by: 'leg',
      shows: (leg) => leg?.speaksTo === to,
      unproved: {
        kind: 'not-confirmed',
        message:
          'The PBX took it, but nothing shows that it was done. Who hears you is not known: hang up to be sure.',
      },
    },
  });

/**
 * Every command, one entry each, in the order in which a call's buttons stand. What follows from it:
 * type and schema (command.ts), the buttons of window, card, notification and tray, hotkeys and command line
 * (intents.ts), how it is confirmed (main/calls/commander.ts). Beside it each adapter has one line
 * (main/pbx/esl/table.ts, main/pbx/webitel/table.ts).
 */
export const COMMANDS = {
  answer: entry({
    input: { ...onLeg },
    label: () => 'Answer',
    failed: () => 'Could not answer',
    tone: 'primary',
    target: rings,
    proof: {
      by: 'leg',
      shows: (leg) => (leg?.answeredMs ?? 0) > 0,
      unproved: {
        kind: 'not-confirmed',
        message: 'The phone did not answer: it does not take that from the PBX. Answer it by hand.',
      },
    },
    inTray: true,
    onCards: () => 'Asking the phone to answer…',
    intent: { action: 'answer', done: () => 'Answered' },
  }),
  reject: entry({
    input: { ...onLeg },
    label: () => 'Reject',
    failed: () => 'Could not reject',
    tone: 'danger',
    target: rings,
    proof: { by: 'leg', shows: (leg) => !leg || leg.callstate === 'HANGUP', ends: true },
    inTray: true,
    onCards: () => 'Rejecting…',
  }),
  resume: entry({
    input: { ...onLeg },
    label: () => 'Resume',
    failed: () => 'Could not resume',
    target: (at) => (isUp(at) && at.status === 'held' ? at.holdUuid : undefined),
    proof: { by: 'leg', shows: (leg) => leg !== undefined && !isHeld(leg) },
    inTray: true,
    intent: { action: 'hold', fits: ({ state }) => state === 'held', done: () => 'Resumed' },
  }),
  hold: entry({
    input: { ...onLeg },
    label: () => 'Hold',
    failed: () => 'Could not hold',
    target: (at) => (isUp(at) && at.status === 'talking' ? at.holdUuid : undefined),
    proof: { by: 'leg', shows: (leg) => leg !== undefined && isHeld(leg) },
    inTray: true,
    intent: { action: 'hold', fits: ({ state }) => state !== 'held', done: () => 'On hold' },
  }),
  mute: entry({
    input: { ...onLeg },
    label: () => 'Mute',
    failed: () => 'Could not mute',
    target: (at) => mineTalking(at, false),
    proof: { by: 'reply', facts: { muted: true } },
    intent: { action: 'mute', fits: ({ muted }) => !muted, done: () => 'Muted' },
  }),
  unmute: entry({
    input: { ...onLeg },
    label: () => 'Unmute',
    failed: () => 'Could not unmute',
    target: (at) => mineTalking(at, true),
    proof: { by: 'reply', facts: { muted: false } },
    intent: { action: 'mute', fits: ({ muted }) => muted, done: () => 'Unmuted' },
  }),
  transfer: entry({
    input: { ...onLeg, number: Number, voicemail: v.boolean() },
    label: () => 'Transfer…',
    failed: () => 'The transfer failed',
    asks: 'destination',
    target: (at) =>
      (at.status === 'talking' || at.status === 'held') && at.otherUuid !== ''
        ? at.otherUuid
        : undefined,
    proof: { by: 'move' },
  }),
  hangup: entry({
    input: { ...onLeg },
    label: (at) => (at?.status === 'listening' ? 'Stop listening' : 'Hang up'),
    failed: () => 'Could not hang up',
    tone: 'danger',
    target: (at) => (isUp(at) ? at.uuid : undefined),
    proof: { by: 'leg', shows: (leg) => !leg || leg.callstate === 'HANGUP', ends: true },
    inTray: true,
    intent: { action: 'hangup', done: () => 'Hung up' },
  }),
  eavesdrop: entry({
    input: { ...onLeg },
    fromMyPhone: true,
    label: () => 'Listen in',
    failed: () => 'Could not listen in',
    target: (at) =>
      !at.mine && (at.status === 'talking' || at.status === 'held') ? at.hearUuid : undefined,
    proof: { by: 'my-phone', then: 'hears' },
  }),
  /** My phone rings, and once answered talks to whom the leg is of: a call of others that rings or is parked, or one I sent away. */
  take: entry({
    input: { ...onLeg },
    fromMyPhone: true,
    label: (at) => (at?.status === 'parked' ? 'Take' : 'Pick up'),
    failed: () => 'Could not take the call',
    target: takeable,
    proof: { by: 'my-phone', then: 'takes' },
  }),
  /** Whom my leg, which listens, speaks to. The words with names are of shared/calls/voice.ts. */
  'speak-none': speak('none'),
  'speak-own': speak('own'),
  'speak-partner': speak('partner'),
  'speak-both': speak('both'),
  /** My phone rings first, then `number` is called. */
  originate: entry({
    input: { number: Number, autoAnswer: v.boolean() },
    fromMyPhone: true,
    label: () => 'Call',
    failed: () => 'The call failed',
    target: () => undefined,
    proof: { by: 'my-phone' },
  }),
};
