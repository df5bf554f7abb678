import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { App } from '../../support/app.ts';
import { MY_EXTENSION, type Stamp } from '../pbx/protocol.ts';
import type { Findings } from '../report.ts';
import { percentile, spreadOf } from '../stats.ts';
import { FRAME_MS, memoryOf, openBare } from './open.ts';
import { startPbx } from './paint.ts';
import { changed, scroll, watch } from './page.ts';

const CHANNELS = 10_000;
/** px a frame: three lines, a notch of the wheel in each frame. */
const SCROLL_PX = 100;
/** A frame counts as late when it took 5 % longer than 16.7 ms: stamps are not exact. */
const LATE_MS = FRAME_MS * 1.05;

const lateShare = (gaps: readonly number[]): number =>
  gaps.filter((ms) => ms > LATE_MS).length / gaps.length;

/** A port that is free now, for a PBX that comes up later. */
export async function freePort(): Promise<number> {
  const { pbx, port } = await startPbx(0);
  pbx.stop();
  while (await answers(port)) await sleep(20);
  return port;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => done(true));
    socket.on('error', () => done(false));
    socket.on('connect', () => socket.destroy());
  });

/** ms from each text in the filter box, which leaves other lines than the one before, to the lines painted. */
async function filtered(page: Page, texts: readonly string[]): Promise<number[]> {
  const box = page.getByLabel('Filter', { exact: true });
  const times: number[] = [];
  for (const text of texts) {
    const painted = changed(page, 'input');
    await sleep(50);
    await box.fill(text);
    times.push(await painted);
    await sleep(300); // the filter is kept
  }
  return times;
}

/** ms from clicks on headings to the lines painted in the new order. */
async function sorted(page: Page, headings: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const name of headings) {
    const painted = changed(page, 'click');
    await sleep(50);
    await page.getByRole('columnheader', { name }).getByRole('button').click();
    times.push(await painted);
    await sleep(300);
  }
  return times;
}

/** Orders and filters: no part of the ratios, quick leaves them out. */
async function measureInHand(page: Page) {
  const sorting = await sorted(page, ['Caller', 'Callee', 'Queue', 'In this state']);
  const filtering = await filtered(page, ['kim', 'qvist', 'neil 1', '李', 'agent']);
  await page.getByLabel('Filter', { exact: true }).fill('');
  await sleep(500);
  return [
    ['10,000 channels: a click on a heading to the new order', 'ms', spreadOf(sorting)],
    ['10,000 channels: another filter to the lines', 'ms', spreadOf(filtering)],
  ] as const;
}

/** The same scrolling in a window of the empty app: no part of the ratios, quick leaves it out. */
async function measureScrollFloor(rounds: number, ms: number) {
  const { electron, page } = await openBare('bare.html');
  await watch(page);
  const shares: number[] = [];
  for (let i = 0; i < rounds; i += 1)
    shares.push(lateShare(await scroll(page, '#scroller', SCROLL_PX, ms)));
  await electron.close();
  return [['late frames scrolling an empty page', 'share', spreadOf(shares)]] as const;
}

/** 10,000 channels: first paint, sorting, filtering, scrolling, memory. */
export async function measureTables(quick: boolean): Promise<Findings> {
  const [rounds, ms] = quick ? [3, 500] : [5, 4_000];
  const port = await freePort();
  // The app is there before its PBX, so that the first paint of the list can be watched.
  const app = await App.onEsl({ port, password: 'any' }, { extension: MY_EXTENSION });
  const pid = app.electron.process().pid ?? 0;
  await watch(app.page);
  await sleep(quick ? 200 : 2_000);
  const before = memoryOf(pid);
  const painted = changed(app.page, '');
  const { pbx } = await startPbx(CHANNELS / 2, false, port);
  await painted;
  const firstMs = await app.page.evaluate(() => window.watch.changedAtMs);
  const commands = await pbx.ask<Stamp[]>({ do: 'commands' });
  const asked = commands.find(({ what }) => what.startsWith('api show'))?.atMs ?? NaN;
  await sleep(quick ? 2_000 : 5_000); // the app looks at the list a second time
  const after = memoryOf(pid);
  const inHand = quick ? [] : await measureInHand(app.page);
  const shares: number[] = [];
  for (let i = 0; i < rounds; i += 1)
    shares.push(lateShare(await scroll(app.page, '[role="grid"]', SCROLL_PX, ms)));
  await app.close();
  pbx.stop();
  return {
    ratios: { scroll_janky_share: spreadOf(shares) },
    details: [
      ...(quick ? [] : await measureScrollFloor(rounds, ms)),
      ['10,000 channels: asked for the list to first paint', 'ms', firstMs - asked],
      ...inHand,
      ['memory of 1,000 channels', 'MiB', (after - before) / (CHANNELS / 1000)],
      ['late frames scrolling 10,000 channels, median', 'share', percentile(shares, 0.5)],
    ],
  };
}
