import { afterEach, beforeEach, expect, test } from 'vitest';
import { Bus } from '../../src/main/desktop/bus/bus.ts';
import { ShortcutsPortal } from '../../src/main/desktop/keys/portal.ts';
import { FakePortal } from '../support/portal.ts';
import { startBus, type SessionBus } from '../support/session-bus.ts';

const it = test.skipIf(process.platform !== 'linux');

let daemon: SessionBus;
let portal: FakePortal | undefined;
let bus: Bus;
let shortcuts: ShortcutsPortal;
const pressed: string[] = [];
const changed: [string, string][] = [];
const lost: boolean[] = [];

const HOLD = { id: 'hold', description: 'Hold or resume', trigger: 'CTRL+ALT+h' };
const ANSWER = { id: 'answer', description: 'Answer', trigger: 'F9' };

beforeEach(async () => {
  if (process.platform !== 'linux') return;
  for (const list of [pressed, changed, lost]) list.length = 0;
  daemon = await startBus();
  bus = new Bus(() => daemon.address);
  shortcuts = new ShortcutsPortal(bus, {
    activated: (id) => pressed.push(id),
    changed: (triggers) => changed.push(...triggers),
    lost: (again) => lost.push(again),
  });
});
afterEach(async () => {
  bus?.stop();
  portal?.stop();
  portal = undefined;
  await daemon?.stop();
});

it('binds what it is asked for, and says which keys the person gave', async () => {
  portal = await FakePortal.start(daemon.address);
  portal.chooses = (trigger) => (trigger === 'F9' ? '' : 'Ctrl+Alt+H');
  const bound = await shortcuts.bind([HOLD, ANSWER]);
  expect([...bound]).toEqual([
    ['hold', 'Ctrl+Alt+H'],
    ['answer', ''],
  ]);
  expect(portal.sessions.get(portal.session)).toEqual([HOLD, ANSWER]);
  expect(portal.appId).toBe('ringside');
});

it('hears the keys of its own session, from the portal alone', async () => {
  portal = await FakePortal.start(daemon.address);
  await shortcuts.bind([HOLD]);
  const { session } = portal;
  await FakePortal.forge(daemon.address, session, 'forged');
  portal.press('elsewhere', `${session}x`);
  portal.press('hold');
  await expect.poll(() => pressed).toEqual(['hold']);
});

it('follows keys that the person changes in the desktop’s settings', async () => {
  portal = await FakePortal.start(daemon.address);
  await shortcuts.bind([HOLD]);
  portal.rebind('hold', 'Super+\u202EH');
  await expect.poll(() => changed).toEqual([['hold', 'Super+ H']]);
});

it('binds others in a session of their own, and ends the one before', async () => {
  portal = await FakePortal.start(daemon.address);
  await shortcuts.bind([HOLD]);
  const first = portal.session;
  await shortcuts.bind([ANSWER]);
  expect(portal.session).not.toBe(first);
  expect(portal.sessions.get(portal.session)).toEqual([ANSWER]);
  await shortcuts.close();
  expect(portal.sessions.size).toBe(0);
});

it('says that the person declined, and leaves no session', async () => {
  portal = await FakePortal.start(daemon.address);
  portal.code = 1;
  await expect(shortcuts.bind([HOLD])).rejects.toThrow('declined');
  expect(portal.sessions.size).toBe(0);
});

it('fails where there is no portal, and tells when one comes', async () => {
  await expect(shortcuts.bind([HOLD])).rejects.toThrow();
  expect(lost).toEqual([]);
  portal = await FakePortal.start(daemon.address);
  await expect.poll(() => lost).toEqual([true]);
  await shortcuts.bind([HOLD]);
  portal.press('hold');
  await expect.poll(() => pressed).toEqual(['hold']);
});

it('tells that the desktop ended the session, and that the portal ended and came again', async () => {
  portal = await FakePortal.start(daemon.address);
  await shortcuts.bind([HOLD]);
  portal.closeSession();
  await expect.poll(() => lost).toEqual([false]);

  await shortcuts.bind([HOLD]);
  portal.stop();
  await expect.poll(() => lost).toEqual([false, false]);
  portal = await FakePortal.start(daemon.address);
  await expect.poll(() => lost).toEqual([false, false, true]);
  await shortcuts.bind([ANSWER]);
  portal.press('answer');
  await expect.poll(() => pressed).toEqual(['answer']);
});

it('is told that the session ended with the answer: by the answer, or right after it', async () => {
  portal = await FakePortal.start(daemon.address);
  portal.closesAtOnce = true;
  let refused = '';
  await shortcuts.bind([HOLD]).catch((error: unknown) => (refused = String(error)));
  await expect.poll(() => [refused !== '', lost.length > 0]).toContain(true);
});

it('gives up a request of a portal that ends before it has answered', async () => {
  portal = await FakePortal.start(daemon.address);
  await shortcuts.bind([HOLD]);
  portal.silent = true;
  const binding = shortcuts.bind([ANSWER]);
  await expect.poll(() => [...(portal?.sessions.values() ?? [])]).toEqual([[ANSWER]]);
  portal.stop();
  await expect(binding).rejects.toThrow('gone');
});
