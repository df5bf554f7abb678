import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { AppInfo } from '../../src/shared/ipc/contract.ts';
import { App, notifications, OtherProgram } from '../support/app.ts';
import { startCalmPbx } from '../support/demo.ts';

const CALLS = 300;
test('hundreds of calls that ring me are a few cards and notifications', async () => {
  const demo = await startCalmPbx({ seed: 7 });
  // How long a disk takes is not asked here: the history's own tests do that.
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const app = await App.onEsl(demo, { userData: mkdtempSync(join(memory, 'ringside-flood-')) });
  let other: OtherProgram | undefined;
  try {
    await app.online();
    await app.page.evaluate(async () => {
      const { settings } = (await window.ringside.invoke('app.info', null)) as AppInfo;
      const desk = { ...settings.desk, popup: 'both' as const };
      await window.ringside.invoke('settings.patch', { desk });
    });
    await notifications.clear();
    other = await OtherProgram.open();
    const popup = await app.popup();
    const callers: string[] = [];
    for (let i = 0; i < CALLS; i += 1) {
      const number = `+4930${100_000 + i}`;
      callers.push(demo.inbound({ to: '201', number, name: `Caller ${i}` }).caller);
      if (i % 20 === 0) await new Promise((done) => setTimeout(done, 5));
    }
    await expect(popup.getByText(/^29\d more calls ringing$/)).toBeVisible();
    const cards = await popup.getByRole('article').count();
    expect(cards).toBeGreaterThan(0);
    expect(cards).toBeLessThanOrEqual(8);
    await expect(
      popup.getByText(`${(CALLS - cards).toLocaleString('en')} more calls`),
    ).toBeVisible();
    await expect.poll(() => notifications.shown()).toBe(4);
    await expect
      .poll(async () => (await notifications.history()).length)
      .toBeLessThanOrEqual(CALLS / 10);
    // The next takes the place of one that is gone.
    demo.hangup(callers[0] ?? '');
    await expect(
      popup.getByRole('article', { name: `Caller ${cards}`, exact: false }),
    ).toBeVisible();
    for (const [i, caller] of callers.entries()) {
      demo.hangup(caller);
      if (i % 20 === 0) await new Promise((done) => setTimeout(done, 5));
    }
    await expect(popup.getByRole('article')).toHaveCount(0);
    await expect.poll(() => notifications.shown()).toBe(0);
  } finally {
    other?.close();
    await app.close();
    await demo.stop();
  }
});
