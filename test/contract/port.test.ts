import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deskOf } from '../../src/shared/calls/desk.ts';
import { isHeld, isMine } from '../../src/shared/calls/mine.ts';
import { differences } from '../support/differences.ts';
import {
  CHANNEL_FIELDS,
  channelFromRow,
  emptyChannel,
  type ChannelField,
} from '../../src/shared/domain/channel.ts';
import type { DemoPbx } from '../support/demo.ts';
import { Rig, WAYS } from './rig.ts';

const ANNA = { to: '201', number: '+46701234567', name: 'Anna Lindqvist' };
const ME = '201@pbx.example.test';
const GONE = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';

describe.each(WAYS)('$name', (way) => {
  let demo: DemoPbx;
  let rig: Rig;

  beforeEach(async () => {
    demo = await way.startPbx();
    rig = new Rig(way, demo);
    await rig.online();
  });
  afterEach(async () => {
    rig.stop();
    await way.stop?.(demo);
    await demo.stop();
  });

  const mine = () => rig.channels.filter((leg) => isMine(leg, ME));
  const ringing = () =>
    deskOf(mine(), ME, (uuid) => rig.leg(uuid), rig.channels.length).ringing.map(
      ({ party }) => party,
    );
  /** A call to me that was answered; resolves with my leg's uuid once the table shows it. */
  async function talking(): Promise<string> {
    const { agent = '' } = demo.inbound(ANNA);
    await rig.until('ringing', () => rig.leg(agent)?.callstate === 'RINGING');
    demo.answer(agent);
    await rig.until('talking', () => rig.leg(agent)?.callstate === 'ACTIVE');
    return agent;
  }

  it('shows a call that comes in to me, by whom, and forgets it when the caller gives up', async () => {
    expect(rig.channels).toEqual([]);
    const { caller } = demo.inbound(ANNA);
    await rig.until('ringing', () => ringing().length === 1);
    expect(ringing()).toEqual([{ name: ANNA.name, number: ANNA.number }]);
    demo.hangup(caller);
    await rig.until('gone', () => rig.channels.length === 0);
  });

  it('has what the PBX lists, column by column', async () => {
    await talking();
    const listed = demo.world.rows().map(channelFromRow);
    const differ = () =>
      differences(
        rig.channels,
        listed.filter((row) => row !== undefined),
      ).filter(({ field }) => (way.columns ?? CHANNEL_FIELDS).includes(field as ChannelField));
    // What happens in one moment may come in two pieces.
    await rig.until('the same', () => differ().length === 0).catch(() => undefined);
    expect(differ()).toEqual([]);
  });

  it('holds, resumes and hangs up, each confirmed by what the PBX shows', async () => {
    const uuid = await talking();
    expect(await rig.run({ kind: 'hold', uuid })).toEqual({ ok: true, value: null });
    const isOnHold = (): boolean => isHeld(rig.leg(uuid) ?? emptyChannel(uuid));
    expect(isOnHold()).toBe(true);
    expect(await rig.run({ kind: 'resume', uuid })).toEqual({ ok: true, value: null });
    expect(isOnHold()).toBe(false);
    expect(await rig.run({ kind: 'hangup', uuid })).toEqual({ ok: true, value: null });
    await rig.until('gone', () => rig.channels.length === 0);
  });

  it('does not take +OK for a success: a call that is gone is told as gone', async () => {
    const uuid = await talking();
    // It ends at the PBX in the very moment that the command is on its way.
    const held = rig.run({ kind: 'hold', uuid });
    demo.hangup(uuid);
    expect(await held).toMatchObject({ ok: false, error: { kind: 'no-such-channel' } });
    expect(await rig.run({ kind: 'hold', uuid: GONE })).toMatchObject({
      ok: false,
      error: { kind: 'no-such-channel' },
    });
  });

  it('rings my phone first, then the number; tells the stages', async () => {
    const stages: string[] = [];
    const placed = rig.run({ kind: 'originate', extension: ME, number: '203', autoAnswer: true });
    await rig.until('my phone', () => {
      for (const { stage } of rig.commander.pending)
        if (!stages.includes(stage)) stages.push(stage);
      return mine().length > 0;
    });
    expect(await placed).toEqual({ ok: true, value: null });
    await rig.until('the other phone', () =>
      rig.channels.some((leg) => leg.presence_id.startsWith('203@')),
    );
    expect(stages).toContain('sent');
    expect(ringing()).toEqual([]);
  });

  it('says in the same words why a call could not be placed', async () => {
    demo.pbx.setPhone('205', { registered: false });
    const result = await rig.run({
      kind: 'originate',
      extension: '205@pbx.example.test',
      number: '203',
      autoAnswer: false,
    });
    expect(result).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/^205 is not registered/) as string },
    });
  });

  it('gives a call up when the person does: the phone stops ringing', async () => {
    demo.pbx.setPhone('201', { answersOwnAfter: undefined });
    const placed = rig.run({ kind: 'originate', extension: ME, number: '203', autoAnswer: false });
    await rig.until('my phone rings', () => mine().length === 1);
    rig.commander.cancel(rig.commander.pending[0]?.id ?? 0);
    expect(await placed).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
    await rig.until('quiet', () => rig.channels.length === 0);
  });

  it.runIf(way.name === 'Event Socket')(
    'transfers, and takes back what rings there, or says why it was not taken',
    async () => {
      const transfer = async (number: string) => {
        const agent = await talking();
        await rig.until('bridged', () => (rig.leg(agent)?.peer ?? '') !== '');
        const uuid = rig.leg(agent)?.peer ?? '';
        return { uuid, moved: rig.run({ kind: 'transfer', uuid, number, voicemail: false }) };
      };
      const at = (extension: string) =>
        rig.channels.find((leg) => leg.presence_id.startsWith(`${extension}@`));
      demo.pbx.setPhone('202', { answersAfter: undefined });
      const first = await transfer('202');
      await rig.until('202 rings', () => at('202')?.callstate === 'RINGING');
      expect(rig.commander.pending).toMatchObject([{ uuid: first.uuid, stage: 'ringing' }]);
      expect(await rig.run({ kind: 'take', uuid: first.uuid, extension: ME })).toEqual({
        ok: true,
        value: null,
      });
      expect(await first.moved).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
      expect(rig.leg(first.uuid)?.peer).toBe(at('201')?.uuid);
      demo.hangup(first.uuid);
      await rig.until('quiet', () => rig.channels.length === 0);
      const second = await transfer('202');
      await rig.until('202 rings again', () => at('202')?.callstate === 'RINGING');
      demo.answer(at('202')?.uuid ?? '');
      expect(await second.moved).toEqual({ ok: true, value: null });
      demo.hangup(second.uuid);
      await rig.until('quiet again', () => rig.channels.length === 0);
      const nowhere = await transfer('7777');
      expect(await nowhere.moved).toMatchObject({
        ok: false,
        error: { detail: 'NO_ROUTE_DESTINATION' },
      });
    },
  );

  it('listens in, and says so when there is nothing left to hear', async () => {
    const uuid = await talking();
    const heard = await rig.run({ kind: 'eavesdrop', uuid, extension: '202@pbx.example.test' });
    expect(heard).toEqual({ ok: true, value: null });
    const listening = () => rig.channels.find((leg) => leg.application === 'eavesdrop');
    await rig.until('its row', () => listening() !== undefined);
    expect(listening()).toMatchObject({
      application_data: uuid,
      presence_id: '202@pbx.example.test',
    });
    expect(
      await rig.run({ kind: 'eavesdrop', uuid: GONE, extension: '202@pbx.example.test' }),
    ).toMatchObject({ ok: false, error: { kind: 'no-such-channel' } });
  });

  it('lets no value become a command, an argument or a variable', async () => {
    const before = demo.commands.length;
    for (const number of [
      '1\napi hupall',
      '1\r\n2',
      '${system(id)}',
      '1,2',
      "1'",
      '1;2',
      '1|2',
      '[a]1',
    ]) {
      expect(
        await rig.run({ kind: 'originate', extension: ME, number, autoAnswer: false }),
      ).toMatchObject({ ok: false, error: { kind: 'bad-input' } });
    }
    for (const extension of ['201@a b', '201 203', '{a=b}201', '201@pbx;x'])
      expect(
        await rig.run({ kind: 'originate', extension, number: '203', autoAnswer: false }),
      ).toMatchObject({ ok: false, error: { kind: 'bad-input' } });
    expect(
      demo.commands.slice(before).filter((line) => /originate|hupall|system/.test(line)),
    ).toEqual([]);
  });

  it('is lost with the connection, and exact again when it is back', async () => {
    await talking();
    await way.fail(demo);
    await rig.until('offline', () => rig.statuses.some(({ phase }) => phase === 'offline'));
    await way.heal(demo);
    rig.port.retry();
    await rig.until(
      'online, and empty',
      () => rig.status?.phase === 'online' && rig.channels.length === 0,
    );
    const { agent = '' } = demo.inbound(ANNA);
    await rig.until('a new call', () => rig.leg(agent)?.callstate === 'RINGING');
  });

  it('tells nothing any more once it is stopped', async () => {
    const uuid = await talking();
    rig.stop();
    const { statuses, channels } = { statuses: [...rig.statuses], channels: rig.channels };
    demo.inbound({ ...ANNA, to: '202' });
    demo.hangup(uuid);
    await demo.restart();
    // By the time that another one has heard of a call, this one would have, too.
    const other = new Rig(way, demo);
    await other.online();
    const { agent = '' } = demo.inbound(ANNA);
    await other.until('ringing', () => other.leg(agent)?.callstate === 'RINGING');
    other.stop();
    expect(rig.statuses).toEqual(statuses);
    expect(rig.channels).toEqual(channels);
  });
});

