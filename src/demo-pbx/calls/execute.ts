import type { Leg } from '../world/leg.ts';
import type { World } from '../world/world.ts';

/** ms of one packet of audio: FreeSWITCH's threads look up that often (docs/protocol). */
export const PACKET_MS = 20;

/** A leg begins an application of the dialplan. */
export function execute(world: World, leg: Leg, name: string, data: string): void {
  leg.app = { name, data, uuid: world.random.uuid() };
  leg.set('current_application', name);
  if (data !== '') leg.set('current_application_data', data);
  world.tell('CHANNEL_EXECUTE', leg, {
    tail: {
      Application: name,
      ...(data === '' ? {} : { 'Application-Data': data }),
      'Application-UUID': leg.app.uuid,
    },
  });
  leg.again(['current_application']);
}

/** It has ended its application. @param response what became of it */
export function executed(world: World, leg: Leg, response = '_none_'): void {
  const { app } = leg;
  if (!app) return;
  // What it played is over: it reads what the phone sends again.
  if (leg.writeCodec) world.setReadCodec(leg, leg.writeCodec);
  world.tell('CHANNEL_EXECUTE_COMPLETE', leg, {
    tail: {
      Application: app.name,
      ...(app.data === '' ? {} : { 'Application-Data': app.data }),
      'Application-Response': response,
      'Application-UUID': app.uuid,
    },
  });
}

/** `set` and its like: begun and ended at once. */
export function setVariable(world: World, leg: Leg, name: string, value: string): void {
  execute(world, leg, 'set', `${name}=${value}`);
  leg.set(name, value);
  executed(world, leg);
}

/** A leg gets another destination: a new caller profile, which knows no other leg yet. */
export function redirect(
  world: World,
  leg: Leg,
  number: string,
  dialplan = 'XML',
  context = 'default',
): void {
  const { profile, times } = leg;
  const seconds = Math.floor(world.now() / 1000);
  const route = `${number}/${context}/${dialplan}`;
  profile.transferSource = `${seconds}:${world.random.uuid()}:bl_xfer:${route}`;
  Object.assign(profile, { rdnis: profile.destination, destination: number, dialplan, context });
  profile.index += 1;
  times.profileCreated = world.now();
  times.bridged = 0;
  const hops = leg.text('max_forwards');
  leg.set('max_forwards', hops === '' ? '70' : String(Number(hops) - 1));
  leg.push('transfer_history', profile.transferSource);
  leg.set('transfer_source', profile.transferSource);
}

/** A list of applications is no number: once it is routed the leg has the one it had (docs/protocol). */
export function notANumber({ profile }: Leg, dialplan: string): void {
  if (dialplan === 'inline') profile.destination = profile.rdnis;
}

/** The dialplan has found what a number means. @param flip what happens on the way to executing it */
export function match(leg: Leg, found: readonly string[], flip?: () => void): void {
  leg.again(['call_uuid']);
  leg.set('DP_MATCH', found);
  flip?.();
}
