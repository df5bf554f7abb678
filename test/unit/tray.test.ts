import { describe, expect, it } from 'vitest';
import { trayIcon, type DeskState, type MyCall } from '../../src/shared/calls/desk.ts';

const desk = (...states: MyCall['state'][]): DeskState => ({
  mine: states.map((state) => ({
    site: 'main',
    uuid: state,
    party: { name: '', number: '' },
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
      party: { name: '', number: '' },
      dialled: '',
      queue: '',
      arrivedMs: 0,
      sinceMs: 0,
    })),
  channels: 0,
});
const marks = (unseen = 0, quiet = false) => ({ unseen, quiet, scheduled: false });
const online = true;

describe('the tray icon', () => {
  it('tells first what needs the person first', () => {
    expect(trayIcon(online, desk('ringing', 'talking', 'held'), marks(1, true))).toBe('ringing');
    expect(trayIcon(online, desk('talking', 'held'), marks(1, true))).toBe('talking');
    expect(trayIcon(online, desk('held'), marks(1, true))).toBe('held');
    expect(trayIcon(online, desk(), marks(1, true))).toBe('missed');
    expect(trayIcon(online, desk(), marks(0, true))).toBe('quiet');
    expect(trayIcon(online, desk(), marks())).toBe('idle');
  });
  it('tells nothing of calls while there is no connection: what is known may be old', () => {
    expect(trayIcon(false, desk('talking'), marks())).toBe('offline');
    expect(trayIcon(false, desk(), marks())).toBe('offline');
  });
});
