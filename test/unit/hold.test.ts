import { describe, expect, it } from 'vitest';
import { Framer } from '../../src/main/pbx/esl/framing.ts';
import { headersOfJson } from '../../src/main/pbx/esl/headers.ts';
import { isMusic, lacksForMusic, playMusic, wayOf } from '../../src/main/pbx/esl/hold.ts';
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

/** A login that may do what is named, a PBX with these variables, and what it can play. */
function session(
  api: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  events = ['PLAYBACK_START', 'PLAYBACK_STOP'],
  plays: (music: string) => boolean = () => true,
) {
  const asked: string[] = [];
  let playing = false;
  const given = {
    mayUse: (name: string) => api.includes(name),
    hears: (name: string) => events.includes(name),
    command: (line: string) => {
      asked.push(line);
      const [, name = '', , music = ''] = line.split(' ');
      if (name === 'uuid_broadcast') playing = plays(music.replace(';loops=-1', ''));
      const text = name === 'uuid_broadcast' ? '+OK Message sent' : (variables[name] ?? '_undef_');
      return Promise.resolve(ok({ text, body: Buffer.alloc(0) }));
    },
  } as unknown as EslSession;
  return { given, asked, find: (uuid: string) => ({ ...emptyChannel(uuid), playing }) };
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
function way(...args: Parameters<typeof wayOf>): string {
  const found = wayOf(...args);
  if (!found.ok) return found.error.message;
  return found.value.by === 'line' ? found.value.line.line : `music for ${found.value.caller}`;
}
/** What was broadcast, in order. */
async function played(pbx: ReturnType<typeof session>, music = ''): Promise<readonly string[]> {
  await playMusic(pbx.given, CUSTOMER, pbx.find, music);
  return pbx.asked.flatMap((line) =>
    line.startsWith(`api uuid_broadcast ${CUSTOMER} `) ? [line.split(' ')[3] ?? ''] : [],
  );
}

describe('how a leg is held', () => {
  it('that the PBX placed: music for its caller', () => {
    expect(way(session(ALL).given, hold, legs({}))).toBe(`music for ${CUSTOMER}`);
  });

  it('that the phone dialled from, or that is alone: uuid_hold', () => {
    const line = `api uuid_hold ${AGENT}`;
    expect(way(session(ALL).given, hold, legs({ direction: 'inbound' }))).toBe(line);
    expect(way(session(ALL).given, hold, legs({ peer: '' }))).toBe(line);
    expect(way(session(ALL).given, hold, () => undefined)).toBe(line);
  });

  it('with a grant or an event missing: uuid_hold, and what is missing is named', () => {
    for (const { given } of [
      session(ALL.filter((name) => name !== 'uuid_break')),
      session(ALL, {}, ['PLAYBACK_START']),
    ]) {
      expect(way(given, hold, legs({}))).toBe(`api uuid_hold ${AGENT}`);
      expect(lacksForMusic(given)).toMatch(/^(?:uuid_break|PLAYBACK_STOP)$/);
    }
  });

  it('is undone as it was done', () => {
    const { given } = session(ALL);
    expect(way(given, resume, legs({ onMusic: true }))).toBe(`api uuid_break ${CUSTOMER} all`);
    for (const patch of [{}, { onMusic: true, callstate: 'HELD' }])
      expect(way(given, resume, legs(patch))).toBe(`api uuid_hold off ${AGENT}`);
  });
});

describe('which music', () => {
  it('is the channel’s own, else the setting, else the PBX’s', async () => {
    const both = { uuid_getvar: 'local_stream://sales', global_getvar: 'local_stream://all' };
    expect(await played(session(ALL, both), '/set.wav')).toEqual(['local_stream://sales;loops=-1']);
    const global = { global_getvar: 'local_stream://all' };
    expect(await played(session(ALL, global), '/set.wav')).toEqual(['/set.wav;loops=-1']);
    expect(await played(session(ALL, global))).toEqual(['local_stream://all;loops=-1']);
    expect(await played(session([]))).toEqual(['local_stream://moh;loops=-1']);
  });

  it('is the next where one cannot be played, though FreeSWITCH says +OK, and at last a tone', async () => {
    const own = { uuid_getvar: 'local_stream://gone' };
    const tones = session(ALL, own, undefined, (music) => music.startsWith('tone_stream:'));
    expect(await played(tones, '/missing.wav')).toEqual([
      'local_stream://gone;loops=-1',
      '/missing.wav;loops=-1',
      'local_stream://moh;loops=-1',
      'tone_stream://%(300,3700,440);loops=-1',
    ]);
    const deaf = session(ALL, own, undefined, () => false);
    expect(await playMusic(deaf.given, CUSTOMER, deaf.find, '')).toEqual({
      ok: true,
      value: false,
    });
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
  ])('is never a text that is none: %j', async (text) => {
    expect(isMusic(text)).toBe(false);
    const hostile = session(ALL, { uuid_getvar: text, global_getvar: text });
    expect(await played(hostile)).toEqual(['local_stream://moh;loops=-1']);
  });
});
