import { expect, test } from '@playwright/test';
import { App, focusedWindow, notifications } from '../support/app.ts';
import { startCalmPbx } from '../support/demo.ts';
import { Xterm } from '../support/xterm.ts';

test('twenty calls ring while somebody types: every key arrives, the focus stays', async () => {
  await notifications.clear();
  const demo = await startCalmPbx({ seed: 29 });
  const app = await App.onEsl(demo);
  await app.online();
  const typist = await Xterm.open();
  const text = 'the quick brown fox jumps over the lazy dog 0123456789 '.repeat(20);
  const seen = new Set<string>();
  const typing = typist.type(text);
  for (let call = 0; call < 20; call += 1) {
    // Not all before, and none after: each comes between two keys.
    await expect.poll(() => typist.typed().length).toBeGreaterThan((call * text.length) / 21);
    demo.inbound({ to: '201', number: `+4930${call}`, name: `Caller ${call}` });
    seen.add(await focusedWindow());
  }
  expect(typist.typed().length).toBeLessThan(text.length);
  await typing;
  await expect(await app.card('Caller 0')).toBeVisible();
  await expect(app.myCall('Caller 19')).toContainText('Ringing');
  await expect.poll(notifications.shown).toBe(4);
  seen.add(await focusedWindow());
  expect([...seen]).toEqual(['Typist']);
  await expect.poll(() => typist.typed().length).toBe(text.length);
  expect(typist.typed()).toBe(text);
  typist.close();
  await app.close();
  await demo.stop();
});
