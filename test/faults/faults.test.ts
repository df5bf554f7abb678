import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { leastGrowth, leftOpenSince, openResources } from '../support/memory.ts';
import { randomOf } from '../support/random.ts';
import { Rig } from './rig.ts';
import { QUICK, SLOW, type Scenario } from './scenarios.ts';

// Unhandled rejections and exceptions of any of these fail the run: vitest sees to that.

/** Where and when chance strikes: the same in each run. npm run faults goes on from any seed. */
const SEED = 1;

/** What must hold after every fault, once what it left is gone. */
async function isWhole(rig: Rig): Promise<void> {
  expect(await rig.differences()).toEqual([]);
  await vi.waitFor(() => expect(rig.proxy.live).toBe(2), { timeout: 15_000 });
}

describe('faults, one after the other on one app', () => {
  let rig: Rig;
  beforeAll(async () => (rig = await Rig.start()));
  afterAll(() => rig.stop());

  it.each(Object.entries<Scenario>(QUICK))('%s', async (_name, run) => {
    const { noticedMs = 0, backMs = 0 } = await run(rig, randomOf(SEED));
    expect(noticedMs).toBeLessThan(1_000);
    expect(backMs).toBeLessThan(1_000);
    await isWhole(rig);
    await rig.calm();
  });

  it('a connection that is cut at any byte, at six more', async () => {
    const random = randomOf(SEED + 1);
    for (let i = 0; i < 6; i += 1) {
      const { backMs = 0 } = await QUICK['a connection that is cut at any byte'](rig, random);
      expect(backMs).toBeLessThan(1_000);
      await isWhole(rig);
      await rig.calm();
    }
  });
});

describe('faults that take their time', () => {
  const rigs = new Map<string, Rig>();
  beforeAll(async () => {
    for (const name of Object.keys(SLOW)) rigs.set(name, await Rig.start());
  });
  afterAll(async () => {
    for (const rig of rigs.values()) await rig.stop();
  });

  it.concurrent.each(Object.entries<Scenario>(SLOW))('%s', async (name, run) => {
    const rig = rigs.get(name)!;
    const { noticedMs = 0, backMs = 0 } = await run(rig, randomOf(SEED));
    expect(noticedMs).toBeLessThan(10_000);
    expect(backMs).toBeLessThan(1_000);
    await isWhole(rig);
  });
});

describe('many faults', () => {
  it('leave nothing behind: no timer, no socket, no listener, no memory', async () => {
    const before = openResources();
    const rig = await Rig.start();
    const cut = QUICK['a connection that is cut'];
    for (let i = 0; i < 3; i += 1) await cut(rig);
    await rig.calm();
    const open = openResources();
    // 8 sessions that were kept would be some 8 × 100 kB.
    const grown = await leastGrowth(3, 600_000, async () => {
      for (let i = 0; i < 8; i += 1) await cut(rig);
      await rig.calm();
    });
    expect(grown).toBeLessThan(600_000);
    expect(await leftOpenSince(open)).toEqual([]);
    await rig.stop();
    expect(await leftOpenSince(before)).toEqual([]);
  });
});

describe('stop', () => {
  it.each([0, 1, 2, 5, 10, 20, 50, 200])('%i ms after the start leaves nothing', async (ms) => {
    const before = openResources();
    const rig = await Rig.start();
    rig.proxy.cut();
    await rig.lost();
    rig.adapter.retry();
    await new Promise((resolve) => setTimeout(resolve, ms));
    rig.adapter.stop();
    const told = rig.statuses.length;
    await rig.stop();
    expect(await leftOpenSince(before)).toEqual([]);
    expect(rig.statuses).toHaveLength(told);
  });
});