describe.each(WAYS)('$name, wrong secret', (way) => {
  it('is refused once, says what to do, and does not try again', async () => {
    const demo = await way.startPbx();
    const rig = new Rig(way, demo, 'wrong');
    await rig.until('stopped', () => rig.status?.phase === 'stopped');
    expect(rig.status?.error?.kind).toBe(way.refusal);
    expect(rig.status?.error?.message).toMatch(/connection settings/);
    rig.stop();
    await way.stop?.(demo);
    await demo.stop();
  });
});

describe.each(WAYS.filter(({ name }) => name.startsWith('Webitel')))(
  '$name, a sign-in that the server ends early',
  (way) => {
    it('is made anew with a password, and asked about once with a token', async () => {
      const demo = await way.startPbx();
      const rig = new Rig(way, demo);
      await rig.online();
      const logins = () => demo.rest.requests.filter((one) => /^POST .*\/login$/.test(one)).length;
      const before = logins();
      demo.rest.expireTokens();
      void rig.port.refresh();
      await rig.until('no longer online', () => rig.status?.phase !== 'online');
      if (way.name.endsWith('password')) {
        await rig.online();
        expect(logins()).toBe(before + 1);
      } else {
        await rig.until('stopped', () => rig.status?.phase === 'stopped');
        expect(rig.status?.error?.kind).toBe('token-expired');
        expect(logins()).toBe(0);
      }
      rig.stop();
      await demo.stop();
    });
  },
);
