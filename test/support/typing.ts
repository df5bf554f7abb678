import { expect } from '@playwright/test';
import type { DemoPbx } from './demo.ts';

/** Somebody who types into a program of their own, by a real keyboard. */
export interface Typing {
  type(text: string): Promise<unknown>;
  /** What arrived. */
  typed(): string;
}

/** What stands in the typist's program when nothing was lost. */
export const TYPED = 'the quick brown fox jumps over the lazy dog 0123456789 '.repeat(20);

/**
 * Twenty calls ring at 201 while somebody types, each between two keys.
 * @param focused which program has the focus
 * @returns programs that had it when a call came
 */
export async function ringWhileTyping(
  typist: Typing,
  demo: DemoPbx,
  focused: () => Promise<string>,
): Promise<Set<string>> {
  const seen = new Set<string>();
  const typing = typist.type(TYPED);
  for (let call = 0; call < 20; call += 1) {
    // Not all before, and none after: each comes between two keys.
    await expect.poll(() => typist.typed().length).toBeGreaterThan((call * TYPED.length) / 21);
    demo.inbound({ to: '201', number: `+4930${call}`, name: `Caller ${call}` });
    seen.add(await focused());
  }
  expect(typist.typed().length).toBeLessThan(TYPED.length);
  await typing;
  return seen;
}
