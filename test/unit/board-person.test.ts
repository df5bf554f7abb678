import { describe, expect, it } from 'vitest';
import { personOf, type Known } from '../../src/shared/board/person.ts';
import { rowFrom, type Agent } from '../../src/shared/board/rows.ts';
import { channelFromRow, type Channel } from '../../src/shared/domain/channel.ts';

const NOW_S = 1_795_828_800;
const NOW = NOW_S * 1000;

const agent = (change: Readonly<Record<string, string>> = {}): Agent =>
  rowFrom('agents', {
    name: '201@pbx.example.test',
    status: 'Available',
    state: 'Waiting',
    wrap_up_time: '10',
    last_bridge_end: '0',
    last_status_change: String(NOW_S - 600),
    ...change,
  }) as Agent;

const leg = (change: Partial<Channel>): Channel => ({
  ...(channelFromRow({ uuid: 'u', callstate: 'ACTIVE', direction: 'outbound' }) as Channel),
  createdMs: NOW - 50_000,
  answeredMs: NOW - 40_000,
  stateMs: NOW - 30_000,
  ...change,
});

function stateOf(known: Partial<Known>, nowMs = NOW) {
  const all = {
    key: '201@pbx.example.test',
    agent: agent(),
    registered: true,
    goneMs: 0,
    legs: [],
  };
  const { state, sinceMs, untilMs, phoneGone } = personOf({ ...all, ...known }, nowMs);
  return { state, ago: sinceMs === 0 ? 0 : (nowMs - sinceMs) / 1000, untilMs, phoneGone };
}

describe('what somebody does', () => {
  it.each([
    ['free', {}, 600],
    ['break', { agent: agent({ status: 'On Break' }) }, 600],
    ['logged-out', { agent: agent({ status: 'Logged Out' }) }, 600],
    ['talks', { legs: [leg({})] }, 40],
    ['holds', { legs: [leg({ callstate: 'HELD' })] }, 30],
    ['holds', { legs: [leg({ onMusic: true })] }, 30],
    ['rings', { legs: [leg({ callstate: 'RINGING', answeredMs: 0 })] }, 30],
    ['calls', { legs: [leg({ callstate: 'RINGING', answeredMs: 0, direction: 'inbound' })] }, 30],
  ] as const)('%s', (state, known, ago) => {
    expect(stateOf(known)).toEqual({ state, ago, untilMs: 0, phoneGone: false });
  });

  it('is talking, whatever else rings, is on hold or has hung up', () => {
    const others = [
      leg({ uuid: 'a', callstate: 'RINGING', answeredMs: 0 }),
      leg({ uuid: 'b', callstate: 'HELD' }),
    ];
    expect(stateOf({ legs: [...others, leg({})] }).state).toBe('talks');
    expect(stateOf({ legs: [leg({ callstate: 'HANGUP' })] }).state).toBe('free');
  });

  it('is a call, although the status says a break', () => {
    expect(stateOf({ agent: agent({ status: 'On Break' }), legs: [leg({})] }).state).toBe('talks');
  });

  it('is no wrap-up before a call, the wrap-up after one, and free from its end', () => {
    const ended = { agent: agent({ last_bridge_end: String(NOW_S - 4) }) };
    expect(stateOf(ended)).toMatchObject({
      state: 'wraps-up',
      ago: 4,
      untilMs: (NOW_S + 6) * 1000,
    });
    expect(stateOf(ended, NOW + 6_000)).toMatchObject({ state: 'free', ago: 0 });
    expect(stateOf(ended, NOW + 9_000)).toMatchObject({ state: 'free', ago: 3 });
  });

  it('is a break from the moment it was set, also within the wrap-up', () => {
    const change = { status: 'On Break', last_bridge_end: String(NOW_S - 4) };
    expect(stateOf({ agent: agent(change) }).state).toBe('break');
  });
});

describe('a phone that is gone', () => {
  it('is said of who would be offered calls, since when it went', () => {
    const gone = { registered: false, goneMs: NOW - 7_000 };
    expect(stateOf(gone)).toEqual({ state: 'unreachable', ago: 7, untilMs: 0, phoneGone: true });
    expect(stateOf({ ...gone, agent: agent({ status: 'Available (On Demand)' }) }).phoneGone).toBe(
      true,
    );
  });

  it('is nothing to worry about with who is logged out or on a break', () => {
    for (const status of ['Logged Out', 'On Break'])
      expect(stateOf({ registered: false, agent: agent({ status }) }).phoneGone).toBe(false);
  });

  it('is not guessed where the PBX does not say who is registered', () => {
    expect(stateOf({ registered: undefined })).toMatchObject({ state: 'free', phoneGone: false });
  });

  it('is what a colleague without a queue is told by', () => {
    expect(stateOf({ agent: undefined }).state).toBe('free');
    expect(stateOf({ agent: undefined, registered: false }).state).toBe('unreachable');
  });
});
