import { setTimeout as sleep } from 'node:timers/promises';
import { MY_EXTENSION, synchronizedClock } from '../pbx/protocol.ts';
import type { Findings } from '../report.ts';
import { ratios, spreadOf } from '../stats.ts';
import { APP, EMPTY_APP, memoryOf } from './open.ts';
import { startPbx } from './paint.ts';
import { Program } from './program.ts';

/** Answered calls on the PBX that the app starts on. */
const CALLS = 50;

const now = synchronizedClock();

interface Started {
  /** From the start of the process to the paint of what was looked for. */
  readonly ms: number;
  /** MiB some time after it; undefined where that was not waited for. */
  readonly memory: number | undefined;
}

async function startOnce(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  selector: string,
  settleMs: number,
): Promise<Started> {
  const began = now();
  const program = await Program.start(args, env);
  const paintedAtMs = await program.painted('/index.html', selector);
  if (settleMs > 0) await sleep(settleMs);
  const memory = settleMs > 0 ? memoryOf(program.pid) : undefined;
  await program.end();
  return { ms: paintedAtMs - began, memory };
}

/** To the live table, and memory after it, against an empty window. */
export async function measureStart(quick: boolean): Promise<Findings> {
  // Quick comes after other benchmarks, which have read both programs' files from the disk already.
  const [rounds, warm, longMs] = quick ? [2, 0, 1_500] : [9, 1, 4_000];
  const { pbx, port, password } = await startPbx(CALLS);
  const esl = ['--esl', `127.0.0.1:${port}`, '--extension', MY_EXTENSION];
  const ours: Started[] = [];
  const empty: Started[] = [];
  // The first start of each reads its files from the disk; it is not counted.
  for (let i = -warm; i < rounds; i += 1) {
    // Waiting takes most of the time, and memory scatters little: quick takes it once.
    const settleMs = quick && i < rounds - 1 ? 0 : longMs;
    const floor = await startOnce([EMPTY_APP], {}, 'p', settleMs);
    const app = await startOnce(
      [APP, ...esl],
      { RINGSIDE_PASSWORD: password },
      '[data-uuid]',
      settleMs,
    );
    if (i < 0) continue;
    empty.push(floor);
    ours.push(app);
  }
  pbx.stop();
  const ms = (of: readonly Started[]): number[] => of.map((one) => one.ms);
  const memory = (of: readonly Started[]): number[] =>
    of.map((one) => one.memory).filter((mib) => mib !== undefined);
  return {
    ratios: {
      start_vs_empty: spreadOf(ratios(ms(ours), ms(empty))),
      memory_vs_empty: spreadOf(ratios(memory(ours), memory(empty))),
    },
    details: [
      ['start to the live table', 'ms', spreadOf(ms(ours))],
      ['start of an empty window', 'ms', spreadOf(ms(empty))],
      ['memory with 100 channels', 'MiB', spreadOf(memory(ours))],
      ['memory of an empty window', 'MiB', spreadOf(memory(empty))],
    ],
  };
}
