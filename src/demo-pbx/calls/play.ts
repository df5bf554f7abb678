import type { Leg } from '../world/leg.ts';
import type { World } from '../world/world.ts';
import { execute, executed, PACKET_MS } from './execute.ts';

/** What is played to legs, until it is broken off. */
const playing = new WeakMap<
  Leg,
  { readonly app: NonNullable<Leg['app']>; readonly path: string }
>();

/**
 * `uuid_broadcast`: the leg's party hears it, and not the other side (docs/protocol,
 * hold-by-broadcast-and-break). What the leg did before goes on beneath it.
 */
export function playTo(world: World, leg: Leg, path: string): void {
  world.later(leg, PACKET_MS, () => {
    if (!leg.up || !leg.answered) return;
    breakOff(world, leg);
    const beneath = leg.app;
    execute(world, leg, 'playback', path);
    if (leg.app) playing.set(leg, { app: leg.app, path });
    leg.app = beneath;
    world.tell('PLAYBACK_START', leg, {
      tail: { 'Playback-File-Path': path, 'Playback-File-Type': 'tone_stream' },
    });
  });
}

/** Whether a leg's party hears something in place of the other side. */
export const isPlayedTo = (leg: Leg | undefined): boolean => leg !== undefined && playing.has(leg);

/**
 * `uuid_break`, or the leg is wanted elsewhere.
 * @param status what PLAYBACK_STOP says
 * @param response what the application answered
 */
export function breakOff(world: World, leg: Leg, status = 'break', response = 'FILE PLAYED'): void {
  const played = playing.get(leg);
  if (!played) return;
  playing.delete(leg);
  world.tell('PLAYBACK_STOP', leg, {
    tail: { 'Playback-File-Path': played.path, 'Playback-Status': status },
  });
  const beneath = leg.app;
  leg.app = played.app;
  executed(world, leg, response);
  leg.app = beneath;
}
