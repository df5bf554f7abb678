import type { Attachment } from 'svelte/attachments';
import { Resting, type Point } from './resting.ts';

/** ms after a turn of the wheel in which what it brings under the pointer is meant. */
const WHEEL_MS = 250;

/** What a click at a point would do: the button, what it says, and of which call. '' where there is no button. */
function meantAt({ x, y }: Point): string {
  const button = document.elementFromPoint(x, y)?.closest('button, [role=menuitem], [role=option]');
  if (!button) return '';
  const call = button.closest('[data-id]')?.getAttribute('data-id');
  const owner = button.closest('[aria-label]')?.getAttribute('aria-label');
  const name = button.getAttribute('aria-label') ?? '';
  return [call ?? owner ?? '', wordsOn(button), name].join(' ');
}

/** What a button says: not its marks, which only tell of a state (the arrow of a sorted column). */
const wordsOn = (button: Element): string =>
  [...button.childNodes]
    .filter((node) => !(node instanceof Element && node.ariaHidden === 'true'))
    .map(({ textContent }) => textContent?.trim() ?? '')
    .join(' ');

/**
 * A hand that is about to press must not hit what came under it a moment ago: a click is dropped where what
 * stands under a resting pointer changed less than half a second before. A pointer that has moved onto the
 * button since then means it. Keys are not concerned.
 * @param dropped told when a click was dropped, so that the person is, too
 * @param restsAt where the pointer rests on a window that comes up under it, which hears of no move
 */
export const guardClicks =
  (dropped: () => void, restsAt: () => Point | null = () => null): Attachment<HTMLElement> =>
  (region) => {
    const resting = new Resting(meantAt, () => performance.now());
    let frame = 0;
    let wheelMs = -Infinity;
    const regard = (): void => {
      if (performance.now() - wheelMs < WHEEL_MS) resting.settle();
      else resting.look();
    };
    const onMove = ({ clientX: x, clientY: y }: PointerEvent): void => resting.moveTo({ x, y });
    const onLeave = (): void => resting.leave();
    const onWheel = (): void => void (wheelMs = performance.now());
    const onClick = (event: MouseEvent): void => {
      // A key that presses a button makes a click without a pointer.
      if (event.detail === 0) return;
      regard();
      if (resting.takes({ x: event.clientX, y: event.clientY })) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      dropped();
    };
    const lookSoon = (): void => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        regard();
      });
    };
    const observer = new MutationObserver((mutations) => {
      const came = mutations.some(({ addedNodes }) =>
        [...addedNodes].some((node) => node instanceof HTMLElement),
      );
      const rested = came ? restsAt() : null;
      if (rested) resting.cameUnder(rested);
      lookSoon();
    });
    observer.observe(region, { childList: true, subtree: true, characterData: true });
    const resized = new ResizeObserver(lookSoon);
    resized.observe(region);
    document.addEventListener('pointermove', onMove, { capture: true, passive: true });
    document.documentElement.addEventListener('pointerleave', onLeave);
    region.addEventListener('wheel', onWheel, { capture: true, passive: true });
    region.addEventListener('click', onClick, { capture: true });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      resized.disconnect();
      document.removeEventListener('pointermove', onMove, { capture: true });
      document.documentElement.removeEventListener('pointerleave', onLeave);
      region.removeEventListener('wheel', onWheel, { capture: true });
      region.removeEventListener('click', onClick, { capture: true });
    };
  };
