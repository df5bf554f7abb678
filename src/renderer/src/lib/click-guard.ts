import type { Attachment } from 'svelte/attachments';

/** ms that a button takes no click after it came under a pointer that rests. */
const GUARD_MS = 600;
/** Pixels by which a pointer that meant the new button has moved at least. */
const MOVED_PX = 8;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What would be pressed at a point: the button, and what it says of which call. */
function meantAt(x: number, y: number): string {
  const button = document.elementFromPoint(x, y)?.closest('button, [role=menuitem]');
  if (!button) return '';
  const owner = button.closest('[aria-label]')?.getAttribute('aria-label') ?? '';
  return `${owner} ${button.textContent.trim()} ${button.getAttribute('aria-label') ?? ''}`;
}

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
    /** Where the pointer is; undefined while it is not known to be on the page. */
    let at: Point | undefined;
    let meant = '';
    let changed: (Point & { readonly ms: number }) | undefined;
    const onMove = ({ clientX: x, clientY: y }: PointerEvent): void => {
      at = { x, y };
      meant = meantAt(x, y);
    };
    const onLeave = (): void => void (at = undefined);
    const look = (): void => {
      const now = at ? meantAt(at.x, at.y) : '';
      if (!at || now === meant) return;
      meant = now;
      changed = { ms: performance.now(), ...at };
    };
    const onClick = (event: MouseEvent): void => {
      // A key that presses a button makes a click without a pointer.
      if (event.detail === 0 || !changed) return;
      const young = performance.now() - changed.ms < GUARD_MS;
      const rested = Math.hypot(event.clientX - changed.x, event.clientY - changed.y) < MOVED_PX;
      if (!young || !rested) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      dropped();
    };
    // What stands elsewhere may push the region: only its own changes are looked at, and its size.
    const observer = new MutationObserver((mutations) => {
      const came = mutations.some(({ addedNodes }) =>
        [...addedNodes].some((node) => node instanceof HTMLElement),
      );
      const rested = came ? restsAt() : null;
      if (rested) changed = { ms: performance.now(), ...rested };
      look();
    });
    observer.observe(region, { childList: true, subtree: true, characterData: true });
    const resized = new ResizeObserver(look);
    resized.observe(region);
    document.addEventListener('pointermove', onMove, { capture: true, passive: true });
    document.documentElement.addEventListener('pointerleave', onLeave);
    region.addEventListener('click', onClick, { capture: true });
    return () => {
      observer.disconnect();
      resized.disconnect();
      document.removeEventListener('pointermove', onMove, { capture: true });
      document.documentElement.removeEventListener('pointerleave', onLeave);
      region.removeEventListener('click', onClick, { capture: true });
    };
  };
