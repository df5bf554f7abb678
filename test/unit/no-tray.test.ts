import { describe, expect, it, vi } from 'vitest';
import type { DeskState, MyCall } from '../../src/shared/calls/desk.ts';
import type { DesktopName, Session } from '../../src/main/desktop/session.ts';
import { closingOf } from '../../src/main/desktop/closing.ts';
import { titleOf } from '../../src/main/desktop/title.ts';

vi.mock('electron', () => ({ app: {}, dialog: {} }));

const session = (kind: Session['kind'], desktop: DesktopName): Session => ({
  kind,
  desktop,
  xwayland: false,
  placesWindows: kind !== 'wayland',
  keepsFocusAway: kind !== 'wayland',
});

describe('a window that is closed', () => {
  it('is hidden where a tray has an icon to get it back by', () => {
    for (const desktop of ['gnome', 'kde', 'sway', 'other'] as const)
      expect(closingOf(true, session('wayland', desktop))).toBe('hide');
  });
  it('is minimised without a tray, where a minimised window has a place', () => {
    expect(closingOf(false, session('wayland', 'gnome'))).toBe('minimize');
    expect(closingOf(false, session('wayland', 'kde'))).toBe('minimize');
    expect(closingOf(false, session('x11', 'other'))).toBe('minimize');
  });
  it('is asked about where it would have none', () => {
    expect(closingOf(false, session('wayland', 'sway'))).toBe('ask');
    expect(closingOf(false, session('x11', 'i3'))).toBe('ask');
    expect(closingOf(false, session('wayland', 'other'))).toBe('ask');
  });
});

describe('the window’s title where there is no tray', () => {
  const online = true;
  const marks = (unseen = 0) => ({ unseen, quiet: false, scheduled: false });
  const desk = (...states: MyCall['state'][]): DeskState => {
    const party = { name: 'Anna', number: '+4930111' };
    return {
      mine: states.map((state) => ({
        site: 'main',
        uuid: state,
        party,
        state,
        muted: false,
        current: false,
      })),
      ringing: states
        .filter((state) => state === 'ringing')
        .map((uuid) => ({
          site: 'main',
          uuid,
          callId: uuid,
          party,
          dialled: '',
          queue: '',
          arrivedMs: 0,
          sinceMs: 0,
        })),
      channels: 0,
    };
  };
  it('tells what needs the person first, and nobody’s name', () => {
    expect(titleOf(online, desk('ringing', 'talking'), marks(1))).toBe('Ringing – Ringside');
    expect(titleOf(online, desk('talking', 'held'), marks(1))).toBe('Talking – Ringside');
    expect(titleOf(online, desk('held'), marks(1))).toBe('On hold – Ringside');
    expect(titleOf(online, desk(), marks(1_200))).toBe('1,200 missed – Ringside');
  });
  it('is the app’s name while there is nothing to tell, or what is known may be old', () => {
    expect(titleOf(online, desk(), marks())).toBe('Ringside');
    expect(titleOf(false, desk('talking'), marks())).toBe('Ringside');
    expect(titleOf(false, desk(), marks())).toBe('Ringside');
  });
});
