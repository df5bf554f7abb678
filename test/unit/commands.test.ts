import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ESL, eslOf } from '../../src/main/pbx/esl/table.ts';
import {
  COMMAND_KINDS,
  CommandRequest,
  CommandSchema,
  type CommandKind,
} from '../../src/shared/commands/command.ts';
import type { Situation } from '../../src/shared/commands/entry.ts';
import { offersAt, situationOf } from '../../src/shared/commands/offers.ts';

const UUID = '3e0f9839-3dac-4dc8-bdb4-ee36ca8f39c1';
const at = (more: Partial<Situation>): Situation => ({
  uuid: 'leg',
  holdUuid: 'to-hold',
  hearUuid: 'to-hear',
  otherUuid: '',
  status: 'talking',
  mine: true,
  ringsForMe: false,
  muted: false,
  ...more,
});
/** Each offer as `kind leg`, in the order of the buttons. */
const offers = (more: Partial<Situation>): string[] =>
  offersAt(at(more)).map(({ kind, uuid }) => `${kind} ${uuid}`);

describe('what a call offers', () => {
  it('that rings for me: to take it or not, and nothing else', () => {
    expect(offers({ status: 'ringing', ringsForMe: true })).toEqual(['answer leg', 'reject leg']);
  });
  it('of mine: hold or resume, the microphone, the end', () => {
    expect(offers({})).toEqual(['hold to-hold', 'mute leg', 'hangup leg']);
    expect(offers({ muted: true })).toEqual(['hold to-hold', 'unmute leg', 'hangup leg']);
    expect(offers({ status: 'held' })).toEqual(['resume to-hold', 'hangup leg']);
    expect(offers({ status: 'calling' })).toEqual(['hangup leg']);
  });
  it('of others: to listen, not their microphone', () => {
    expect(offers({ mine: false })).toEqual(['hold to-hold', 'hangup leg', 'eavesdrop to-hear']);
    expect(offers({ mine: false, status: 'ringing' })).toEqual(['hangup leg']);
  });
  it('that talks to somebody: to send that one elsewhere, whoever it is of', () => {
    expect(offers({ otherUuid: 'customer' })).toEqual([
      'hold to-hold',
      'mute leg',
      'transfer customer',
      'hangup leg',
    ]);
    expect(offers({ otherUuid: 'customer', status: 'ringing', ringsForMe: true })).toEqual([
      'answer leg',
      'reject leg',
    ]);
  });
  it('of others that rings or is parked: to take it', () => {
    const ringing = { mine: false, status: 'ringing', otherUuid: 'caller' } as const;
    expect(offers(ringing)).toEqual(['hangup leg', 'take caller']);
    expect(offers({ mine: false, status: 'parked' })).toEqual(['hangup leg', 'take leg']);
    expect(offers({ status: 'parked' })).toEqual(['hangup leg']);
  });
  it('that ends: nothing', () => {
    expect(offers({ status: 'ending' })).toEqual([]);
  });
  it('names the end of listening as what it is', () => {
    expect(offersAt(at({ status: 'listening' })).map(({ label }) => label)).toEqual([
      'Stop listening',
    ]);
  });
  it('is the same in the tray', () => {
    const call = {
      site: 'main',
      uuid: 'leg',
      party: { name: '', number: '' },
      muted: false,
      current: true,
    };
    const kinds = (state: 'ringing' | 'placing') =>
      offersAt(situationOf({ ...call, state })).map(({ kind }) => kind);
    expect(kinds('ringing')).toEqual(['answer', 'reject']);
    expect(kinds('placing')).toEqual(['hangup']);
  });
});

describe('a command over IPC', () => {
  it('never says whose phone it is for', () => {
    const asked = { kind: 'eavesdrop', uuid: UUID, extension: '200' };
    expect(v.parse(CommandRequest, asked)).toEqual({ kind: 'eavesdrop', uuid: UUID });
    expect(v.parse(CommandSchema, asked)).toEqual(asked);
  });
  it('is none of the catalogue’s, or lacks something: refused', () => {
    for (const asked of [{ kind: 'hupall' }, { kind: 'hold' }, { kind: 'hold', uuid: '' }, null])
      expect(v.safeParse(CommandRequest, asked).success).toBe(false);
  });
});

/** A command of each kind, as good as any. */
const SAMPLE = {
  uuid: UUID,
  extension: '201',
  number: '202',
  autoAnswer: false,
};

/** Those given by one line. */
const BY_LINE = COMMAND_KINDS.filter((kind) => 'line' in ESL[kind]);

describe('the Event Socket’s table', () => {
  it.each(BY_LINE)('grants what %s gives', (kind: CommandKind) => {
    const { grant, line } = eslOf(kind) as Extract<ReturnType<typeof eslOf>, { line: unknown }>;
    const built = line(
      { kind: 'originate', ...SAMPLE },
      {
        leg: UUID,
        plan: { context: 'default', ringSeconds: 20 },
        keys: false,
        find: () => undefined,
      },
    );
    expect(built).toMatchObject({ ok: true, value: { api: grant } });
    expect(built.ok && built.value.line).toMatch(new RegExp(`^(?:bg)?api ${grant} `));
  });
});
