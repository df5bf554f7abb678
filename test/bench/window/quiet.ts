import { setTimeout as sleep } from 'node:timers/promises';
import { App } from '../../support/app.ts';
import { MY_EXTENSION } from '../pbx/protocol.ts';
import type { Findings } from '../report.ts';
import { spreadOf } from '../stats.ts';
import { cpuOf } from './open.ts';
import { startPbx } from './paint.ts';

const CALLS = 100;

/** CPU with 100 calls that only last, while the window is shown and while it is hidden. */
export async function measureQuiet(quick: boolean): Promise<Findings> {
  const [rounds, ms] = quick ? [1, 1_500] : [3, 10_000];
  const { pbx, port, password } = await startPbx(CALLS);
  const app = await App.onEsl({ port, password }, { extension: MY_EXTENSION });
  await app.page.locator('[data-uuid]').first().waitFor();
  await sleep(3_500); // the app looks at the list a second time
  const pid = app.electron.process().pid ?? 0;
  const percent = async (): Promise<number> => {
    const before = cpuOf(pid);
    await sleep(ms);
    return ((cpuOf(pid) - before) / ms) * 100;
  };
  const see = (shown: boolean): Promise<void> =>
    app.electron.evaluate(({ BrowserWindow }, show) => {
      for (const window of BrowserWindow.getAllWindows()) {
        if (!window.webContents.getURL().endsWith('/index.html')) continue;
        if (show) window.show();
        else window.hide();
      }
    }, shown);
  const shown: number[] = [];
  const hidden: number[] = [];
  for (let i = 0; i < rounds; i += 1) {
    shown.push(await percent());
    await see(false);
    await sleep(500);
    hidden.push(await percent());
    await see(true);
    await sleep(500);
  }
  await app.close();
  pbx.stop();
  return {
    details: [
      ['CPU with 100 calm calls, shown', '% of a core', spreadOf(shown)],
      ['CPU with 100 calm calls, hidden', '% of a core', spreadOf(hidden)],
    ],
  };
}
