import type { Leg } from '../world/leg.ts';
import { isPlayedTo } from './play.ts';

/** What a leg's phone or FreeSWITCH keeps from being heard. */
const silent = (leg: Leg): boolean =>
  leg.callstate === 'HELD' || leg.bugs.some(({ kind }) => kind === 'audio');

/**
 * Whether the party of `ear` hears the party of `mouth` now, as tones of each party's own showed it on a
 * FreeSWITCH: through a bridge, as a listener, or from a listener.
 */
export function hears(ear: Leg, mouth: Leg): boolean {
  if (ear === mouth || !ear.up || !mouth.up || silent(mouth) || isPlayedTo(ear)) return false;
  if (ear.peer === mouth && ear.callstate !== 'HELD') return true;
  return listensTo(ear, mouth) || isSpokenTo(ear, mouth);
}

function listensTo(ear: Leg, mouth: Leg): boolean {
  const { spy } = ear;
  if (!spy) return false;
  const { target, hears: side } = spy;
  return (side.own && mouth === target) || (side.partner && mouth === target.peer);
}

function isSpokenTo(ear: Leg, mouth: Leg): boolean {
  const { spy } = mouth;
  if (!spy) return false;
  const { target, speaksTo } = spy;
  return (speaksTo.own && ear === target) || (speaksTo.partner && ear === target.peer);
}
