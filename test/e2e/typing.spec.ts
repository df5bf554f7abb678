import { expect, test } from '@playwright/test';
import { App, focusedWindow, notifications } from '../support/app.ts';
import { startCalmPbx } from '../support/demo.ts';
import { Xterm } from '../support/xterm.ts';
import { ringWhileTyping, TYPED } from '../support/typing.ts';

test('twenty calls ring while somebody types: every key arrives, the focus stays', async () => {
  await notifications.clear();
  const demo = await startCalmPbx({ seed: 29 });
  const app = await App.onEsl(demo);
  await app.online();
  const typist = await Xterm.open();
  const seen = await ringWhileTyping(typist, demo, focusedWindow);
  await expect(await app.card('Caller 0')).toBeVisible();
  await expect(app.myCall('Caller 19')).toContainText('Ringing');
  await expect.poll(notifications.shown).toBe(4);
  seen.add(await focusedWindow());
  expect([...seen]).toEqual(['Typist']);
  await expect.poll(() => typist.typed().length).toBe(TYPED.length);
  expect(typist.typed()).toBe(TYPED);
  typist.close();
  await app.close();
  await demo.stop();
});
