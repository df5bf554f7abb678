import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ElectronApplication, Page } from '@playwright/test';
import { App } from '../../support/app.ts';
import { Peer } from '../peer.ts';
import { MY_EXTENSION, type PbxOrder, type Stamp } from '../pbx/protocol.ts';
import type { Findings } from '../report.ts';
import { percentile, spreadOf } from '../stats.ts';
import { measureHotkeys } from './hotkeys.ts';
import { FRAME_MS, openBare } from './open.ts';
import { watch } from './page.ts';

const PBX = fileURLToPath(new URL('../pbx/replay.ts', import.meta.url));
export const MARKS_PER_SECOND = 40;
export const EVENTS_PER_SECOND = 500;
const CHANNELS = 2_000;

/** A PBX in a process of its own, with so many answered calls and one of mine if asked for. */
export async function startPbx(calls: number, mine = false, port = 0) {
  const pbx = new Peer<PbxOrder>(PBX);
  const listening = await pbx.ask<number>({ do: 'start', calls, mine, port });
  return { pbx, port: listening, password: 'any' };
}

/** Frames of 16.7 ms from each stamp to the paint of its mark. A mark that never came is an error. */
export async function framesOf(page: Page, sent: readonly Stamp[]): Promise<number[]> {
  await sleep(300);
  const marks = new Map(await page.evaluate(() => window.watch.marks));
  const missing = sent.filter(({ what }) => !marks.has(what)).length;
  if (missing > sent.length / 20) throw new Error(`${missing} of ${sent.length} marks never came`);
  return sent
    .filter(({ what }) => marks.has(what))
    .map(({ what, atMs }) => ((marks.get(what) ?? NaN) - atMs) / FRAME_MS);
}

/** The floor: a message of the main process, painted. */
async function bareMessages(ms: number): Promise<number[]> {
  const { electron, page } = await openBare('bare.html');
  await watch(page);
  const sent = await sendMarks(electron, ms);
  const frames = await framesOf(page, sent);
  await electron.close();
  return frames;
}

const sendMarks = (electron: ElectronApplication, ms: number): Promise<Stamp[]> =>
  electron.evaluate(
    async ({ BrowserWindow }, { count, gapMs }) => {
      const window = BrowserWindow.getAllWindows().find((one) => one.isVisible());
      const began = Date.now();
      let tick = Date.now();
      while (tick === began) tick = Date.now();
      const error = performance.timeOrigin + performance.now() - tick;
      const stamps: Stamp[] = [];
      for (let n = 0; n < count; n += 1) {
        await new Promise((done) => setTimeout(done, gapMs));
        const what = `mark ${n}`;
        stamps.push({ what, atMs: performance.timeOrigin + performance.now() - error });
        window?.webContents.send('message', what);
      }
      return stamps;
    },
    { count: Math.round((ms * MARKS_PER_SECOND) / 1000), gapMs: 1000 / MARKS_PER_SECOND },
  );

/** From the byte that the PBX sends to the line that is painted, with the PBX busy; and back. */
export async function measurePaint(quick: boolean): Promise<Findings> {
  const [rounds, ms, presses] = quick ? [3, 1_000, 0] : [5, 8_000, 200];
  const { pbx, ...address } = await startPbx(CHANNELS / 2, presses > 0);
  const app = await App.onEsl(address, { extension: MY_EXTENSION });
  await app.page.locator('[data-uuid]').first().waitFor();
  // Longest first: the calls that are marked stand on top and stay there.
  const heading = app.page.getByRole('columnheader', { name: 'In this state' }).getByRole('button');
  await heading.click();
  await app.page.mouse.move(5, 5);
  await watch(app.page);
  await pbx.ask({ do: 'traffic', perSecond: EVENTS_PER_SECOND - MARKS_PER_SECOND });
  const mark = async (forMs: number): Promise<number[]> => {
    await app.page.evaluate(() => (window.watch.marks.length = 0));
    const order = { do: 'mark', perSecond: MARKS_PER_SECOND, ms: forMs } as const;
    return framesOf(app.page, await pbx.ask<Stamp[]>(order));
  };
  // Of its own: code that has not run before, the pop-up's page, and the second look at the list after 2 s.
  const first = await mark(quick ? 2_200 : 3_000);
  const p50: number[] = [];
  const p99: number[] = [];
  const floor50: number[] = [];
  const floor99: number[] = [];
  for (let i = 0; i < rounds; i += 1) {
    const frames = await mark(ms);
    p50.push(percentile(frames, 0.5));
    p99.push(percentile(frames, 0.99));
  }
  const hotkeys = presses > 0 ? await measureHotkeys(pbx, address.port, presses) : [];
  await pbx.ask({ do: 'traffic', perSecond: 0 });
  await app.close();
  pbx.stop();
  // The floor has no part in the ratios: quick leaves it out.
  for (let i = 0; i < (quick ? 0 : 3); i += 1) {
    const frames = await bareMessages(ms);
    floor50.push(percentile(frames, 0.5));
    floor99.push(percentile(frames, 0.99));
  }
  return {
    ratios: { paint_p50_frames: spreadOf(p50), paint_p99_frames: spreadOf(p99) },
    details: [
      ['event to paint in the first seconds, the latest', 'frames', Math.max(...first)],
      ...(quick
        ? []
        : ([
            ['a bare IPC message painted, median', 'frames', spreadOf(floor50)],
            ['a bare IPC message painted, p99', 'frames', spreadOf(floor99)],
          ] as const)),
      ...hotkeys,
    ],
  };
}
