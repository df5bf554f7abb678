import { isMine } from '../../src/shared/calls/mine.ts';
import { Rig, type Way } from '../contract/rig.ts';
import type { DemoPbx } from '../support/demo.ts';

const ME = '201@pbx.example.test';
/** ms after which a change is taken for never shown. */
const NEVER_MS = 10_000;

/** ms from the moment that the server's own list has a change to that at which the table shows it. */
export interface Freshness {
  readonly mine: readonly number[];
  readonly mineEnded: readonly number[];
  readonly others: readonly number[];
  readonly othersEnded: readonly number[];
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for the table, looking each ms; what came is measured, not what was waited for. */
async function until(holds: () => boolean): Promise<number> {
  const began = performance.now();
  while (!holds()) {
    if (performance.now() - began > NEVER_MS) return NEVER_MS;
    await pause(1);
  }
  return performance.now() - began;
}

/**
 * Calls to my phone and to others', one after the other at uneven times, each seen and ended.
 * @param lagMs by which the face's list lags its events: it is not counted against the table
 */
export async function freshness(way: Way, calls: number, lagMs = 135): Promise<Freshness> {
  const demo = await way.startPbx();
  const rig = new Rig(way, demo);
  rig.port.attention('idle');
  const found = { mine: [], mineEnded: [], others: [], othersEnded: [] } as Record<
    keyof Freshness,
    number[]
  >;
  try {
    await rig.online();
    for (let call = 0; call < calls; call += 1) {
      // A window is seen, and what goes on at my phone is told to the adapter as the app tells it.
      await pause(50 + ((call * 137) % 700));
      const to = call % 2 === 0 ? '201' : '202';
      const [shown, gone] = await one(demo, rig, to, lagMs, 200 + ((call * 331) % 1_900));
      found[to === '201' ? 'mine' : 'others'].push(shown);
      found[to === '201' ? 'mineEnded' : 'othersEnded'].push(gone);
    }
  } finally {
    rig.stop();
    await demo.stop();
  }
  return found;
}

async function one(
  demo: DemoPbx,
  rig: Rig,
  to: string,
  lagMs: number,
  talkMs: number,
): Promise<[number, number]> {
  const { agent = '', caller } = demo.inbound({ to, number: '+46701234567', name: 'Anna' });
  const shown = await until(() => rig.leg(agent) !== undefined);
  rig.port.attention(rig.channels.some((leg) => isMine(leg, ME)) ? 'busy' : 'idle');
  await pause(talkMs);
  demo.hangup(caller);
  const gone = await until(() => rig.leg(agent) === undefined);
  rig.port.attention('idle');
  return [Math.max(0, shown - lagMs), gone];
}

/** Median, p99 and the longest, in ms. */
export function inWords(name: string, found: Freshness): string {
  const lines = Object.entries(found).map(([what, times]: [string, readonly number[]]) => {
    const sorted = [...times].sort((a, b) => a - b);
    const at = (share: number): string =>
      (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(0);
    return `  ${what.padEnd(12)} median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms (${times.length})`;
  });
  return [name, ...lines].join('\n');
}
