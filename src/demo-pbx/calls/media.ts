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

/** `uuid_record … start`. */
export function startRecord(world: World, leg: Leg, path: string): void {
  world.tell('RECORD_START', leg, { tail: { 'Record-File-Path': path } });
  startBug(world, leg, { kind: 'session_record', target: path });
}

/** `uuid_record … stop`: nobody spoke, as in the capture, and the file is thrown away. */
export function stopRecord(world: World, leg: Leg, path: string): boolean {
  const bug = { kind: 'session_record', target: path };
  if (!leg.bugs.some(({ kind, target }) => kind === bug.kind && target === bug.target))
    return false;
  leg.setAll({
    record_file_size: '44',
    RECORD_DISCARDED: 'true',
    record_samples: '0',
    record_seconds: '0',
    record_ms: '0',
    record_completion_cause: 'empty-file',
  });
  world.tell('RECORD_STOP', leg, {
    tail: { 'Record-File-Path': path, 'Record-Completion-Cause': 'empty-file' },
  });
  stopBug(world, leg, bug);
  return true;
}

const MUTE = { kind: 'audio', target: 'mute' };

/** `uuid_audio`: mutes a leg, or lets it be heard again. */
export function setMute(world: World, leg: Leg, on: boolean): void {
  if (on && !leg.bugs.includes(MUTE)) startBug(world, leg, MUTE);
  // The thread that carries the audio lets go of it with the next packet.
  if (!on) world.later(leg, PACKET_MS / 2, () => stopBug(world, leg, MUTE));
}

/** Digits that the phone of a leg sends. */
export function receiveDigits(world: World, leg: Leg, digits: string): void {
  for (const digit of digits) {
    world.later(leg, PACKET_MS, () => {
      leg.digits += digit;
      world.tell('DTMF', leg, {
        tail: { 'DTMF-Digit': digit, 'DTMF-Duration': '2000', 'DTMF-Source': 'APP' },
      });
    });
  }
}

/** Digits sent to the phone of a leg: FreeSWITCH notes how long the sending takes (ms). */
export function sendDigits(world: World, leg: Leg, digits: string): void {
  world.later(leg, PACKET_MS, () =>
    leg.set('last_dtmf_duration', String(500 * Math.max(1, digits.length))),
  );
}
