import { merged, refused } from '../variables/phone.ts';
import { causeOf } from '../world/causes.ts';
import { Leg, type Target } from '../world/leg.ts';
import { run } from './applications.ts';
import type { Exchange } from './exchange.ts';
import { match, notANumber, PACKET_MS, redirect } from './execute.ts';
import { flip } from './flip.ts';
import { routed } from './inline.ts';
import { destroy, hangup, tellHangup, toHangup, toReporting } from './hangup.ts';
import { loopback } from './loopback.ts';
import type { Origination } from './origination.ts';
import { place, ring } from './place.ts';

/** Says what became of it: `+OK uuid` or `-ERR CAUSE`, with a line break. Called once. */
export type Reply = (text: string) => void;

const failed = (reply: Reply, cause: string): void => reply(`-ERR ${cause}\n`);

/** Rings a phone for nobody, and sends it on once it is answered. */
export function originate(pbx: Exchange, wanted: Origination, reply: Reply): void {
  const [kind = '', ...where] = wanted.dial.split('/');
  const rest = where.join('/');
  switch (kind) {
    case 'user':
      return toUser(pbx, wanted, rest, reply);
    case 'sofia':
      return toSofia(pbx, wanted, rest, reply);
    case 'loopback':
      return loopback(pbx, wanted, where[0] ?? '', (cause) => failed(reply, cause));
    case 'error':
      return failed(reply, causeOf(rest));
    default:
      return failed(reply, 'CHAN_NOT_IMPLEMENTED');
  }
}

function toUser(pbx: Exchange, wanted: Origination, address: string, reply: Reply): void {
  const [extension = '', domain = pbx.domain] = address.split('@');
  const target = domain === pbx.domain ? pbx.targetOf(extension) : undefined;
  if (!target) return failed(reply, 'SUBSCRIBER_ABSENT');
  const { variables } = wanted;
  const own =
    variables['sip_auto_answer'] === 'true' ||
    /answer-after=0/.test(variables['sip_h_Call-Info'] ?? '')
      ? 0
      : pbx.phones.get(extension)?.answersOwnAfter;
  rings(pbx, wanted, target, own, reply);
}

/** @param answersAfter ms until it answers; undefined: it rings until told */
function rings(
  pbx: Exchange,
  wanted: Origination,
  target: Target,
  answersAfter: number | undefined,
  reply: Reply,
): void {
  const { world } = pbx;
  const leg = placed(pbx, wanted, target);
  leg.onHangup = () => failed(reply, leg.cause);
  leg.onAnswer = () => {
    world.tell('CHANNEL_OUTGOING', leg);
    world.later(leg, PACKET_MS, () => {
      leg.onHangup = undefined;
      goOn(pbx, leg, wanted, () => reply(`+OK ${leg.uuid}\n`));
    });
  };
  world.later(leg, PACKET_MS, () => {
    ring(world, leg);
    pbx.behave(leg, answersAfter);
  });
  // FreeSWITCH counts whole seconds of its clock: the first may be short.
  const limitMs = wanted.timeoutSec * 1000 - (world.now() % 1000);
  world.later(leg, limitMs, () => {
    if (!leg.answered) hangup(world, leg, 'NO_ANSWER');
  });
}

const placed = (pbx: Exchange, wanted: Origination, target: Target): Leg => {
  const uuid = wanted.variables['origination_uuid'];
  return place(pbx.world, {
    target,
    cidName: wanted.cidName,
    cidNumber: wanted.cidNumber,
    given: wanted.variables,
    ...(uuid === undefined ? {} : { uuid }),
  });
};

/** The phone is answered: its owner now calls, and who was to be called becomes the callee. */
function goOn(pbx: Exchange, leg: Leg, wanted: Origination, reply: () => void): void {
  const { world } = pbx;
  const { then } = wanted;
  merged(leg, pbx.ownerOf(leg), Object.keys(wanted.variables));
  if ('number' in then) {
    reply();
    redirect(world, leg, then.number, then.dialplan, then.context);
    world.setState(leg, 'CS_ROUTING');
    notANumber(leg, then.dialplan);
    match(leg, [then.number, then.number], () => flip(world, leg));
    world.setState(leg, 'CS_EXECUTE');
    routed(pbx, leg, then);
    return;
  }
  flip(world, leg);
  reply();
  world.setState(leg, 'CS_EXECUTE');
  leg.again(['call_uuid']);
  run(pbx, leg, then.application, then.data);
}

/** `sofia/PROFILE/NUMBER@HOST`, `sofia/gateway/NAME/NUMBER`: the world outside. */
function toSofia(pbx: Exchange, wanted: Origination, rest: string, reply: Reply): void {
  const { world } = pbx;
  const [profile = '', ...where] = rest.split('/');
  if (profile !== 'external' && profile !== 'internal' && profile !== 'gateway') {
    neverBorn(pbx);
    return failed(reply, 'INVALID_PROFILE');
  }
  const [destination = '', hostPort = '203.0.113.5:5060'] = (where.pop() ?? '').split('@');
  const target: Target = {
    destination,
    hostPort,
    profile: profile === 'internal' ? 'internal' : 'external',
  };
  if (profile === 'gateway') return rings(pbx, wanted, target, 2_500, reply);
  // Nobody listens at that address.
  const leg = placed(pbx, wanted, target);
  leg.set('sip_call_id', world.random.uuid());
  leg.again(['sip_local_network_addr']);
  leg.setAll({ sip_reply_port: '0', sip_network_port: '0' });
  refused(leg, 'NORMAL_TEMPORARY_FAILURE');
  tellHangup(world, leg, 'NORMAL_TEMPORARY_FAILURE');
  toHangup(world, leg);
  toReporting(world, leg, () => failed(reply, 'NORMAL_TEMPORARY_FAILURE'));
  destroy(world, leg);
}

/** A leg that could not even be made: all that is heard of it is its end. */
function neverBorn({ world }: Exchange): void {
  const uuid = world.random.uuid();
  const leg = new Leg(uuid, 'outbound', 'N/A', NOBODY);
  world.add(leg);
  leg.state = 'CS_NONE';
  leg.setAll({
    direction: 'outbound',
    is_outbound: 'true',
    uuid,
    call_uuid: uuid,
    session_id: String(world.sessions),
  });
  world.tell('CHANNEL_DESTROY', leg);
  world.legs.delete(uuid);
  leg.state = 'CS_DESTROY';
  world.tell('CHANNEL_STATE', leg);
}

const NOBODY = {
  direction: 'outbound',
  logicalDirection: 'outbound',
  username: '',
  dialplan: '',
  callerName: '',
  callerNumber: '',
  origCallerName: '',
  origCallerNumber: '',
  calleeName: '',
  calleeNumber: '',
  networkAddr: '',
  ani: '',
  destination: '',
  uuid: '',
  source: '',
  transferSource: '',
  context: '',
  rdnis: '',
  channelName: '',
  index: 1,
} as const;
