import { acknowledged, audioBegins, incoming } from '../variables/caller.ts';
import { Leg, PCMU } from '../world/leg.ts';
import type { World } from '../world/world.ts';
import { execute, executed } from './execute.ts';

/** Somebody outside, and the number they dialled. */
export interface OutsideCaller {
  readonly name: string;
  readonly number: string;
  readonly dialled: string;
}

/** A call from outside comes in: up to where the dialplan has it. */
export function arrive(world: World, { name, number, dialled }: OutsideCaller): Leg {
  const { random } = world;
  const uuid = random.uuid();
  const port = random.int(7100, 7999);
  const channelName = `sofia/external/${number}@127.0.0.1:${port}`;
  const leg = new Leg(uuid, 'inbound', channelName, {
    direction: 'inbound',
    logicalDirection: 'inbound',
    username: number,
    dialplan: 'XML',
    callerName: name,
    callerNumber: number,
    origCallerName: name,
    origCallerNumber: number,
    calleeName: '',
    calleeNumber: '',
    networkAddr: '127.0.0.1',
    ani: number,
    destination: dialled,
    uuid,
    source: 'mod_sofia',
    transferSource: '',
    context: 'public',
    rdnis: '',
    channelName,
    index: 1,
  });
  world.add(leg);
  world.setState(leg, 'CS_NEW');
  const nowMs = world.now();
  leg.times.profileCreated = nowMs;
  leg.times.created = nowMs;
  leg.readCodec = PCMU;
  leg.writeCodec = PCMU;
  const call = { number, name, dialled, port, sessionId: world.sessions };
  leg.setAll(incoming(leg, call, nowMs, random));
  world.setState(leg, 'CS_INIT');
  leg.stateNumber = 2;
  world.tell('CHANNEL_CREATE', leg);
  leg.state = 'CS_ROUTING';
  world.setCallstate(leg, 'RINGING');
  world.setState(leg, 'CS_ROUTING');
  world.setState(leg, 'CS_EXECUTE');
  return leg;
}

/** The application `answer`: the PBX itself takes the call. */
export function answerHere(world: World, leg: Leg): void {
  execute(world, leg, 'answer', '');
  if (!leg.answered) answerLeg(world, leg);
  executed(world, leg);
}

/** A caller is answered, by an application or by whoever takes the call from the phone that rings. */
export function answerLeg(world: World, leg: Leg): void {
  leg.times.answered = world.now();
  leg.answerState = 'answered';
  audioBegins(leg, world.random);
  world.tell('CHANNEL_ANSWER', leg);
  world.setCallstate(leg, 'ACTIVE');
  leg.set('endpoint_disposition', 'ANSWER');
  acknowledged(leg, world.random);
}
