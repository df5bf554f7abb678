import { describe, expect, it, vi } from 'vitest';
import { Commander } from '../../src/main/calls/commander.ts';
import { Monitor } from '../../src/main/calls/monitor.ts';
import type { Accepted, PbxPort } from '../../src/main/pbx/port.ts';
import { channelFromRow } from '../../src/shared/domain/channel.ts';
import type { Command } from '../../src/shared/commands/command.ts';
import { fail, ok, type Result } from '../../src/shared/domain/result.ts';

/** A PBX that answers as it is told, and whose list is what it is told. */
class Pbx implements PbxPort {
  readonly monitor = new Monitor();
  readonly given: Command[] = [];
  answer: Result<Accepted> | Error = ok({});
  /** Call states of the leg `a` in its list; '' for none. */
  listed = 'ACTIVE';
  isConnected = true;
  readonly commander: Commander = new Commander(
    this.monitor,
    () => (this.isConnected ? this : undefined),
    () => '',
    {
      pending: () => undefined,
      outcome: () => undefined,
    },
  );

  constructor() {
    void this.refresh();
  }

  start = (): void => undefined;
  stop = (): void => undefined;
  retry = (): void => undefined;
  attention = (): void => undefined;
  refresh(): Promise<boolean> {
    const leg = channelFromRow({ uuid: 'a', callstate: this.listed });
    this.monitor.feed([
      { kind: 'listing' },
      { kind: 'listed', channels: this.listed === '' || !leg ? [] : [leg], atMs: 1 },
    ]);
    return Promise.resolve(true);
  }
  execute(command: Command) {
    this.given.push(command);
    const { answer } = this;
    return {
      answer: answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer),
    };
  }

  state(callstate: string): void {
    this.monitor.feed([{ kind: 'changed', uuid: 'a', atMs: 2, facts: { fields: { callstate } } }]);
  }

  /** What came of a command, with all the time it takes. */
  async outcome(kind: 'hold' | 'resume' | 'hangup' | 'answer' | 'mute', then?: () => void) {
    vi.useFakeTimers();
    try {
      const running = this.commander.run({ kind, uuid: 'a' });
      await vi.advanceTimersByTimeAsync(10);
      then?.();
      await vi.advanceTimersByTimeAsync(20_000);
      const result = await running;
      return result.ok ? 'done' : result.error.kind;
    } finally {
      vi.useRealTimers();
    }
  }
}

