import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, type Page } from '@playwright/test';
import { App, sh } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';
import { randomOf } from '../support/random.ts';

/* A real pointer that rests while calls come and go, and presses at any moment. */

const CHANGES = 500;
/** Changes after which the pointer is moved elsewhere. */
const REST = 25;
/** ms that a thing must have been under the pointer for a click to hit it. */
const THERE_MS = 500;

interface Seen {
  /** Clicks that did something, and those of them that hit another thing than was there before. */
  taken: number;
  wrong: string[];
  clicks: number;
  /** How often another thing came under the resting pointer. */
  changes: number;
}
declare global {
  interface Window {
    seen: Seen;
  }
}

/** Watches, with means of its own, what is under the pointer and what clicks reach. */
function watchPointer(thereMs: number): void {
  const seen: Seen = { taken: 0, wrong: [], clicks: 0, changes: 0 };
  window.seen = seen;
  let at: { x: number; y: number } | undefined;
  let movedMs = 0;
  let under: { ms: number; what: string }[] = [];
  const whatAt = (x: number, y: number): string => {
    const button = document.elementFromPoint(x, y)?.closest('button');
    if (!button) return '';
    const call = button.closest('[data-id]')?.getAttribute('data-id') ?? 'none';
    return `${button.innerText.trim()} of ${call}`;
  };
  const sample = (): void => {
    if (at) {
      const what = whatAt(at.x, at.y);
      if (under.at(-1)?.what !== what) {
        if (under.length > 0) seen.changes += 1;
        under.push({ ms: performance.now(), what });
      }
    }
    requestAnimationFrame(sample);
  };
  requestAnimationFrame(sample);
  document.addEventListener('pointermove', ({ clientX: x, clientY: y }) => {
    if (at && Math.hypot(at.x - x, at.y - y) < 3) return;
    at = { x, y };
    movedMs = performance.now();
    under = [];
  });
  let pressed = '';
  window.addEventListener(
    'click',
    ({ clientX, clientY }) => {
      seen.clicks += 1;
      pressed = whatAt(clientX, clientY);
    },
    { capture: true },
  );
  document.addEventListener('click', () => {
    if (pressed === '') return;
    seen.taken += 1;
    const now = performance.now();
    if (now - movedMs < thereMs) return;
    const before = under.filter(
      ({ ms }, i) => (under[i + 1]?.ms ?? now) > now - thereMs || ms > now - thereMs,
    );
    const other = before.find(({ what }) => what !== pressed);
    if (other) seen.wrong.push(`${pressed}, where ${other.what} was`);
  });
}

/** Something that happens at the PBX, at random: never fewer than two calls of mine, nor many. */
function change(demo: DemoPbx, random: () => number, serial: number): void {
  const legs = [...demo.world.legs.values()];
  const mine = legs.filter(({ presence }) => presence.startsWith('201@'));
  const ringing = mine.filter(({ callstate }) => callstate === 'RINGING');
  const some = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const call = (to: string) =>
    demo.inbound({ to, number: `+4930${10_000 + serial}`, name: `Caller ${serial}` });
  const dice = random();
  if (mine.length < 2) {
    const { agent = '' } = call('201');
    if (random() < 0.5) demo.answer(agent);
  } else if (dice < 0.3 && mine.length < 5) call('201');
  else if (dice < 0.5 && ringing.length > 0) demo.answer(some(ringing)?.uuid ?? '');
  else if (dice < 0.8) demo.hangup(some(mine)?.uuid ?? '');
  else if (legs.length < 30) call(String(202 + Math.floor(random() * 9)));
  else demo.hangup(some(legs)?.uuid ?? '');
}

/** Where the middle of some button is on the screen. */
async function aButton(
  app: App,
  page: Page,
  random: () => number,
): Promise<[string, string] | undefined> {
  const origin = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((one) => one.webContents.getURL().endsWith('/index.html'))
      ?.getContentBounds(),
  );
  const boxes = await page
    .locator('article button, [role=row].mine button')
    .evaluateAll((buttons) =>
      buttons.map((button) => button.getBoundingClientRect().toJSON() as DOMRect),
    );
  const box = boxes[Math.floor(random() * boxes.length)];
  if (!origin || !box) return undefined;
  return [
    String(Math.round(origin.x + box.x + box.width / 2)),
    String(Math.round(origin.y + box.y + box.height / 2)),
  ];
}

test('500 changes under a resting pointer: no click hits what was not there half a second before', async () => {
  const random = randomOf(17);
  const demo = await startCalmPbx({ seed: 17 });
  const app = await App.onEsl(demo);
  try {
    await app.online();
    await app.page.evaluate(watchPointer, THERE_MS);
    for (let i = 0; i < CHANGES; i += 1) {
      change(demo, random, i);
      if (i % REST === 0) {
        await expect(app.page.locator('article').first()).toBeVisible();
        const to = await aButton(app, app.page, random);
        if (to) await sh('xdotool', 'mousemove', ...to);
        await sleep(THERE_MS + 100); // it rests
      }
      await sleep(random() * 20);
      if (random() < 0.4) await sh('xdotool', 'click', '1');
    }
    const seen = await app.page.evaluate(() => window.seen);
    expect(seen.wrong).toEqual([]);
    // Things did change under the pointer (seldom: places are kept), and clicks were both taken and dropped.
    expect(seen.changes).toBeGreaterThan(10);
    expect(seen.taken).toBeGreaterThan(10);
    expect(seen.clicks - seen.taken).toBeGreaterThan(0);
  } finally {
    await app.close();
    await demo.stop();
  }
});
