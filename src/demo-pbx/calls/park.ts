import { causeOf } from '../world/causes.ts';
import type { Leg } from '../world/leg.ts';
import type { Exchange } from './exchange.ts';
import { execute, executed } from './execute.ts';
import { goes, hangup } from './hangup.ts';
import { breakOff, isPlayedTo } from './play.ts';

/**
 * The leg waits for whoever takes it up.
 * @param byApplication whether the application `park` does it: its row stays in CS_EXECUTE then
 */
export function parked(pbx: Exchange, leg: Leg, byApplication = false): void {
  const { world } = pbx;
  if (byApplication) execute(world, leg, 'park', '');
  else world.setState(leg, 'CS_PARK');
  world.tell('CHANNEL_PARK', leg);
  pbx.letGo(leg);
  leg.stopApp = () => world.tell('CHANNEL_UNPARK', leg);
  leg.unwind = () => {
    const cut = isPlayedTo(leg) ? 'PLAYBACK ERROR' : undefined;
    breakOff(world, leg, 'done', cut);
    world.tell('CHANNEL_UNPARK', leg);
    if (byApplication) executed(world, leg, cut);
    goes(world, leg);
  };
  endsAfter(pbx, leg);
}

/** `park_timeout=SECONDS[:CAUSE]`. FreeSWITCH counts whole seconds of its clock: the first may be short. */
function endsAfter({ world }: Exchange, leg: Leg): void {
  const [seconds = '', cause = 'NORMAL_CLEARING'] = leg.text('park_timeout').split(':');
  if (!/^\d+$/.test(seconds)) return;
  const { unwind } = leg;
  world.later(leg, Number(seconds) * 1000 - (world.now() % 1000), () => {
    if (leg.unwind === unwind) hangup(world, leg, causeOf(cause));
  });
}
