import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { toJson, toPlain } from '../../src/demo-pbx/esl/frames.ts';
import { differences, type Loosely } from '../support/compare.ts';
import { startDemoPbx, type DemoPbx } from '../support/demo.ts';
import { FrameReader, valueOf, type Frame } from '../support/frames.ts';
import { captured, retell, type Conditions, type Happening } from '../support/scenario.ts';

/*
 * The demo PBX against the captures of a real FreeSWITCH, frame by frame: content types, events and
 * the order of their headers, values, answers byte for byte. modesl alone does the talking.
 * test/support/compare.ts lists what must differ.
 */
const CALLER = { number: '+46701234567', name: "Åsa, O'Neil 50%" };

/** The phone of an extension that rings. */
const ringingAt = (demo: DemoPbx, extension: string): string =>
  [...demo.world.legs.values()].find(
    (leg) => leg.extension === extension && !leg.answered && leg.up,
  )?.uuid ?? '';

/** It rings until told: `call_timeout=6` did not end the ringing in the captures either. */
const calls = (t: number, caller = CALLER): Happening => ({
  t,
  act: (demo) => void demo.inbound({ to: '201', ...caller, ringMs: 60_000 }),
});
const answers = (t: number, extension: string): Happening => ({
  t,
  act: (demo) => void demo.answer(ringingAt(demo, extension)),
});
const rejects = (t: number, extension: string): Happening => ({
  t,
  act: (demo) => void demo.reject(ringingAt(demo, extension)),
});
/** Whoever recorded ended what was left by `hupall`, on another connection. */
const hupall = (t: number): Happening => ({
  t,
  act: (demo) => demo.pbx.hangupAll('MANAGER_REQUEST'),
});

/** The caller's ACK comes when it comes: before, between or after what follows the answer. */
const ACK = /^variable_sip_(to_tag|cseq|from_tag|call_id|full_via|from_display|full_from|full_to)$/;
const ackOf = (legs: RegExp): Loosely => ({ headers: [{ in: legs, names: ACK }] });
/** Which of two threads is first when both legs hang up at once. */
const CALL_UUID = { in: /HANGUP of LEG2$/, names: /^variable_call_uuid$/ };

const SCENARIOS: readonly {
  readonly capture: string;
  readonly happenings?: readonly Happening[];
  readonly conditions?: Conditions;
  readonly loosely?: Loosely;
}[] = [
  { capture: 'handshake-ok-and-errors' },
  { capture: 'control-errors' },
  { capture: 'snapshot-empty', conditions: { phones: ['200', '201', '202'] } },
  {
    capture: 'inbound-answered-hold-unhold-hangup-json',
    happenings: [calls(120), answers(2527, '201')],
  },
  {
    capture: 'inbound-answered-hold-unhold-hangup-plain',
    happenings: [calls(120), answers(2525, '201')],
    loosely: ackOf(/LEG1$/),
  },
  { capture: 'inbound-no-answer-timeout', happenings: [calls(120), hupall(8510)] },
  {
    capture: 'inbound-rejected-by-agent',
    happenings: [calls(120), rejects(2010, '201'), hupall(4277)],
  },
  {
    capture: 'originate-agent-to-agent-answered',
    happenings: [answers(1511, '201'), answers(3279, '202')],
  },
  {
    capture: 'originate-failures',
    // A phone rings until whole seconds of the clock are over: the clock must be the captured one.
    conditions: { startMs: 1_795_473_897_440, slowerMs: 45 },
    loosely: { answersApart: true },
  },
  {
    capture: 'eavesdrop-listen-whisper-barge',
    happenings: [
      calls(123),
      answers(1528, '201'),
      answers(4763, '200'),
      answers(11_445, '200'),
      hupall(14_174),
    ],
    loosely: { headers: [{ in: /LEG1$/, names: ACK }, CALL_UUID] },
  },
  {
    capture: 'transfer-blind-park-record-dtmf',
    conditions: { silent: true },
    happenings: [calls(125), answers(1534, '201'), answers(6895, '202'), hupall(9861)],
    loosely: ackOf(/LEG1$/),
  },
  {
    capture: 'caller-names-hostile',
    happenings: hostileCallers(),
    loosely: {
      ...ackOf(/LEG\d$/),
      // Four legs that have nothing to do with each other are hung up in the order of a hash table.
      byLegFrom: ({ event }) =>
        event !== undefined && valueOf(event, 'Hangup-Cause') === 'MANAGER_REQUEST',
    },
  },
  {
    capture: 'shutdown-with-live-call',
    happenings: [
      calls(121, { name: 'Before restart', number: '+4670000001' }),
      answers(1524, '201'),
      { t: 3463, act: (demo) => void demo.stop() },
    ],
    loosely: ackOf(/LEG1$/),
  },
];

