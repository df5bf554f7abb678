import { describe, expect, it } from 'vitest';
import { sessionOf, type SessionFacts } from '../../src/main/desktop/session.ts';

const linux = (env: SessionFacts['env'], more: Partial<SessionFacts> = {}) =>
  sessionOf({ platform: 'linux', env, ozone: '', ozoneHint: '', electron: 45, ...more });

const WAYLAND = { XDG_SESSION_TYPE: 'wayland', WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' };

describe('what our windows speak', () => {
  it('is Wayland in a Wayland session from Electron 38 on, X11 before', () => {
    expect(linux(WAYLAND).kind).toBe('wayland');
    expect(linux(WAYLAND, { electron: 38 }).kind).toBe('wayland');
    expect(linux(WAYLAND, { electron: 37 })).toMatchObject({ kind: 'x11', xwayland: true });
    expect(linux({ XDG_SESSION_TYPE: 'x11', DISPLAY: ':0' })).toMatchObject({
      kind: 'x11',
      xwayland: false,
    });
  });
  it('is what the switch says, whatever the session is', () => {
    expect(linux(WAYLAND, { ozone: 'x11' })).toMatchObject({ kind: 'x11', xwayland: true });
    expect(linux({ DISPLAY: ':0' }, { ozone: 'wayland', electron: 33 }).kind).toBe('wayland');
  });
  it('follows the hint, by switch or (up to 37) by the environment', () => {
    expect(linux(WAYLAND, { ozoneHint: 'auto', electron: 33 }).kind).toBe('wayland');
    expect(linux(WAYLAND, { ozoneHint: 'x11' }).kind).toBe('x11');
    const hinted = { ...WAYLAND, ELECTRON_OZONE_PLATFORM_HINT: 'auto' };
    expect(linux(hinted, { electron: 33 }).kind).toBe('wayland');
    expect(
      linux({ ELECTRON_OZONE_PLATFORM_HINT: 'wayland', DISPLAY: ':0' }, { electron: 33 }).kind,
    ).toBe('x11');
  });
});

describe('what a window can do', () => {
  it('is placed and kept from the focus everywhere but on Wayland', () => {
    const able = (session: ReturnType<typeof linux>) => [
      session.placesWindows,
      session.keepsFocusAway,
    ];
    expect(able(linux(WAYLAND))).toEqual([false, false]);
    expect(able(linux({ DISPLAY: ':0' }))).toEqual([true, true]);
    expect(able(linux(WAYLAND, { ozone: 'x11' }))).toEqual([true, true]);
    expect(able(linux({}, { platform: 'win32' }))).toEqual([true, true]);
    expect(able(linux({}, { platform: 'darwin' }))).toEqual([true, true]);
    expect(linux(WAYLAND, { platform: 'win32' }).kind).toBe('windows');
    expect(linux(WAYLAND, { platform: 'darwin' }).kind).toBe('mac');
  });
});

describe('the desktop', () => {
  const named = (XDG_CURRENT_DESKTOP: string) => linux({ XDG_CURRENT_DESKTOP }).desktop;
  it('is known by its name among several', () => {
    expect(named('ubuntu:GNOME')).toBe('gnome');
    expect(named('GNOME-Classic:GNOME')).toBe('gnome');
    expect(named('KDE')).toBe('kde');
    expect(named('Hyprland')).toBe('hyprland');
    expect(named('XFCE')).toBe('other');
    expect(named('')).toBe('other');
  });
  it('is known by a variable of its own where it sets no name', () => {
    expect(linux({ SWAYSOCK: '/run/sway.sock' }).desktop).toBe('sway');
    expect(linux({ HYPRLAND_INSTANCE_SIGNATURE: 'x' }).desktop).toBe('hyprland');
    expect(linux({ I3SOCK: '/run/i3' }).desktop).toBe('i3');
  });
});
