/** Lines drawn above and below what can be seen, so that scrolling shows no blank. */
const OVERSCAN = 8;

/** Which lines of a list of equal heights are to be drawn. All in px, lines by index. */
export function visible(
  scrollTop: number,
  height: number,
  rowHeight: number,
  count: number,
): { first: number; last: number } {
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight)) - OVERSCAN);
  const last = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + OVERSCAN);
  return { first, last };
}