/** Those of the capture, at their times: names in many scripts, with commands in them, or none. */
function hostileCallers(): Happening[] {
  const ours = new Map<string, string>();
  const happenings: Happening[] = [];
  for (const { event, t } of captured('caller-names-hostile').frames) {
    if (!event) continue;
    const uuid = valueOf(event, 'Unique-ID');
    const name = valueOf(event, 'Caller-Caller-ID-Name');
    const number = valueOf(event, 'Caller-Caller-ID-Number');
    if (valueOf(event, 'Event-Name') === 'CHANNEL_CREATE') {
      const act = (demo: DemoPbx): void =>
        void ours.set(uuid, demo.inbound({ to: '', did: '800', number, name }).caller);
      happenings.push({ t, act });
    }
    if (valueOf(event, 'Event-Name') !== 'CHANNEL_HANGUP') continue;
    if (valueOf(event, 'Hangup-Cause') === 'NORMAL_CLEARING')
      happenings.push({ t, act: (demo) => void demo.hangup(ours.get(uuid) ?? '') });
    else if (!happenings.some((happening) => happening.t === t)) happenings.push(hupall(t));
  }
  return happenings;
}

describe('what the demo PBX sends is what FreeSWITCH sent', () => {
  it.each(SCENARIOS)('$capture', async ({ capture, happenings = [], conditions, loosely }) => {
    const sent = await retell(capture, happenings, conditions);
    expect(differences(sent, captured(capture).frames, loosely)).toEqual([]);
  });

  it('notices what differs', () => {
    const { frames } = captured('inbound-answered-hold-unhold-hangup-json');
    const at = frames.findIndex(
      ({ event }) => event && valueOf(event, 'Event-Name') === 'CHANNEL_HOLD',
    );
    const changed = (change: (event: NonNullable<Frame['event']>) => Frame['event']): Frame[] =>
      frames.map((frame, i) =>
        i === at && frame.event ? { ...frame, event: change(frame.event) ?? [] } : frame,
      );
    expect(differences(frames, frames)).toEqual([]);
    expect(differences(frames.slice(1), frames)).not.toEqual([]);
    expect(
      differences(
        changed((event) => event.slice(0, -1)),
        frames,
      ),
    ).toHaveLength(1);
    expect(
      differences(
        changed((event) => [...event].reverse()),
        frames,
      ),
    ).toHaveLength(1);
    const renamed = changed((event) =>
      event.map(([name, value]) => [name, name === 'Channel-Call-State' ? 'ACTIVE' : value]),
    );
    expect(differences(renamed, frames)).not.toEqual([]);
  });

  it.each([
    ['inbound-answered-hold-unhold-hangup-plain', toPlain],
    ['caller-names-hostile', toJson],
    ['transfer-blind-park-record-dtmf', toJson],
    ['originate-failures', toJson],
  ] as const)('writes the events of %s as they were written, byte for byte', (capture, write) => {
    const events = captured(capture).frames.filter(({ event }) => event);
    for (const { event = [], body } of events) {
      // The length is of the frame's making.
      const { _body, ...headers } = Object.fromEntries(
        event.filter(([name]) => name !== 'Content-Length'),
      );
      const text = write(_body === undefined ? { headers } : { headers, body: String(_body) });
      expect(text).toBe(body);
    }
    expect(events.length).toBeGreaterThan(60);
  });

  it('names the cause twice in CHANNEL_HANGUP_COMPLETE, in JSON too', async () => {
    const twice = (frames: readonly Frame[]): string[] =>
      frames
        .filter(({ event }) => event && valueOf(event, 'Event-Name') === 'CHANNEL_HANGUP_COMPLETE')
        .map(({ body }) => String(body.split('"Hangup-Cause"').length - 1));
    const capture = 'inbound-answered-hold-unhold-hangup-json';
    const sent = await retell(capture, [calls(120), answers(2527, '201')]);
    expect(twice(sent)).toEqual(twice(captured(capture).frames));
  });
});

/** Logins that modesl cannot make: chunks as they are, on a socket. */
describe('handshakes', () => {
  let demo: DemoPbx | undefined;
  afterEach(async () => {
    await demo?.stop();
    demo = undefined;
  });

  async function shake(
    capture: string,
    deny = false,
  ): Promise<{ sent: readonly Frame[]; want: Frame[] }> {
    demo = await startDemoPbx({ calm: true });
    demo.deny(deny);
    const { said, frames: want } = captured(capture);
    const { limitedUser, limitedPassword, password } = demo;
    const socket = connect(demo.port, '127.0.0.1');
    const reader = new FrameReader();
    const sent = reader.frames;
    let woken: () => void = () => undefined;
    socket.on('data', (data: Buffer) => {
      reader.read(data);
      woken();
    });
    const until = async (count: number): Promise<void> => {
      while (sent.length < count) await new Promise<void>((resolve) => (woken = resolve));
    };
    const commands = said.map(({ command }) =>
      command
        .replace('monitor@pbx.example.test:monitor-secret', `${limitedUser}:${limitedPassword}`)
        .replace('auth ClueCon', `auth ${password}`),
    );
    for (const [i, command] of commands.entries()) {
      await until(i + 1);
      socket.write(`${command}\n\n`);
    }
    await until(want.length);
    socket.destroy();
    return { sent, want };
  }

  it.each([
    'handshake-bad-password',
    'handshake-command-before-auth',
    'handshake-userauth-bad-password',
    'handshake-userauth-limited',
    'handshake-userauth-no-such-user',
  ])('%s', async (capture) => {
    const { sent, want } = await shake(capture);
    expect(differences(sent, want)).toEqual([]);
  });

  it('handshake-acl-denied', async () => {
    const { sent, want } = await shake('handshake-acl-denied', true);
    expect(differences(sent, want)).toEqual([]);
  });
});
