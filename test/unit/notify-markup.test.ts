import { expect, test, vi } from 'vitest';
import type { Bus, Call, Reply } from '../../src/main/desktop/bus/bus.ts';
import { NotificationDaemon } from '../../src/main/desktop/notify/daemon.ts';

/** A bus with a daemon of these capabilities: what it is asked to show, title and body. */
function daemonWith(...capabilities: string[]) {
  const shown: unknown[][] = [];
  const ask = (call: Call): Promise<Reply> => {
    const variant = (_signature: string, value: unknown): unknown => value;
    const body = typeof call.body === 'function' ? call.body(variant) : (call.body ?? []);
    if (call.member === 'Notify') shown.push([body[3], body[4]]);
    return Promise.resolve({
      sender: ':1.1',
      body: call.member === 'GetCapabilities' ? [capabilities] : [7],
    });
  };
  const none = (): void => undefined;
  const bus = { ask, listen: () => Promise.resolve(), onSignal: none, onLost: none };
  const events = { acted: none, dismissed: none, failed: none };
  return { daemon: new NotificationDaemon(bus as unknown as Bus, events), shown };
}
const NAME = '<b>Ann</b> & <img src="http://x/">\u202E\u200B';
const notice = { key: 'a', leg: { site: 'main', uuid: 'u' }, title: NAME, body: NAME, actions: [] };

test('a daemon that reads markup gets names as text', async () => {
  const { daemon, shown } = daemonWith('body', 'body-markup');
  daemon.show([notice]);
  daemon.tell('told', NAME);
  const escaped = '&lt;b&gt;Ann&lt;/b&gt; &amp; &lt;img src="http://x/"&gt;';
  await vi.waitFor(() => expect(shown).toHaveLength(2));
  expect(shown).toEqual([
    ['<b>Ann</b> & <img src="http://x/">', escaped],
    ['told', escaped],
  ]);
});

test('a daemon that reads none gets them as they are, cleaned', async () => {
  const { daemon, shown } = daemonWith('body');
  daemon.show([notice]);
  await vi.waitFor(() => expect(shown).toHaveLength(1));
  expect(shown[0]).toEqual([
    '<b>Ann</b> & <img src="http://x/">',
    '<b>Ann</b> & <img src="http://x/">',
  ]);
});
