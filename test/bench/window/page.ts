import type { Page } from '@playwright/test';

/** What the functions below put on the page. */
interface Watch {
  /** Texts `mark N` and when they were painted, ms since the epoch. */
  marks: [string, number][];
  painted(): Promise<number>;
  /** When the table's lines were painted after `changed` waited for it. */
  changedAtMs: number;
}
declare global {
  interface Window {
    watch: Watch;
  }
}

/**
 * Watches a page from the inside, and changes nothing of it. "Painted" is the first task after the
 * frame in which a change was laid out and drawn: an animation frame comes before that, a message
 * posted in it after. What the compositor needs then is left out, here and for the floors.
 */
export async function watch(page: Page): Promise<void> {
  // tsx marks functions with a helper of its own, which the page does not have.
  await page.evaluate('globalThis.__name = (it) => it');
  await page.evaluate(() => {
    const began = Date.now();
    let tick = Date.now();
    while (tick === began) tick = Date.now();
    const error = performance.timeOrigin + performance.now() - tick;
    const painted = (): Promise<number> =>
      new Promise((done) =>
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => done(performance.timeOrigin + performance.now() - error);
          port2.postMessage(0);
        }),
      );
    const marks: [string, number][] = [];
    const seen = new Set<string>();
    new MutationObserver((records) => {
      const fresh: string[] = [];
      for (const { target, addedNodes } of records) {
        for (const node of addedNodes.length > 0 ? addedNodes : [target]) {
          for (const [mark] of (node.textContent ?? '').matchAll(/mark \d+/g)) {
            if (seen.has(mark)) continue;
            seen.add(mark);
            fresh.push(mark);
          }
        }
      }
      if (fresh.length > 0)
        void painted().then((atMs) =>
          marks.push(...fresh.map((mark) => [mark, atMs] as [string, number])),
        );
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    window.watch = { marks, painted, changedAtMs: 0 };
  });
}

/**
 * Resolves when other lines stand in the table, or in another order, and are painted, with the ms since
 * the next event of that type (none: since now). Begin to wait before you make it happen.
 */
export const changed = (page: Page, type: string): Promise<number> =>
  page.evaluate(
    (what) =>
      new Promise<number>((done) => {
        let began = performance.now();
        let armed = what === '';
        const drawn = (): string =>
          [...document.querySelectorAll<HTMLElement>('[data-uuid]')]
            .map((line) => line.dataset['uuid'])
            .join();
        const before = drawn();
        const observer = new MutationObserver(() => {
          if (!armed || drawn() === before) return;
          observer.disconnect();
          void window.watch.painted().then((atMs) => {
            window.watch.changedAtMs = atMs;
            done(performance.now() - began);
          });
        });
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          attributeFilter: ['data-uuid'],
        });
        if (what === '') return;
        const arm = (): void => {
          began = performance.now();
          armed = true;
        };
        document.addEventListener(what, arm, { capture: true, once: true });
      }),
    type,
  );

/** ms between the animation frames while an element is scrolled by `px` a frame for `ms`. */
export const scroll = (page: Page, selector: string, px: number, ms: number): Promise<number[]> =>
  page.evaluate(
    ([what, step, long]) =>
      new Promise<number[]>((done) => {
        const box = document.querySelector(what)!;
        const gaps: number[] = [];
        let way = step;
        let last = 0;
        let began = 0;
        const frame = (atMs: number): void => {
          if (last > 0) gaps.push(atMs - last);
          else began = atMs;
          last = atMs;
          const top = box.scrollTop;
          box.scrollTop += way;
          if (box.scrollTop === top) way = -way;
          if (atMs - began < long) requestAnimationFrame(frame);
          else done(gaps);
        };
        requestAnimationFrame(frame);
      }),
    [selector, px, ms] as const,
  );
