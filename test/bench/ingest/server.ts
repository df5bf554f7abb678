// The sending side of the ingest benchmarks: a bare event socket that sends bursts at full speed.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { BareSocket } from '../pbx/bare-socket.ts';
import type { Order } from './protocol.ts';
import { Recorded } from './recorded.ts';

/** Bytes of a write, as a busy sender's socket buffer would make them. */
const WRITE_BYTES = 64 * 1024;

const burst = new Recorded('burst-40-calls');
const call = new Recorded('inbound-answered-hold-unhold-hangup-json');
const server = new BareSocket();
let frames: Buffer[] = [];

/** Large writes, and the next when the reader has taken the last. */
async function send(socket: Socket): Promise<void> {
  let batch: Buffer[] = [];
  let bytes = 0;
  for (const frame of frames) {
    batch.push(frame);
    bytes += frame.length;
    if (bytes < WRITE_BYTES) continue;
    if (!socket.write(Buffer.concat(batch))) await once(socket, 'drain');
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) socket.write(Buffer.concat(batch));
}

process.on('message', (order: Order) => {
  // One reader is connected at a time, and one of its connections asked for events.
  const [[socket, names] = []] = server.subscribers;
  if (!socket || !names) throw new Error('nobody asked for events');
  if (order.do === 'send') return void send(socket);
  const all = (order.what === 'burst' ? burst : call).copies(order.copies);
  const asked = all.filter(({ name }) => order.what === 'burst' || names.has(name));
  frames = asked.map(({ frame }) => frame);
  process.send?.({ events: frames.length });
});

process.send?.({ port: await server.listen() });
