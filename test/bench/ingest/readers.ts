import { connect } from 'node:net';
import esl from 'modesl';
import { EVERY_CHANNEL_EVENT } from './protocol.ts';
import { MyLegs } from '@shared/calls/mine.ts';
import { Monitor } from '../../../src/main/calls/monitor.ts';
import { EslAdapter } from '../../../src/main/pbx/esl/adapter.ts';

/** Connects and calls `onEvent` for each channel event; resolves with how to disconnect. */
type Reader = (port: number, onEvent: () => void) => Promise<() => void>;

/** One for the life of the process, as in the app. */
const monitor = new Monitor();
const legs = new MyLegs();
legs.reset('201', []);
monitor.onChange((changes) => void legs.apply(changes));
monitor.onDelta(() => undefined);

/** The app's own way: adapter, reducer, my legs and batches for a window, with the app's subscription. */
const ours: Reader = (port, onEvent) =>
  new Promise((resolve) => {
    const adapter: EslAdapter = new EslAdapter(
      {
        address: { host: '127.0.0.1', port },
        credentials: { password: 'ClueCon' },
        plan: { context: 'default', ringSeconds: 45 },
      },
      {
        events(events) {
          monitor.feed(events);
          for (const { kind } of events) {
            if (kind !== 'listing' && kind !== 'listed' && kind !== 'lost') onEvent();
          }
        },
        status({ phase }) {
          if (phase === 'online') resolve(() => adapter.stop());
        },
        trace: () => undefined,
      },
    );
    adapter.start();
  });

interface ModeslEvent {
  getHeader(name: string): string | undefined;
}
interface Modesl {
  Connection: new (
    host: string,
    port: number,
    password: string,
    ready: () => void,
  ) => {
    subscribe(names: string[], done: () => void): void;
    on(name: string, listener: (event: ModeslEvent) => void): void;
    disconnect(): void;
  };
}
/** The whole of the library; src/main/pbx/esl/modesl.d.ts names what the app uses of it. */
const modeslLibrary = esl as unknown as Modesl;

/**
 * modesl as it is, with its own parser. Its README shows the connection and leaves the events to the
 * reader of its wiki: `subscribe` asks for them in JSON. One listener, which does nothing.
 */
const modesl: Reader = (port, onEvent) =>
  new Promise((resolve) => {
    const connection = new modeslLibrary.Connection('127.0.0.1', port, 'ClueCon', () => {
      connection.on('esl::event::*::*', (event) => {
        if (event.getHeader('Event-Name') !== undefined) onEvent();
      });
      connection.subscribe([...EVERY_CHANNEL_EVENT], () => resolve(() => connection.disconnect()));
    });
  });

/** As little as an event can cost that is read as JSON: cut by Content-Length, JSON.parse. */
const floor: Reader = (port, onEvent) =>
  new Promise((resolve) => {
    let rest: Buffer = Buffer.alloc(0);
    const replies = [
      () => socket.write(`event json ${EVERY_CHANNEL_EVENT.join(' ')}\n\n`),
      () => resolve(() => socket.destroy()),
    ];
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let at = 0;
      for (;;) {
        const end = data.indexOf('\n\n', at);
        if (end < 0) break;
        const head = data.toString('latin1', at, end);
        const length = Number(/Content-Length: (\d+)/.exec(head)?.[1] ?? 0);
        if (end + 2 + length > data.length) break;
        at = end + 2 + length;
        if (length > 0) {
          JSON.parse(data.toString('utf8', end + 2, at));
          onEvent();
        } else if (head.includes('auth/request')) socket.write('auth ClueCon\n\n');
        else replies.shift()?.();
      }
      rest = data.subarray(at);
    });
  });

export const READERS: Readonly<Record<string, Reader>> = { ours, modesl, floor };
