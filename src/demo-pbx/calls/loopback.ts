import { Leg, L16, type Profile } from '../world/leg.ts';
import type { Exchange } from './exchange.ts';
import { execute, executed } from './execute.ts';
import { destroy, tellHangup, toHangup, toReporting } from './hangup.ts';
import type { Origination } from './origination.ts';
import { CALLEE_NAME } from './place.ts';

/**
 * `loopback/NUMBER/default`: a leg that calls the dialplan itself. Here it always leads to
 * `respond 486`, the one end of it that was captured.
 */
export function loopback(
  pbx: Exchange,
  wanted: Origination,
  number: string,
  failed: (cause: string) => void,
): void {
  const { world } = pbx;
  const [a, b] = (['a', 'b'] as const).map((half) => make(pbx, wanted, number, half)) as [Leg, Leg];
  a.state = 'CS_NONE';
  a.stateNumber = 1;
  world.tell('CHANNEL_OUTGOING', a);
  a.setAll({
    ...wanted.variables,
    originate_early_media: 'true',
    originate_endpoint: 'loopback',
    other_loopback_leg_uuid: b.uuid,
    loopback_leg: 'A',
  });
  world.setState(a, 'CS_INIT');
  created(pbx, a);
  world.tell('CHANNEL_ORIGINATE', a);
  world.setState(a, 'CS_ROUTING');
  world.setState(a, 'CS_CONSUME_MEDIA');
  b.setAll({ ...wanted.variables, other_loopback_leg_uuid: a.uuid, loopback_leg: 'B' });
  world.setState(b, 'CS_INIT');
  created(pbx, b);
  b.state = 'CS_ROUTING';
  world.setCallstate(b, 'RINGING');
  world.setState(b, 'CS_ROUTING');
  world.setState(b, 'CS_EXECUTE');
  b.again(['call_uuid']);
  execute(world, b, 'respond', '486');
  executed(world, b);
  for (const leg of [b, a]) {
    tellHangup(world, leg, 'NORMAL_CLEARING');
    if (leg === b) toHangup(world, b);
  }
  toReporting(world, b);
  toHangup(world, a);
  toReporting(world, a);
  destroy(world, b);
  failed('NORMAL_CLEARING');
  destroy(world, a);
}

function created({ world }: Exchange, leg: Leg): void {
  leg.stateNumber = 2;
  world.tell('CHANNEL_CREATE', leg);
}

function make({ world }: Exchange, wanted: Origination, number: string, half: 'a' | 'b'): Leg {
  const uuid = world.random.uuid();
  const name = `loopback/${number}-${half}`;
  const direction = half === 'a' ? 'outbound' : 'inbound';
  const profile: Profile = {
    direction,
    logicalDirection: direction,
    username: '',
    dialplan: 'xml',
    callerName: wanted.cidName,
    callerNumber: wanted.cidNumber,
    origCallerName: wanted.cidName,
    origCallerNumber: wanted.cidNumber,
    calleeName: CALLEE_NAME,
    calleeNumber: 'default',
    networkAddr: '',
    ani: wanted.cidNumber,
    destination: number,
    uuid,
    source: 'mod_loopback',
    transferSource: '',
    context: 'default',
    rdnis: '',
    channelName: name,
    index: 1,
  };
  const leg = world.add(new Leg(uuid, direction, name, profile));
  leg.times.profileCreated = world.now();
  leg.times.created = world.now();
  leg.readCodec = L16;
  leg.writeCodec = L16;
  const codecs = { read_codec: 'L16', read_rate: '8000', write_codec: 'L16', write_rate: '8000' };
  leg.setAll({
    direction,
    ...(half === 'a' ? { is_outbound: 'true' } : {}),
    uuid,
    call_uuid: uuid,
    session_id: String(world.sessions),
    ...(half === 'a' ? { ...codecs, channel_name: name } : { channel_name: name, ...codecs }),
  });
  return leg;
}
