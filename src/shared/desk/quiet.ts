import type { Settings } from '../settings/settings.ts';

/** Minutes since midnight of `HH:MM`. */
const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

/**
 * Whether the person is not to be disturbed at a local time: switched on, or by the schedule, which
 * may run over midnight. From equal to to is the whole day.
 */
export function isQuiet(desk: Settings['desk'], now: Date): boolean {
  if (desk.doNotDisturb) return true;
  if (!desk.quiet.on) return false;
  const at = now.getHours() * 60 + now.getMinutes();
  const from = minutesOf(desk.quiet.from);
  const to = minutesOf(desk.quiet.to);
  return from < to ? at >= from && at < to : at >= from || at < to;
}
