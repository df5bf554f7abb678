import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { App } from '../../support/app.ts';
import { MY_EXTENSION, type Stamp } from '../pbx/protocol.ts';
import type { Findings } from '../report.ts';
import { percentile, spreadOf, type Spread } from '../stats.ts';
import { cpuOf, memoryOf } from './open.ts';
import { watch } from './page.ts';
import { EVENTS_PER_SECOND, framesOf, MARKS_PER_SECOND, startPbx } from './paint.ts';
import { freePort } from './tables.ts';

const CHANNELS = 10_000;
const SITES = 5;

interface Measured {
  readonly p99: number[];
  /** ms of CPU time that an event costs, over all processes. */
  readonly cost: number[];
  /** MiB that 1,000 channels take. */
  readonly memory: number;
}

/** So many PBXes of 10,000 channels each, in one window; the events of all together stay the same. */
async function measure(count: number, rounds: number, ms: number): Promise<Measured> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort());
  const app = await App.launch({
    args: [
      ...ports.flatMap((port, at) => ['--site', `PBX ${at}`, '--esl', `127.0.0.1:${port}`]),
      ...['--extension', MY_EXTENSION],
    ],
    env: { RINGSIDE_PASSWORD: 'any' },
  });
  const pid = app.electron.process().pid ?? 0;
  await sleep(2_000);
  const before = memoryOf(pid);
  const pbxes: Awaited<ReturnType<typeof startPbx>>['pbx'][] = [];
  for (const port of ports) pbxes.push((await startPbx(CHANNELS / 2, false, port)).pbx);
  const [first] = pbxes;
  const channels = `${(count * CHANNELS).toLocaleString('en')} channels`;
  await expect(app.page.getByText(channels)).toBeVisible({ timeout: 60_000 });
  await sleep(5_000); // the app looks at each list a second time
  const memory = (memoryOf(pid) - before) / ((count * CHANNELS) / 1000);
  await app.page.getByRole('columnheader', { name: 'In this state' }).getByRole('button').click();
  await app.page.mouse.move(5, 5);
  await watch(app.page);
  const traffic = (perSecond: number) =>
    Promise.all(pbxes.map((pbx) => pbx.ask({ do: 'traffic', perSecond: perSecond / count })));
  const cpuOver = async (act: () => Promise<unknown>): Promise<number> => {
    const began = cpuOf(pid);
    await act();
    return cpuOf(pid) - began;
  };
  const p99: number[] = [];
  const cost: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const idle = await cpuOver(() => sleep(ms));
    await traffic(EVENTS_PER_SECOND);
    const busy = await cpuOver(() => sleep(ms));
    cost.push((busy - idle) / ((EVENTS_PER_SECOND * ms) / 1000));
    await traffic(EVENTS_PER_SECOND - MARKS_PER_SECOND);
    await app.page.evaluate(() => (window.watch.marks.length = 0));
    const order = { do: 'mark', perSecond: MARKS_PER_SECOND, ms } as const;
    const sent = (await first?.ask<Stamp[]>(order)) ?? [];
    p99.push(percentile(await framesOf(app.page, sent), 0.99));
    await traffic(0);
    await sleep(1_000);
  }
  await app.close();
  for (const pbx of pbxes) pbx.stop();
  return { p99, cost, memory };
}

/** Five PBXes of 10,000 channels each against one, at the same number of events over all. */
export async function measureSites(quick: boolean): Promise<Findings> {
  const [rounds, ms] = quick ? [1, 1_000] : [3, 8_000];
  const one = await measure(1, rounds, ms);
  const five = await measure(SITES, rounds, ms);
  const middle = percentile(one.cost, 0.5);
  const ratio: Spread = spreadOf(five.cost.map((cost) => cost / middle));
  return {
    ratios: { sites_paint_p99_frames: spreadOf(five.p99), sites_cost_vs_one: ratio },
    details: [
      ['one site of 10,000 channels: CPU of an event', 'ms', spreadOf(one.cost)],
      ['five sites of 10,000 channels: CPU of an event', 'ms', spreadOf(five.cost)],
      ['one site: event to paint, p99', 'frames', spreadOf(one.p99)],
      ['one site: memory of 1,000 channels', 'MiB', one.memory],
      ['five sites: memory of 1,000 channels', 'MiB', five.memory],
    ],
  };
}
