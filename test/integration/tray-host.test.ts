import { sessionBus } from '@jellybrick/dbus-next';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Bus } from '../../src/main/desktop/bus/bus.ts';
import { sessionOf } from '../../src/main/desktop/session.ts';
import { TrayHost } from '../../src/main/desktop/tray/host.ts';
import { startBus, type SessionBus } from '../support/session-bus.ts';

const it = test.skipIf(process.platform !== 'linux');
const WAYLAND = sessionOf({
  platform: 'linux',
  env: { WAYLAND_DISPLAY: 'wayland-0', XDG_CURRENT_DESKTOP: 'GNOME' },
  ozone: 'wayland',
  ozoneHint: '',
  electron: 45,
});

let daemon: SessionBus;
let bus: Bus;
beforeEach(async () => {
  daemon = await startBus();
  bus = new Bus(() => daemon.address);
});
afterEach(async () => {
  bus.stop();
  await daemon.stop();
});

/** What shows icons, as an extension of GNOME Shell or a panel does. */
async function startWatcher() {
  const panel = sessionBus({ busAddress: daemon.address });
  await panel.requestName('org.kde.StatusNotifierWatcher', 0);
  return panel;
}

it('a tray that is there, that goes and that comes again is followed', async () => {
  const seen: boolean[] = [];
  const panel = await startWatcher();
  const host: TrayHost = new TrayHost(bus, WAYLAND, () => seen.push(host.isThere));
  await host.follow();
  expect(host.isThere).toBe(true);
  panel.disconnect();
  await expect.poll(() => seen).toEqual([false]);
  const again = await startWatcher();
  await expect.poll(() => seen).toEqual([false, true]);
  again.disconnect();
  await expect.poll(() => seen).toEqual([false, true, false]);
});

it('a desktop without one has none, and one that cannot be asked neither', async () => {
  const host = new TrayHost(bus, WAYLAND, () => undefined);
  await host.follow();
  expect(host.isThere).toBe(false);
  const lonely = new Bus(() => undefined);
  const other = new TrayHost(lonely, WAYLAND, () => undefined);
  await other.follow();
  expect(other.isThere).toBe(false);
});

it('where there is no message bus to ask, as on Windows, there is a tray', async () => {
  const host = new TrayHost(undefined, WAYLAND, () => undefined);
  await host.follow();
  expect(await host.look()).toBe(true);
});
