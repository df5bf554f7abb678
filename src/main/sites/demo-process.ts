import { join } from 'node:path';
import { utilityProcess, type UtilityProcess } from 'electron';
import * as v from 'valibot';
import { fail, ok, type Result } from '@shared/domain/result.ts';

/** What the demo PBX says once it listens (src/demo-pbx/worker.ts). */
const Ready = v.object({ host: v.string(), port: v.number(), password: v.string() });
export type DemoAddress = v.InferOutput<typeof Ready>;

/** ms the demo PBX has to start. */
const START_DEADLINE_MS = 10_000;

/**
 * The demo PBX in a process of its own: a real event-socket server on loopback. The app connects to
 * it like to any other.
 */
export class DemoProcess {
  #child: UtilityProcess | undefined;

  start(): Promise<Result<DemoAddress>> {
    this.stop();
    const child = utilityProcess.fork(
      join(import.meta.dirname, 'demo-worker.js'),
      // Another seed each time: the history knows calls by their ids.
      [JSON.stringify({ seed: Date.now() % 0x1_0000_0000 })],
      { serviceName: 'Ringside demo PBX' },
    );
    this.#child = child;
    return new Promise((resolve) => {
      const failed = (): void => {
        clearTimeout(timer);
        resolve(fail('internal', 'The demo PBX did not start.'));
      };
      const timer = setTimeout(failed, START_DEADLINE_MS);
      child.once('exit', failed);
      child.once('message', (message: unknown) => {
        clearTimeout(timer);
        const ready = v.safeParse(Ready, message);
        resolve(ready.success ? ok(ready.output) : fail('internal', 'The demo PBX did not start.'));
      });
    });
  }

  stop(): void {
    this.#child?.kill();
    this.#child = undefined;
  }
}
