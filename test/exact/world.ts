import { setImmediate as turn } from 'node:timers/promises';
import { Monitor } from '../../src/main/calls/monitor.ts';
import { VirtualClock } from '../../src/demo-pbx/clock.ts';
import { EslAdapter } from '../../src/main/pbx/esl/adapter.ts';
import { EslLink } from '../../src/main/pbx/esl/link.ts';
import { channelFromRow } from '../../src/shared/domain/channel.ts';
import type { ConnectionPhase } from '../../src/shared/domain/pbx.ts';
import { FaultProxy } from '../faults/proxy.ts';
import { startDemoPbx } from '../support/demo.ts';
import { differences, type Difference } from '../support/differences.ts';
import { take, type Step } from './steps.ts';

/** ms all that is under way has to arrive, and between two looks whether it has. */
const PATIENCE_MS = 30_000;
const LOOK_MS = 20;
const COMMAND_MS = 20_000;
/** ms at the end in which all that rings gives up (an application rings for 60 s), and the turns of the event loop over which they pass. */
const SETTLE_MS = 90_000;
const SETTLE_TURNS = 18;

/**
 * Plays a world on the demo PBX, watched by the real adapter over a real, failing network, and
 * returns what is not the same once all is quiet. The last event is one that only follows all others
 * (a call of its own), so nothing has to be waited for by time.
 */
export async function play(steps: readonly Step[], seed: number): Promise<Difference[]> {
  const clock = new VirtualClock();
  const demo = await startDemoPbx({ seed, calm: true, clock });
  const proxy = await FaultProxy.start({ host: demo.host, port: demo.port });
  const monitor = new Monitor();
  let phase: ConnectionPhase = 'idle';
  let wake = (): void => undefined;
  const adapter = new EslAdapter(
    {
      address: { host: '127.0.0.1', port: proxy.port },
      credentials: { password: demo.password },
      plan: { context: 'default', ringSeconds: 30 },
    },
    {
      events: (events) => {
        monitor.feed(events);
        wake();
      },
      status: (status) => {
        phase = status.phase;
        if (phase === 'offline') setImmediate(() => adapter.retry());
        wake();
      },
      trace: () => undefined,
    },
  );
  const until = (holds: () => boolean, what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        clearInterval(look);
        wake = () => undefined;
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`never ${what}`));
      }, PATIENCE_MS);
      wake = () => {
        if (!holds()) return;
        end();
        resolve();
      };
      // Not all of it is told: the proxy may learn of an old connection's end after the new one's begin.
      const look = setInterval(() => wake(), LOOK_MS);
      wake();
    });
  const hand = await EslLink.open(
    { host: demo.host, port: demo.port },
    { password: demo.password },
    { frame: () => undefined, down: () => undefined },
    new AbortController().signal,
  );
  if (!hand.ok) throw new Error(hand.error.message);
  adapter.start();
  try {
    await until(() => phase === 'online', 'online');
    for (const step of steps) {
      await take(step, {
        demo,
        wait: (ms) => clock.advance(ms),
        command: async (line) => void (await hand.value.send(line, COMMAND_MS)),
        list: () => void adapter.refresh(),
        cutAfter: (bytes) => void proxy.cutAfter.push(bytes, bytes),
        cutNow: () => proxy.cut(),
      });
    }
    proxy.cutAfter.length = 0;
    // A job given in the last step begins a moment of the PBX's time after its answer, and then what
    // it started takes its own: phones give up, what was transferred arrives.
    for (let i = 0; i < SETTLE_TURNS; i += 1) {
      await turn();
      clock.advance(SETTLE_MS / SETTLE_TURNS);
    }
    await until(() => phase === 'online' && proxy.live === 2, 'online again');
    const { caller } = demo.inbound({ to: '219', number: '+49309', name: 'The last' });
    await until(() => monitor.table.get(caller) !== undefined, 'told of the last call');
    demo.hangup(caller);
    clock.advance(1_000);
    await until(() => monitor.table.get(caller) === undefined, 'told that it ended');
    const rows = demo.world.rows().map(channelFromRow);
    return differences(
      [...monitor.table.values()],
      rows.filter((row) => row !== undefined),
    ).filter(({ ours, field }) => !(field === 'callstate' && ours === 'HANGUP'));
  } finally {
    adapter.stop();
    monitor.stop();
    hand.value.close();
    await proxy.stop();
    await demo.stop();
  }
}
