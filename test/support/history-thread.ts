import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { StartThread } from '../../src/main/history/client.ts';

const SOURCE = fileURLToPath(new URL('../../src/main/history/worker.ts', import.meta.url));

/** The history's thread as the app has it, from its source. */
export const startHistoryThread: StartThread = (path) =>
  new Worker(`require('tsx/cjs/api').register(); require(${JSON.stringify(SOURCE)});`, {
    eval: true,
    workerData: { path },
  });
