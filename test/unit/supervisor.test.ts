import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Supervisor, type Session, type SupervisorState } from '../../src/main/pbx/supervisor.ts';
import { fail, ok, type ErrorKind, type Result } from '../../src/shared/domain/result.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A PBX as a test wants it, and when (ms) it was tried and probed. */
function supervise(
  open: (tries: number, signal: AbortSignal, greeted: () => void) => Promise<Result<Session>>,
  answers: () => boolean = () => false,
) {
  const tries: number[] = [];
  const probes: number[] = [];
  const states: SupervisorState[] = [];
  const supervisor = new Supervisor<Session>(
    {
      hangsUnsent: true,
      open: (signal, greeted) => {
        tries.push(Date.now());
        return open(tries.length, signal, greeted);
      },
      probe: () => {
        probes.push(Date.now());
        return Promise.resolve(answers());
      },
    },
    (state) => states.push(state),
  );
  const beganMs = Date.now();
  supervisor.start();
  const since = (times: readonly number[]): number[] => times.map((ms) => ms - beganMs);
  return { supervisor, states, tries: () => since(tries), probes: () => since(probes) };
}
const refused = (kind: ErrorKind = 'unreachable') => Promise.resolve(fail(kind, 'no'));
const gaps = (times: readonly number[]): number[] => times.slice(1).map((ms, i) => ms - times[i]!);

describe('the supervisor', () => {
  it('backs off from 0.5 s to at most 10 s, and probes at most twice a second meanwhile', async () => {
    const { supervisor, tries, probes } = supervise(() => refused());
    await vi.advanceTimersByTimeAsync(60_000);
    supervisor.stop();
    const waits = gaps(tries());
    expect(waits[0]).toBeGreaterThanOrEqual(500);
    expect(waits[0]).toBeLessThanOrEqual(600);
    for (const [i, wait] of waits.entries()) {
      expect(wait).toBeLessThanOrEqual(10_000);
      if (i > 0 && i < 4) expect(wait).toBeGreaterThan(waits[i - 1]!);
    }
    expect(Math.max(...waits)).toBeGreaterThan(8_000);
    expect(probes().length).toBeGreaterThan(60);
    expect(
      Math.min(...gaps([...tries(), ...probes()].sort((a, b) => a - b))),
    ).toBeGreaterThanOrEqual(0);
    expect(Math.min(...gaps(probes()))).toBeGreaterThanOrEqual(500);
  });

  it('is back within 1 s of the PBX, however long that was away', async () => {
    let there = false;
    const { supervisor, tries } = supervise(
      () => refused(),
      () => there,
    );
    for (const awayMs of [3_000, 17_300, 60_000]) {
      there = false;
      await vi.advanceTimersByTimeAsync(awayMs);
      const before = tries().length;
      there = true;
      await vi.advanceTimersByTimeAsync(700);
      expect(tries().length).toBeGreaterThan(before);
    }
    supervisor.stop();
  });

  it('backs off all the same from a PBX that greets and then turns us away', async () => {
    const { supervisor, tries } = supervise(
      (_tries, _signal, greeted) => {
        greeted();
        return refused('dropped');
      },
      () => true,
    );
    await vi.advanceTimersByTimeAsync(60_000);
    supervisor.stop();
    // Plain back-off makes some 10 tries in a minute; one for each probe were 100.
    expect(tries().length).toBeLessThan(16);
  });

  it.each(['wrong-password', 'bad-input', 'token-expired', 'certificate'] as const)(
    'never tries again by itself after %s, nor probes',
    async (kind) => {
      const { states, tries, probes } = supervise(
        () => refused(kind),
        () => true,
      );
      await vi.advanceTimersByTimeAsync(120_000);
      expect([tries().length, probes().length]).toEqual([1, 0]);
      expect(states.at(-1)).toMatchObject({ phase: 'stopped', error: { kind } });
    },
  );

  it('begins a try anew that hangs unheard while a probe is greeted, once', async () => {
    const { supervisor, tries } = supervise(
      (_tries, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(fail('cancelled', 'given up')));
        }),
      () => true,
    );
    await vi.advanceTimersByTimeAsync(1_100);
    expect(tries()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(tries()).toHaveLength(2);
    supervisor.stop();
  });

  it('leaves a try alone that was greeted: its password may be on its way', async () => {
    const { supervisor, tries } = supervise(
      (_tries, signal, greeted) => {
        greeted();
        return new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(fail('cancelled', 'given up')));
        });
      },
      () => true,
    );
    await vi.advanceTimersByTimeAsync(7_000);
    expect(tries()).toHaveLength(1);
    supervisor.stop();
    await vi.advanceTimersByTimeAsync(1);
  });

  it('takes what throws for a failure, and goes on', async () => {
    const { supervisor, states, tries } = supervise(() => Promise.reject(new Error('broken')));
    await vi.advanceTimersByTimeAsync(2_000);
    supervisor.stop();
    expect(tries().length).toBeGreaterThan(1);
    expect(states).toContainEqual(
      expect.objectContaining({ error: expect.objectContaining({ kind: 'internal' }) as object }),
    );
  });

  it('after stop has no timer, and closes what opens late', async () => {
    let letIn: (result: Result<Session>) => void = () => undefined;
    const close = vi.fn();
    const { supervisor } = supervise(() => new Promise((resolve) => (letIn = resolve)));
    supervisor.stop();
    letIn(ok({ closed: new Promise(() => undefined), close }));
    await vi.advanceTimersByTimeAsync(0);
    expect(close).toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a fault of our own', () => {
  it('in who hears of it ends no loop: it is told, and begun anew', async () => {
    let tries = 0;
    const told: SupervisorState[] = [];
    const supervisor = new Supervisor<Session>(
      {
        hangsUnsent: false,
        open: () => {
          tries += 1;
          return Promise.resolve(fail('unreachable', 'no'));
        },
        probe: () => Promise.reject(new Error('a probe that throws')),
      },
      (state) => {
        told.push(state);
        // As a status that does not fit the contract did: it threw in whoever was told.
        if (state.phase === 'offline' && told.length < 4) throw new TypeError('detail is no text');
      },
    );
    supervisor.start();
    await vi.advanceTimersByTimeAsync(20_000);
    supervisor.stop();
    expect(tries).toBeGreaterThan(3);
    expect(told.some(({ phase }) => phase === 'offline')).toBe(true);
    expect(
      told.some((state) => 'error' in state && state.error.detail?.includes('detail is no text')),
    ).toBe(true);
  });

  it('in opening, whatever is thrown, is a failure like any other', async () => {
    for (const thrown of [
      new DOMException('late', 'TimeoutError'),
      'text',
      undefined,
      { code: 23 },
    ]) {
      const { supervisor, states } = supervise(() => {
        throw thrown;
      });
      await vi.advanceTimersByTimeAsync(700);
      supervisor.stop();
      const offline = states.find(({ phase }) => phase === 'offline');
      expect(offline).toMatchObject({ error: { kind: 'internal' } });
    }
  });

  it('waits as long as the other side asks to be left alone', async () => {
    const { supervisor, tries, probes } = supervise(
      () =>
        Promise.resolve({
          ok: false,
          error: { kind: 'unreachable', message: 'away', retryAfterMs: 7_000 },
        }),
      () => true,
    );
    await vi.advanceTimersByTimeAsync(6_900);
    expect([tries().length, probes().length]).toEqual([1, 0]);
    await vi.advanceTimersByTimeAsync(2_000);
    supervisor.stop();
    expect(tries().length).toBe(2);
  });
});
