// A program on the session's bus that can be stopped and killed: the notification daemon, or a keyring.
import { sessionBus, Message, type MessageBus } from '@jellybrick/dbus-next';

export interface PeerShows {
  /** Titles of the notifications on screen. */
  readonly shows: readonly string[];
}

const [role = '', address = ''] = process.argv.slice(2);
let slowMs = 0;
let nextId = 1;
const shown = new Map<number, string>();
const bus: MessageBus = sessionBus({ busAddress: address });
(bus as unknown as NodeJS.EventEmitter).on('error', () => process.exit());

const REPLIES: Readonly<
  Record<string, (body: readonly unknown[]) => readonly [signature: string, body: unknown[]]>
> = {
  GetCapabilities: () => ['as', [['body', 'actions']]],
  Notify: ([, replaces, , title]) => {
    const id = Number(replaces) || nextId++;
    shown.set(id, String(title));
    return ['u', [id]];
  },
  CloseNotification: ([id]) => {
    shown.delete(Number(id));
    return ['', []];
  },
  Ping: () => ['', []],
};

bus.addMethodHandler((message) => {
  const reply = REPLIES[message.member];
  if (!reply) return false;
  setTimeout(() => {
    const [signature, body] = reply(message.body as unknown[]);
    bus.send(Message.newMethodReturn(message, signature, body));
    process.send?.({ shows: [...shown.values()] } satisfies PeerShows);
  }, slowMs);
  return true;
});
process.on('message', (ms: number) => (slowMs = ms));
process.once('disconnect', () => process.exit());
await bus.requestName(
  role === 'keyring' ? 'org.freedesktop.secrets' : 'org.freedesktop.Notifications',
  0,
);
process.send?.({ shows: [] } satisfies PeerShows);
