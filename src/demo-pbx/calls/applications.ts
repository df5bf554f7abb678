import type { Leg } from '../world/leg.ts';
import type { World } from '../world/world.ts';
import { answerHere } from './arrive.ts';
import { dialOutside, dialUser } from './dial.ts';
import { eavesdrop } from './eavesdrop.ts';
import type { Exchange } from './exchange.ts';
import { execute, executed } from './execute.ts';
import { goes, hangup } from './hangup.ts';
import { intercept } from './intercept.ts';
import { parked } from './park.ts';
import { valetPark } from './valet.ts';

/** Runs an application on a leg, as the dialplan and `&app(args)` of an originate do. */
export function run(pbx: Exchange, leg: Leg, application: string, data: string): void {
  const { world } = pbx;
  switch (application) {
    case 'bridge': {
      const extension = /^(?:\{[^}]*\})?user\/([^@,]+)/.exec(data)?.[1];
      if (extension !== undefined) dialUser(pbx, leg, extension, 60_000);
      else dialOutside(pbx, leg, data.split('/').pop() ?? '');
      return;
    }
    case 'eavesdrop':
    case 'three_way':
      return eavesdrop(pbx, leg, application, data);
    case 'intercept':
      return intercept(pbx, leg, data);
    case 'valet_park':
      return valetPark(pbx, leg, data);
    case 'answer':
      return answerHere(world, leg);
    case 'park':
      return parked(pbx, leg, true);
    case 'hangup':
      execute(world, leg, application, data);
      executed(world, leg);
      return hangup(world, leg, data || 'NORMAL_CLEARING');
    case 'respond':
      return respond(world, leg, data);
    case 'callcenter':
      stays(pbx, leg, application, data);
      return pbx.queues.join(leg, data.split('@')[0] ?? '');
    default:
      return stays(pbx, leg, application, data);
  }
}

/** Refuses the call by a SIP status, or ends it: the application is over with the call. */
function respond(world: World, leg: Leg, status: string): void {
  execute(world, leg, 'respond', status);
  leg.unwind = () => {
    executed(world, leg);
    goes(world, leg);
  };
  hangup(world, leg, status === '486' ? 'USER_BUSY' : 'NORMAL_CLEARING');
}

/** An application that goes on until the leg is taken from it, or hangs up. */
function stays(pbx: Exchange, leg: Leg, application: string, data: string): void {
  const { world } = pbx;
  execute(world, leg, application, data);
  const file = { 'Playback-File-Path': data };
  if (application === 'playback') world.tell('PLAYBACK_START', leg, { tail: file });
  pbx.letGo(leg);
  leg.stopApp = () => {
    if (application === 'playback')
      world.tell('PLAYBACK_STOP', leg, { tail: { ...file, 'Playback-Status': 'break' } });
  };
  leg.unwind = () => {
    if (application === 'playback') cutShort(world, leg, data);
    else executed(world, leg);
    goes(world, leg);
  };
}

/** Whoever heard it has hung up: FreeSWITCH calls that an error of the playback. */
function cutShort(world: World, leg: Leg, path: string): void {
  const ms = world.now() - leg.times.answered;
  leg.setAll({
    playback_last_offset_pos: String(Math.floor(ms / 20) * 160),
    playback_seconds: String(Math.floor(ms / 1000)),
    playback_ms: String(ms),
    playback_samples: String(ms * 8),
    current_application_response: 'PLAYBACK ERROR',
  });
  world.tell('PLAYBACK_STOP', leg, {
    tail: { 'Playback-File-Path': path, 'Playback-Status': 'done' },
  });
  executed(world, leg, 'PLAYBACK ERROR');
}
