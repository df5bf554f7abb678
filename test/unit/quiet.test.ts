import { describe, expect, it } from 'vitest';
import { isQuiet } from '../../src/shared/desk/quiet.ts';
import { defaultSettings } from '../../src/shared/settings/settings.ts';

const desk = (from: string, to: string, on = true) => ({
  ...defaultSettings().desk,
  quiet: { on, from, to },
});
const at = (time: string): Date => new Date(`2026-11-24T${time}:00`);

describe('do not disturb', () => {
  it('runs over midnight', () => {
    const night = desk('18:00', '08:00');
    expect(['18:00', '23:59', '00:00', '07:59'].map((time) => isQuiet(night, at(time)))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['08:00', '12:00', '17:59'].some((time) => isQuiet(night, at(time)))).toBe(false);
  });
  it('within a day ends where it says', () => {
    const noon = desk('12:00', '13:00');
    expect(['11:59', '12:00', '12:59', '13:00'].map((time) => isQuiet(noon, at(time)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
  it('is off when it is off, and on by hand whatever the time', () => {
    expect(isQuiet(desk('00:00', '23:59', false), at('12:00'))).toBe(false);
    expect(isQuiet({ ...desk('01:00', '02:00'), doNotDisturb: true }, at('12:00'))).toBe(true);
  });
});
