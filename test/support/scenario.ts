import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { VirtualClock } from '../../src/demo-pbx/clock.ts';
import { startDemoPbx, type DemoPbx } from '../../src/demo-pbx/index.ts';
import { readCapture } from './captures.ts';
import { FrameReader, valueOf, type Frame } from './frames.ts';

/** modesl as it is: a client that knows nothing of this program. */
interface Modesl {
  socket: Socket;
  auth: () => void;
  send(command: string): void;
  on(name: string, listener: () => void): void;
}
const { Connection } = createRequire(import.meta.url)('modesl') as {
  Connection: new (host: string, port: number, password: string) => Modesl;
};

/** What happens in the world at a time of the capture (ms since its connection opened). */
export interface Happening {
  readonly t: number;
  readonly act: (demo: DemoPbx) => void;
}

/** A frame, and when it was whole (ms since the connection opened). */
export interface TimedFrame extends Frame {
  readonly t: number;
}

export interface Conditions {
  /** What the PBX's clock says when the connection opens, ms since the epoch. */
  readonly startMs?: number;
  /** ms by which the client is slower than the captured one. */
  readonly slowerMs?: number;
  /** Nobody says a word: what is recorded is thrown away. */
  readonly silent?: boolean;
  /** The phones that are registered; all where it is left out. */
  readonly phones?: readonly string[];
}

/** The directory of the captured PBX. Its phones are answered by whoever retells the capture. */
const OWNERS = { '200': 'Supervisor Ana', '201': 'Agent Bo', '202': 'Agent Çağla' };
const BARRIER = 'barrier';
/** ms the demo is watched for after the last thing that happened. */
const AFTERMATH_MS = 1_000;

/** A capture: what FreeSWITCH sent, and what its client said, each with its time. */
export function captured(name: string): {
  frames: TimedFrame[];
  said: { readonly t: number; readonly command: string }[];
} {
  const chunks = readCapture(name);
  const said = chunks
    .filter(({ dir }) => dir === '>')
    .map(({ t, bytes }) => ({ t, command: bytes.toString('utf8').replace(/\n\n$/, '') }));
  const reader = new FrameReader();
  const frames = chunks.flatMap(({ t, dir, bytes }): TimedFrame[] =>
    dir === '<' ? reader.read(bytes).map((frame) => ({ ...frame, t })) : [],
  );
  if (reader.inside) throw new Error(`${name} ends in the middle of a frame.`);
  return { frames, said };
}

/** The uuids of a stream, in the order in which they are first heard of. */
export function uuidsOf(frames: readonly Frame[]): string[] {
  const found = new Set<string>();
  for (const { event } of frames) {
    const uuid = event && valueOf(event, 'Unique-ID');
    if (uuid) found.add(uuid);
  }
  return [...found];
}

/** A client of the event socket that keeps every frame it gets. */
class Listener {
  readonly #client: Modesl;
  readonly #reader = new FrameReader();
  #barriers = 0;
  #closed = false;
  #woken: () => void = () => undefined;

  private constructor(client: Modesl) {
    this.#client = client;
    const { socket } = client;
    socket.setNoDelay(true);
    // modesl would log in by itself, and asks for events of its own then.
    client.auth = () => undefined;
    client.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      this.#reader.read(data);
      this.#woken();
    });
    socket.on('close', () => {
      this.#closed = true;
      this.#woken();
    });
  }

  get frames(): readonly Frame[] {
    return this.#reader.frames;
  }

  static async connect(port: number, password: string): Promise<Listener> {
    const listener = new Listener(new Connection('127.0.0.1', port, password));
    await listener.#until(() => listener.frames.length > 0);
    return listener;
  }

  say(command: string): void {
    this.#client.send(command);
  }

  /** Waits until all that the demo had to say has come. */
  async settle(): Promise<void> {
    if (this.#closed) return;
    this.#barriers += 1;
    this.say(`api echo ${BARRIER}`);
    const passed = (): number => this.frames.filter(isBarrier).length;
    await this.#until(() => this.#closed || passed() >= this.#barriers);
  }

  async closed(): Promise<void> {
    await this.#until(() => this.#closed);
  }

  async #until(done: () => boolean): Promise<void> {
    while (!done()) await new Promise<void>((resolve) => (this.#woken = resolve));
  }
}

const isBarrier = ({ type, body }: Frame): boolean => type === 'api/response' && body === BARRIER;

/**
 * Lets a client of the demo PBX say what the client of a capture said, at its times on a clock of
 * its own, and gives back what the demo sent. Uuids of the capture become those of the demo that
 * came up in the same order.
 */
export async function retell(
  name: string,
  happenings: readonly Happening[],
  { startMs, slowerMs = 0, phones, silent = false }: Conditions = {},
): Promise<Frame[]> {
  const { frames: expected, said } = captured(name);
  const clock = new VirtualClock(startMs);
  const demo = await startDemoPbx({ calm: true, clock, callTimeoutSec: 6 });
  demo.world.silent = silent;
  for (const extension of demo.pbx.phones.keys())
    demo.pbx.setPhone(extension, {
      answersOwnAfter: undefined,
      registered: phones?.includes(extension) ?? true,
    });
  for (const [extension, owner] of Object.entries(OWNERS))
    demo.pbx.setPhone(extension, { name: owner });
  const listener = await Listener.connect(demo.port, demo.password);
  const theirs = uuidsOf(expected);
  const translate = (command: string): string => {
    if (command.startsWith('auth ')) return `auth ${demo.password}`;
    const ours = uuidsOf(listener.frames);
    return theirs.reduce((text, uuid, i) => text.replaceAll(uuid, ours[i] ?? uuid), command);
  };
  const steps = [
    ...said.map(({ t, command }) => ({ t: t + slowerMs, command })),
    ...happenings,
  ].sort((a, b) => a.t - b.t);
  let now = 0;
  for (const step of steps) {
    clock.advance(step.t - now);
    if (now > 0) await listener.settle();
    now = step.t;
    if ('act' in step) step.act(demo);
    else listener.say(translate(step.command));
    if ('command' in step && step.command === 'exit') await listener.closed();
    await listener.settle();
  }
  for (let passed = 0; passed < AFTERMATH_MS; passed += 50) {
    clock.advance(50);
    await listener.settle();
  }
  const frames = listener.frames.filter((frame) => !isBarrier(frame));
  await demo.stop();
  return frames;
}
