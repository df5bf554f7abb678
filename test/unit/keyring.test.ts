import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { asksKeyringByBus, Keyring, type KeyringState } from '../../src/main/settings/keyring.ts';

let states: KeyringState[];
beforeEach(() => {
  vi.useFakeTimers();
  states = [];
});
afterEach(() => vi.useRealTimers());
const changed = (state: KeyringState): unknown => states.push(state);

it('is open at once where no keyring is asked over a bus', async () => {
  const keyring = new Keyring(undefined, changed);
  await keyring.known;
  expect(states).toEqual(['open']);
});

it.each([
  ['answers', () => Promise.resolve()],
  ['is not there', () => Promise.reject(new Error('ServiceUnknown'))],
])('is open where it %s', async (_how, ask) => {
  const keyring = new Keyring({ ask }, changed);
  await keyring.known;
  expect(keyring.state).toBe('open');
});

it('that does not answer is known within 2 s, and asked again, each time later, until it does', async () => {
  const askedMs: number[] = [];
  const began = Date.now();
  let isAwake = false;
  const keyring = new Keyring(
    {
      ask: ({ to }) => {
        if (to === 'org.freedesktop.secrets') askedMs.push(Date.now() - began);
        return isAwake || to !== 'org.freedesktop.secrets'
          ? Promise.resolve()
          : new Promise(() => undefined);
      },
    },
    changed,
  );
  await vi.advanceTimersByTimeAsync(2_000);
  await keyring.known;
  expect(states).toEqual(['hangs']);
  await vi.advanceTimersByTimeAsync(60_000);
  // 2 s for each try, and 5, 10, 20 and 40 s between them.
  expect(askedMs).toEqual([0, 7_000, 19_000, 41_000]);
  isAwake = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(states).toEqual(['hangs', 'open']);
});

it.runIf(process.platform === 'linux')('is asked over the bus on a desktop that has a name', () => {
  expect(asksKeyringByBus({ XDG_CURRENT_DESKTOP: 'GNOME' })).toBe(true);
  expect(asksKeyringByBus({})).toBe(false);
});
