// The receiving side of the ingest benchmarks: `node reader.ts ours|modesl|floor`, in a process of
// its own that lives through all rounds, so that each has its code warm and its own heap.
import { READERS } from './readers.ts';
import type { Reading, ReaderOrder } from './protocol.ts';

const make = READERS[process.argv[2] ?? ''];
if (!make) throw new Error('ours, modesl or floor?');
let disconnect = (): void => undefined;
let expected = Infinity;
let count = 0;
let firstMs = 0;
let cpu = process.cpuUsage();

/** Each reader calls this for each event that it has read, and has done its work on. */
function onEvent(): void {
  if (count === 0) firstMs = performance.now();
  count += 1;
  if (count !== expected) return;
  const { user, system } = process.cpuUsage(cpu);
  const reading: Reading = { ms: performance.now() - firstMs, cpuUs: user + system };
  process.send?.(reading);
}

async function carryOut(order: ReaderOrder): Promise<void> {
  switch (order.do) {
    case 'connect':
      disconnect = await make!(order.port, onEvent);
      break;
    case 'expect':
      count = 0;
      expected = order.events;
      cpu = process.cpuUsage();
      break;
    case 'disconnect':
      disconnect();
  }
  process.send?.('done');
}

process.on('message', (order: ReaderOrder) => void carryOut(order));
process.on('disconnect', () => process.exit(0));
