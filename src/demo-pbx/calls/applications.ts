import type { Leg } from '../world/leg.ts';
import type { World } from '../world/world.ts';
import { dialOutside, dialUser } from './dial.ts';
import { eavesdrop } from './eavesdrop.ts';
import type { Exchange } from './exchange.ts';
import { execute, executed } from './execute.ts';
import { goes, hangup } from './hangup.ts';

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
      return eavesdrop(pbx, leg, data);
    case 'park':
      return parked(pbx, leg);
    case 'hangup':
      execute(world, leg, application, data);
      executed(world, leg);
      return hangup(world, leg, data || 'NORMAL_CLEARING');
    case 'respond':
      execute(world, leg, application, data);
      executed(world, leg);
      return hangup(world, leg);
    case 'callcenter':
      stays(pbx, leg, application, data);
      return pbx.queues.join(leg, data.split('@')[0] ?? '');
    default:
      return stays(pbx, leg, application, data);
  }
}

/** An application that goes on until the leg is taken from it, or hangs up. */
function stays(pbx: Exchange, leg: Leg, application: string, data: string): void {
  const { world } = pbx;
  execute(world, leg, application, data);
  pbx.letGo(leg);
  leg.stopApp = () => undefined;
  leg.unwind = () => {
    if (application === 'playback') cutShort(world, leg);
    else executed(world, leg);
    goes(world, leg);
  };
}

/** Whoever heard it has hung up: FreeSWITCH calls that an error of the playback. */
function cutShort(world: World, leg: Leg): void {
  const ms = world.now() - leg.times.answered;
  leg.setAll({
    playback_last_offset_pos: String(Math.floor(ms / 20) * 160),
    playback_seconds: String(Math.floor(ms / 1000)),
    playback_ms: String(ms),
    playback_samples: String(ms * 8),
    current_application_response: 'PLAYBACK ERROR',
  });
  executed(world, leg, 'PLAYBACK ERROR');
}

/** The leg waits for whoever takes it up. */
export function parked(pbx: Exchange, leg: Leg): void {
  const { world } = pbx;
  world.setState(leg, 'CS_PARK');
  world.tell('CHANNEL_PARK', leg);
  pbx.letGo(leg);
  leg.stopApp = () => world.tell('CHANNEL_UNPARK', leg);
  leg.unwind = () => {
    world.tell('CHANNEL_UNPARK', leg);
    goes(world, leg);
  };
}
