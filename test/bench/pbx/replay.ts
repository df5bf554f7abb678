// The PBX of the window benchmarks, in a process of its own: a list of answered calls, recorded
// calls that come and go at a pace, and events on top of that whose moment of sending is known.
import { setTimeout as sleep } from 'node:timers/promises';
import { TABLE_EVENTS } from '../../../src/main/pbx/esl/mapping.ts';
import { Recorded } from '../ingest/recorded.ts';
import { BareSocket } from './bare-socket.ts';
import { MY_EXTENSION, synchronizedClock, type PbxOrder, type Stamp } from './protocol.ts';
import { answeredCalls, listed, type Row } from './rows.ts';

/** Calls whose caller is renamed: fewer than the lines in the window. */
const MARKED = 10;
/** ms between sends at a pace; FreeSWITCH sends what came meanwhile about so often (its captures). */
const STEP_MS = 20;
/** ms since the epoch: before the recorded calls, so that those answered stand on top by duration. */
const BEGAN_MS = Date.UTC(2026, 10, 23, 12);
/** Recorded calls that run side by side. */
const SIDE_BY_SIDE = 20;

const now = synchronizedClock();
const server = new BareSocket();
const recorded = new Recorded('inbound-answered-hold-unhold-hangup-json');
const music = new Recorded('hold-by-broadcast-and-break');
const wanted = new Set<string>(TABLE_EVENTS);
const commands: Stamp[] = [];
let oldest: Row[] = [];

server.onCommand = (line) => {
  commands.push({ what: line, atMs: now() });
  const [, command, uuid] = /^api uuid_(broadcast|break) (\S+) /.exec(line) ?? [];
  if (uuid === undefined) return;
  const name = command === 'break' ? 'PLAYBACK_STOP' : 'PLAYBACK_START';
  setImmediate(() => server.send(name, music.like(name, { 'Unique-ID': uuid })));
};

async function start({ calls, mine, port }: Extract<PbxOrder, { do: 'start' }>): Promise<number> {
  const all = answeredCalls(calls, BEGAN_MS);
  if (mine) {
    const [[caller, agent] = []] = answeredCalls(1, BEGAN_MS);
    if (caller && agent)
      all.push([caller, { ...agent, presence_id: `${MY_EXTENSION}@pbx.example.test` }]);
  }
  oldest = all.slice(0, MARKED).map(([caller]) => caller);
  server.channels = listed(all.flat());
  return server.listen(port);
}

/** Counts up with each order for traffic, so that the one before ends. */
let flow = 0;
async function traffic(perSecond: number): Promise<void> {
  const own = (flow += 1);
  const began = now();
  let due = 0;
  while (perSecond > 0) {
    for (const { name, frame } of recorded.copies(SIDE_BY_SIDE)) {
      if (!wanted.has(name)) continue;
      due += 1;
      while (((now() - began) * perSecond) / 1000 < due) await sleep(STEP_MS);
      if (own !== flow) return;
      server.send(name, frame);
    }
  }
}

async function mark(perSecond: number, ms: number): Promise<Stamp[]> {
  const stamps: Stamp[] = [];
  const began = now();
  for (let n = 0; n < (ms * perSecond) / 1000; n += 1) {
    await sleep(Math.max(1, began + ((n + Math.random()) * 1000) / perSecond - now()));
    const uuid = oldest[n % oldest.length]?.['uuid'] ?? '';
    const what = `mark ${stampNumber++}`;
    const frame = recorded.like('CALL_UPDATE', {
      'Unique-ID': uuid,
      'Caller-Caller-ID-Name': what,
    });
    stamps.push({ what, atMs: now() });
    server.send('CALL_UPDATE', frame);
  }
  return stamps;
}
let stampNumber = 0;

async function carryOut(order: PbxOrder): Promise<unknown> {
  switch (order.do) {
    case 'start':
      return start(order);
    case 'traffic':
      void traffic(order.perSecond);
      return true;
    case 'mark':
      return mark(order.perSecond, order.ms);
    case 'commands':
      return commands;
  }
}

process.on('message', (order: PbxOrder) => {
  void carryOut(order).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit(0));
