// The history's thread (client.ts): what it waits for, main does not.
import { parentPort, workerData } from 'node:worker_threads';
import { HistoryKeeper } from './keeper.ts';
import type { ToHistory } from './protocol.ts';

const { path } = workerData as { path: string };
const keeper = new HistoryKeeper(path, (message) => parentPort?.postMessage(message));
keeper.begin();
parentPort?.on('message', (message: ToHistory) => {
  keeper.take(message);
  if (message.kind === 'close') parentPort?.close();
});
