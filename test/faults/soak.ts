import { Monitor, type Delta } from '../../src/main/calls/monitor.ts';
import { EslAdapter } from '../../src/main/pbx/esl/adapter.ts';
import { answer, startHostilePbx } from '../support/hostile-pbx.ts';
import { heldBytes, inMB, openResources, slopeOf } from '../support/memory.ts';
import { numbers } from '../support/options.ts';
import { readCapture } from '../support/captures.ts';
import { Framer } from '../../src/main/pbx/esl/framing.ts';

// npm run soak -- [--minutes N] [--rate N]: real events of a FreeSWITCH, N a second, as calls that
// come and go, through adapter and monitor to a window's batches. Memory must stay flat.

/** Bytes an hour that memory may seem to grow: noise of the collector, not a leak. */
const SLOPE_BYTES = 4 * 1024 * 1024;
/** ms between two sends, and between two measurements. */
const TICK_MS = 20;
const MEASURE_MS = 30_000;
/** Channels that are up on average: each call is played this many calls after its begin. */
const OVERLAP = 100;

const options = numbers(process.argv.slice(2), { minutes: 60, rate: 200 });

/** One call after the other as a FreeSWITCH sent it, uuids and numbers made unique. */
function* callsOf(): Generator<Buffer> {
  const framer = new Framer();
  const events = readCapture('inbound-answered-hold-unhold-hangup-json')
    .filter(({ dir }) => dir === '<')
    .flatMap(({ bytes }) => framer.push(bytes))
    .filter(({ headers }) => headers.get('Content-Type') === 'text/event-json')
    .map(({ body }) => body.toString('utf8'))
    .filter((body) => /"Event-Name":"(?:CHANNEL_|CALL_|CODEC)/.test(body));
  const uuids = [
    ...new Set(events.flatMap((body) => body.match(/"Unique-ID":"([^"]+)"/)?.[1] ?? [])),
  ];
  const calls: number[] = [];
  for (let next = 0; ; next += 1) {
    // Calls overlap: each is one event further for each event that goes out.
    calls.push(0);
    if (calls.length > OVERLAP) calls.shift();
    for (const [i, at] of calls.entries()) {
      const body = events[at];
      if (body === undefined) continue;
      calls[i] = at + 1;
      const call = next - (calls.length - 1 - i);
      const text = uuids.reduce(
        (out, uuid, leg) =>
          out.replaceAll(
            uuid,
            `${call.toString(16).padStart(8, '0')}-0000-4000-8000-00000000000${leg}`,
          ),
        body,
      );
      yield Buffer.from(
        `Content-Length: ${Buffer.byteLength(text)}\nContent-Type: text/event-json\n\n${text}`,
      );
    }
  }
}

const monitor = new Monitor();
let told = 0;
const seen = new Set<string>();
monitor.onDelta((delta: Delta) => {
  told += delta.changed.length + delta.gone.length;
  for (const { uuid } of delta.changed) seen.add(uuid);
  for (const uuid of delta.gone) seen.delete(uuid);
});
// A list lags, as FreeSWITCH's does: it has what the table has.
const pbx = await startHostilePbx(() =>
  answer(JSON.stringify({ row_count: monitor.table.size, rows: [...monitor.table.values()] })),
);
let online = (): void => undefined;
const isOnline = new Promise<void>((resolve) => (online = resolve));
const adapter = new EslAdapter(
  {
    address: pbx.address,
    credentials: { password: 'x' },
    plan: { context: 'default', ringSeconds: 30 },
  },
  {
    events: (events) => monitor.feed(events),
    status: ({ phase }) => phase === 'online' && online(),
    trace: () => undefined,
  },
);
adapter.start();
await isOnline;

const events = callsOf();
const beganMs = performance.now();
const endMs = beganMs + options.minutes * 60_000;
const points: [hours: number, bytes: number][] = [];
let sent = 0;
let nextMeasureMs = beganMs + MEASURE_MS;
let most = 0;
while (performance.now() < endMs) {
  const due = Math.floor(((performance.now() - beganMs) / 1000) * options.rate) - sent;
  const batch = Array.from({ length: due }, () => events.next().value as Buffer);
  sent += due;
  if (batch.length > 0) await pbx.send(Buffer.concat(batch));
  await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  most = Math.max(most, monitor.table.size);
  if (performance.now() < nextMeasureMs) continue;
  nextMeasureMs += MEASURE_MS;
  const held = await heldBytes();
  points.push([(performance.now() - beganMs) / 3_600_000, held]);
  process.stdout.write(
    `${Math.round((performance.now() - beganMs) / 1000)} s: ${sent} events, ${monitor.table.size} channels, held ${inMB(held)}, rss ${inMB(process.memoryUsage().rss)}\n`,
  );
}
// The first tenth fills what is bounded (the uuids of ended calls); it is not the slope.
const steady = points.slice(Math.ceil(points.length / 10));
const slope = slopeOf(steady);
const resources = openResources();
adapter.stop();
monitor.stop();
pbx.stop();
process.stdout.write(
  `${sent} events in ${options.minutes} min (${Math.round(sent / options.minutes / 60)}/s), ${told} changes told, at most ${most} channels, ` +
    `${seen.size} shown and ${monitor.table.size} held at the end, ${monitor.table.unknown} of unknown channels\n` +
    `slope ${inMB(slope)} an hour over ${steady.length} measurements; open ${JSON.stringify(resources)}\n`,
);
// A few minutes say nothing of an hour: then the figures are for reading.
if (options.minutes >= 30 && slope > SLOPE_BYTES) process.exitCode = 1;
