import { setTimeout as sleep } from 'node:timers/promises';
import { sh } from '../../support/app.ts';
import { MY_EXTENSION } from '../pbx/protocol.ts';
import type { Findings } from '../report.ts';
import { spreadOf } from '../stats.ts';
import { APP, cpuOf } from './open.ts';
import { startPbx } from './paint.ts';
import { Program } from './program.ts';

const CALLS = 100;

/** CPU with 100 calls that only last, while the window is shown and after it was closed to the tray. */
export async function measureQuiet(quick: boolean): Promise<Findings> {
  const [rounds, ms] = quick ? [1, 1_500] : [3, 10_000];
  const { pbx, port, password } = await startPbx(CALLS);
  const esl = ['--esl', `127.0.0.1:${port}`, '--extension', MY_EXTENSION];
  const shown: number[] = [];
  const hidden: number[] = [];
  for (let i = 0; i < rounds; i += 1) {
    const app = await Program.start([APP, ...esl], { RINGSIDE_PASSWORD: password });
    const percent = async (): Promise<number> => {
      const before = cpuOf(app.pid);
      await sleep(ms);
      return ((cpuOf(app.pid) - before) / ms) * 100;
    };
    await app.painted('/index.html', '[data-uuid]');
    await sleep(5_000); // it looks at the list a second time, and what only a start needs goes
    shown.push(await percent());
    const window = await sh('xdotool', 'search', '--onlyvisible', '--name', '^Ringside$');
    await sh('xdotool', 'windowactivate', '--sync', window, 'key', 'alt+F4');
    while (await sh('xdotool', 'search', '--onlyvisible', '--name', '^Ringside$').catch(() => ''))
      await sleep(100);
    await sleep(2_000);
    hidden.push(await percent());
    await app.end();
  }
  pbx.stop();
  return {
    details: [
      ['CPU with 100 calm calls, shown', '% of a core', spreadOf(shown)],
      ['CPU with 100 calm calls, closed to the tray', '% of a core', spreadOf(hidden)],
    ],
  };
}
