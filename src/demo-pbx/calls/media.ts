import type { Leg } from '../world/leg.ts';
import type { World } from '../world/world.ts';
import { PACKET_MS } from './execute.ts';

type Bug = Leg['bugs'][number];

const bugHead = ({ kind, target }: Bug) => ({
  'Media-Bug-Function': kind,
  'Media-Bug-Target': target,
});

/** Something begins to listen to a leg's audio. */
export function startBug(world: World, leg: Leg, bug: Bug): void {
  leg.bugs.push(bug);
  world.tell('MEDIA_BUG_START', leg, { head: bugHead(bug) });
}

export function stopBug(world: World, leg: Leg, bug: Bug): void {
  const at = leg.bugs.findIndex(({ kind, target }) => kind === bug.kind && target === bug.target);
  if (at < 0) return;
  leg.bugs.splice(at, 1);
  if (world.legs.has(leg.uuid)) world.tell('MEDIA_BUG_STOP', leg, { head: bugHead(bug) });
}

const MUTE = { kind: 'audio', target: 'mute' };

/** `uuid_audio`: mutes a leg, or lets it be heard again. */
export function setMute(world: World, leg: Leg, on: boolean): void {
  if (on && !leg.bugs.includes(MUTE)) startBug(world, leg, MUTE);
  // The thread that carries the audio lets go of it with the next packet.
  if (!on) world.later(leg, PACKET_MS / 2, () => stopBug(world, leg, MUTE));
}

/** Digits that FreeSWITCH takes. `w` and `W` wait, `@` names how long each is sounded (ms). */
export const isDigits = (text: string): boolean => /^[0-9a-d*#wfW]+(@\d+)?$/i.test(text);

/**
 * Digits of a leg's party. Where something reads them it gets them; a listener that may not be steered
 * by keys leaves them unread, and then nobody is told.
 * @param source RTP from the phone, APP from `uuid_recv_dtmf`
 */
export function receiveDigits(
  world: World,
  leg: Leg,
  digits: string,
  source: 'RTP' | 'APP' = 'APP',
): void {
  for (const digit of digits) {
    world.later(leg, PACKET_MS, () => {
      if (leg.deaf) return;
      leg.digits += digit;
      world.tell('DTMF', leg, {
        tail: { 'DTMF-Digit': digit, 'DTMF-Duration': '2000', 'DTMF-Source': source },
      });
      leg.onDigit?.(digit);
    });
  }
}

/** Digits sent to the phone of a leg: FreeSWITCH notes how long the sending takes (ms). */
export function sendDigits(world: World, leg: Leg, digits: string): void {
  world.later(leg, PACKET_MS, () =>
    leg.set('last_dtmf_duration', String(500 * Math.max(1, digits.length))),
  );
}