describe('a command', () => {
  it('is done when an event shows its effect, not when the PBX says so', async () => {
    const pbx = new Pbx();
    expect(await pbx.outcome('hold', () => pbx.state('HELD'))).toBe('done');
    expect(await new Pbx().outcome('hold')).toBe('not-confirmed');
  });

  it('is done when a list shows its effect', async () => {
    const pbx = new Pbx();
    expect(await pbx.outcome('hold', () => (pbx.listed = 'HELD'))).toBe('done');
  });

  it('to resume is done when the leg is not held any more', async () => {
    const pbx = new Pbx();
    pbx.state('HELD');
    pbx.listed = 'HELD';
    expect(await pbx.outcome('resume', () => pbx.state('ACTIVE'))).toBe('done');
  });

  it('to hang up is done when the leg is gone, and not by the PBX’s word alone', async () => {
    const gone = new Pbx();
    expect(
      await gone.outcome('hangup', () =>
        gone.monitor.feed([{ kind: 'ended', uuid: 'a', cause: '', atMs: 3 }]),
      ),
    ).toBe('done');
    expect(await new Pbx().outcome('hangup')).toBe('not-confirmed');
    const zombie = new Pbx();
    zombie.answer = fail('no-such-channel', 'gone');
    expect(await zombie.outcome('hangup')).toBe('not-confirmed');
  });

  it('to answer is done when the phone did', async () => {
    const pbx = new Pbx();
    pbx.state('RINGING');
    pbx.listed = 'RINGING';
    expect(await pbx.outcome('answer')).toBe('not-confirmed');
    const obeys = new Pbx();
    obeys.state('RINGING');
    const answered = () =>
      obeys.monitor.feed([{ kind: 'changed', uuid: 'a', atMs: 3, facts: { answeredMs: 3 } }]);
    expect(await obeys.outcome('answer', answered)).toBe('done');
  });

  it('to mute marks the leg, which must still be there', async () => {
    const pbx = new Pbx();
    expect(await pbx.outcome('mute')).toBe('done');
    expect(pbx.monitor.table.get('a')?.muted).toBe(true);
    const refused = new Pbx();
    refused.answer = fail('refused-by-pbx', 'no');
    expect(await refused.outcome('mute')).toBe('refused-by-pbx');
    expect(refused.monitor.table.get('a')?.muted).toBe(false);
  });

  it('reaches no PBX where there is none, nor a leg that is gone', async () => {
    const away = new Pbx();
    away.isConnected = false;
    expect(await away.outcome('hold')).toBe('offline');
    const gone = new Pbx();
    gone.listed = '';
    gone.monitor.feed([{ kind: 'ended', uuid: 'a', cause: '', atMs: 2 }]);
    expect(await gone.outcome('hold')).toBe('no-such-channel');
    expect([...away.given, ...gone.given]).toEqual([]);
  });

  it('pressed twice is given once; another may follow it', async () => {
    const pbx = new Pbx();
    vi.useFakeTimers();
    const first = pbx.commander.run({ kind: 'hold', uuid: 'a' });
    const second = pbx.commander.run({ kind: 'hold', uuid: 'a' });
    const other = pbx.commander.run({ kind: 'mute', uuid: 'a' });
    pbx.monitor.feed([{ kind: 'created', uuid: 'b', atMs: 2, facts: {} }]);
    const elsewhere = pbx.commander.run({ kind: 'mute', uuid: 'b' });
    await vi.advanceTimersByTimeAsync(10);
    pbx.state('HELD');
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    const all = await Promise.all([first, second, other, elsewhere]);
    expect(all.map(({ ok: done }) => done)).toEqual([true, false, true, true]);
    expect(pbx.given.map(({ kind }) => kind)).toEqual(['hold', 'mute', 'mute']);
    expect(pbx.commander.pending).toEqual([]);
  });

  it('whose adapter throws has failed, and is not under way any more', async () => {
    const pbx = new Pbx();
    pbx.answer = new Error('broken');
    expect(await pbx.outcome('mute')).toBe('internal');
    expect(pbx.commander.pending).toEqual([]);
  });
});

describe('listening in', () => {
  /** The listener's leg is up; what the PBX says it does is `application`. */
  const listening = async (application: string) => {
    vi.useFakeTimers();
    try {
      const pbx = new Pbx();
      pbx.answer = ok({ leg: 'b' });
      const rows = [
        { uuid: 'a', callstate: 'ACTIVE' },
        { uuid: 'b', callstate: 'ACTIVE', application, application_data: application && 'a' },
      ];
      pbx.refresh = () => {
        const channels = rows.flatMap((row) => channelFromRow(row) ?? []);
        pbx.monitor.feed([{ kind: 'listing' }, { kind: 'listed', channels, atMs: 1 }]);
        return Promise.resolve(true);
      };
      void pbx.refresh();
      const running = pbx.commander.run({ kind: 'eavesdrop', uuid: 'a', extension: '201' });
      await vi.advanceTimersByTimeAsync(120_000);
      const result = await running;
      return result.ok ? 'done' : result.error.kind;
    } finally {
      vi.useRealTimers();
    }
  };

  it('is done when the PBX says that the leg listens, not when the leg is up', async () => {
    expect(await listening('eavesdrop')).toBe('done');
    expect(await listening('')).toBe('not-confirmed');
  });
});
