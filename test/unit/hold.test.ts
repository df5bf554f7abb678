import { describe, expect, it } from 'vitest';
import { Framer } from '../../src/main/pbx/esl/framing.ts';
import { headersOfJson } from '../../src/main/pbx/esl/headers.ts';
import { holdingLine, isMusic, lacksForMusic } from '../../src/main/pbx/esl/hold.ts';
import { mapEvent } from '../../src/main/pbx/esl/mapping.ts';
import type { EslSession } from '../../src/main/pbx/esl/session.ts';
import { currentCall, isHeld, isTalking } from '../../src/shared/calls/mine.ts';
import { ChannelTable } from '../../src/shared/calls/table.ts';
import { emptyChannel, type Channel } from '../../src/shared/domain/channel.ts';
import { ok } from '../../src/shared/domain/result.ts';
import { readCapture } from '../support/captures.ts';

/** Legs of hold-by-broadcast-and-break: who called, and the agent's. */
const CUSTOMER = 'f328e81f-975c-4e67-81e0-41b0db7666f1';
const AGENT = '0045db94-729c-4393-9c8c-49c8ca999d59';

describe('music by uuid_broadcast, as a real FreeSWITCH tells of it', () => {
  it('is a hold of the agent’s leg from PLAYBACK_START to PLAYBACK_STOP, whoever began it', () => {
    const table = new ChannelTable();
    const framer = new Framer();
    const steps: string[] = [];
    for (const { dir, bytes } of readCapture('hold-by-broadcast-and-break')) {
      if (dir !== '<') continue;
      for (const { headers, body } of framer.push(bytes)) {
        if (headers.get('Content-Type') !== 'text/event-json') continue;
        const event = mapEvent(headersOfJson(body));
        if (event) table.apply(event);
        const leg = table.get(AGENT);
        const step = !leg ? 'none' : isHeld(leg) ? 'held' : isTalking(leg) ? 'talking' : 'other';
        if (steps.at(-1) !== step) steps.push(step);
        if (leg && isHeld(leg)) {
          expect(leg.callstate).toBe('ACTIVE');
          expect(currentCall([leg])?.channel.uuid).toBe(AGENT);
          expect(leg.heldMs).toBeGreaterThan(0);
          // The caller's own leg is not held: it hears the music.
          expect(isHeld(table.get(CUSTOMER) ?? emptyChannel(''))).toBe(false);
        }
      }
    }
    // `other`: it rings at first, and has hung up at the end.
    expect(steps).toEqual(['none', 'other', 'talking', 'held', 'talking', 'other', 'none']);
  });
});

/** A login that may do what is named, and a PBX with these variables. */
function session(
  api: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  events = ['PLAYBACK_START', 'PLAYBACK_STOP'],
) {
  const asked: string[] = [];
  return {
    asked,
    mayUse: (name: string) => api.includes(name),
    hears: (name: string) => events.includes(name),
    command: (line: string) => {
      asked.push(line);
      const text = variables[line.split(' ')[1] ?? ''] ?? '_undef_';
      return Promise.resolve(ok({ text, body: Buffer.alloc(0) }));
    },
  } as unknown as EslSession & { asked: string[] };
}
const ALL = ['uuid_hold', 'uuid_broadcast', 'uuid_break', 'uuid_getvar', 'global_getvar'];
const legs = (patch: Partial<Channel>): ((uuid: string) => Channel | undefined) => {
  const agent: Channel = {
    ...emptyChannel(AGENT),
    direction: 'outbound',
    peer: CUSTOMER,
    ...patch,
  };
  const customer: Channel = { ...emptyChannel(CUSTOMER), direction: 'inbound', peer: AGENT };
  return (uuid) => [agent, customer].find((leg) => leg.uuid === uuid);
};
const hold = { kind: 'hold', uuid: AGENT } as const;
const resume = { kind: 'resume', uuid: AGENT } as const;
async function lineOf(...given: Parameters<typeof holdingLine>): Promise<string> {
  const built = await holdingLine(...given);
  return built.ok ? built.value.line : built.error.message;
}

describe('how a leg is held', () => {
  it('that the PBX placed: music for its caller, his channel’s own, the setting, the PBX’s', async () => {
    const own = session(ALL, { uuid_getvar: 'local_stream://sales', global_getvar: 'x://y' });
    expect(await lineOf(own, hold, legs({}), 'file://set.wav')).toBe(
      `api uuid_broadcast ${CUSTOMER} local_stream://sales;loops=-1 aleg`,
    );
    expect(own.asked).toEqual([`api uuid_getvar ${CUSTOMER} hold_music`]);
    expect(await lineOf(session(ALL), hold, legs({}), '/music/set.wav')).toBe(
      `api uuid_broadcast ${CUSTOMER} /music/set.wav;loops=-1 aleg`,
    );
    expect(
      await lineOf(session(ALL, { global_getvar: 'local_stream://moh' }), hold, legs({}), ''),
    ).toBe(`api uuid_broadcast ${CUSTOMER} local_stream://moh;loops=-1 aleg`);
  });

  it('that the phone dialled from, or that is alone: uuid_hold', async () => {
    const line = `api uuid_hold ${AGENT}`;
    expect(await lineOf(session(ALL), hold, legs({ direction: 'inbound' }), '')).toBe(line);
    expect(await lineOf(session(ALL), hold, legs({ peer: '' }), '')).toBe(line);
    expect(await lineOf(session(ALL), hold, () => undefined, '')).toBe(line);
  });

  it('with a grant or an event missing: uuid_hold, and what is missing is named', async () => {
    for (const lacking of [
      session(ALL.filter((name) => name !== 'uuid_break')),
      session(ALL, {}, ['PLAYBACK_START']),
    ]) {
      expect(await lineOf(lacking, hold, legs({}), '')).toBe(`api uuid_hold ${AGENT}`);
      expect(lacksForMusic(lacking)).toMatch(/^(?:uuid_break|PLAYBACK_STOP)$/);
    }
  });

  it('is undone as it was done', async () => {
    expect(await lineOf(session(ALL), resume, legs({ onMusic: true }), '')).toBe(
      `api uuid_break ${CUSTOMER} all`,
    );
    for (const patch of [{}, { onMusic: true, callstate: 'HELD' }])
      expect(await lineOf(session(ALL), resume, legs(patch), '')).toBe(
        `api uuid_hold off ${AGENT}`,
      );
  });

  it.each([
    'system::rm -rf /',
    'system::id',
    'a b',
    'x\napi hupall',
    '${system(id)}',
    '-ERR No such channel!',
    '_undef_',
    '`id`',
    '',
    '../x',
    'x'.repeat(600),
  ])('never by a text that is no music: %j', async (text) => {
    expect(isMusic(text)).toBe(false);
    const hostile = session(ALL, { uuid_getvar: text, global_getvar: text });
    expect(await lineOf(hostile, hold, legs({}), '')).toBe(
      `api uuid_broadcast ${CUSTOMER} local_stream://moh;loops=-1 aleg`,
    );
  });
});
