import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Commander } from '../../src/main/calls/commander.ts';
import { Monitor } from '../../src/main/calls/monitor.ts';
import type { Accepted, PbxPort } from '../../src/main/pbx/port.ts';
import type { RowChange } from '../../src/shared/domain/channel.ts';
import { ok, type Result } from '../../src/shared/domain/result.ts';

const AGENT = '201@pbx.example.test';

/** An agent (201) talks to a customer; what follows a transfer is as the captures have it (docs/transfer.md). */
class Pbx {
  readonly monitor = new Monitor();
  readonly stages: string[] = [];
  settled = 0;
  answer: Result<Accepted> = ok({});
  lists = 0;
  readonly commander: Commander;

  constructor() {
    const port = {
      execute: () => ({
        answer: Promise.resolve(this.answer),
        settle: () => (this.settled += 1),
      }),
      refresh: () => {
        this.lists += 1;
        return Promise.resolve(true);
      },
    } as unknown as PbxPort;
    this.commander = new Commander(
      this.monitor,
      () => port,
      () => '',
      {
        pending: (all) => this.stages.push(...all.map(({ stage }) => stage)),
        outcome: () => undefined,
      },
    );
    this.leg('customer', { callstate: 'ACTIVE', dest: '201', direction: 'inbound' });
    this.leg('agent', { callstate: 'ACTIVE', presence_id: AGENT }, 'customer');
    this.bridge('agent');
  }

  leg(uuid: string, fields: RowChange, originator = ''): void {
    this.monitor.feed([
      { kind: 'created', uuid, atMs: 1, facts: { fields, ...(originator && { originator }) } },
    ]);
  }
  change(uuid: string, fields: RowChange): void {
    this.monitor.feed([{ kind: 'changed', uuid, atMs: 2, facts: { fields } }]);
  }
  bridge(b: string): void {
    this.monitor.feed([{ kind: 'bridged', a: 'customer', b, callUuid: 'customer', atMs: 2 }]);
  }
  end(uuid: string, cause: string): void {
    this.monitor.feed([{ kind: 'ended', uuid, cause, atMs: 3 }]);
  }
  /** The customer leaves the agent, and is at `dest` now. */
  leaves(dest: string): void {
    this.monitor.feed([
      { kind: 'unbridged', a: 'customer', b: 'agent', callUuid: 'customer', atMs: 2 },
    ]);
    this.end('agent', 'NORMAL_CLEARING');
    this.change('customer', { dest, callstate: 'RING_WAIT', application: 'bridge' });
  }
  /** What came of a transfer to 202, after what happens meanwhile. */
  async outcome(then: () => void): Promise<string> {
    const command = {
      kind: 'transfer',
      uuid: 'customer',
      number: '202',
      voicemail: false,
    } as const;
    const running = this.commander.run(command);
    await vi.advanceTimersByTimeAsync(10);
    then();
    await vi.advanceTimersByTimeAsync(400_000);
    const result = await running;
    return result.ok ? 'reached' : result.error.message;
  }
}

describe('a call that is sent elsewhere', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is there once it is connected to somebody else, and rings until then', async () => {
    const pbx = new Pbx();
    const reached = await pbx.outcome(() => {
      pbx.leaves('202');
      pbx.leg(
        'colleague',
        { callstate: 'RINGING', presence_id: '202@pbx.example.test' },
        'customer',
      );
      pbx.bridge('colleague');
    });
    expect(reached).toBe('reached');
    expect(pbx.stages).toContain('ringing');
    expect(pbx.settled).toBe(1);
  });

  it('is there in a queue, a mailbox or a slot, where nobody talks to it', async () => {
    const pbx = new Pbx();
    const queue = (): void => {
      pbx.leaves('5000');
      pbx.change('customer', { application: 'callcenter', callstate: 'ACTIVE' });
    };
    expect(await pbx.outcome(queue)).toBe('reached');
  });

  it('of which nothing shows is not said to be sent, whatever the PBX says', async () => {
    const pbx = new Pbx();
    expect(await pbx.outcome(() => undefined)).toBe(
      'The PBX said yes, but the call did not change.',
    );
    expect(pbx.lists).toBe(2);
  });

  it('is lost with the cause of the phone that did not take it', async () => {
    const pbx = new Pbx();
    const lost = await pbx.outcome(() => {
      pbx.leaves('202');
      pbx.leg('colleague', { callstate: 'RINGING' }, 'customer');
      pbx.end('colleague', 'NO_ANSWER');
      pbx.end('customer', 'NORMAL_CLEARING');
    });
    expect(lost).toBe('202 did not answer. The caller is gone.');
  });

  it('is lost at a number that leads nowhere', async () => {
    const pbx = new Pbx();
    const lost = await pbx.outcome(() => {
      pbx.leaves('202');
      pbx.end('customer', 'NO_ROUTE_DESTINATION');
    });
    expect(lost).toBe('there is no route to 202. The caller is gone.');
  });

  it('comes back to the phone it left, which says why', async () => {
    const pbx = new Pbx();
    const back = await pbx.outcome(() => {
      pbx.leaves('202');
      pbx.leg('colleague', { callstate: 'RINGING' }, 'customer');
      pbx.end('colleague', 'USER_BUSY');
      pbx.change('customer', { dest: '201' });
    });
    expect(back).toBe('202 is busy or rejected the call. The call rings at your phone again.');
    expect(pbx.settled).toBe(1);
  });

  it('that is taken back is no failure of the transfer', async () => {
    const pbx = new Pbx();
    const taken = await pbx.outcome(() => {
      pbx.leaves('202');
      pbx.monitor.feed([{ kind: 'placing', uuid: 'mine', hears: '' }]);
      pbx.leg('mine', { callstate: 'ACTIVE', presence_id: AGENT });
      pbx.bridge('mine');
    });
    expect(taken).toBe('The call was taken back.');
  });
});
