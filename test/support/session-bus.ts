import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SessionBus {
  readonly address: string;
  /** Lets it hang, or go on. */
  hang(on: boolean): void;
  stop(): Promise<void>;
}

/**
 * A real message bus that starts no services of its own.
 * @param folder for its socket: two after each other in the same one have the same address
 */
export async function startBus(
  folder = mkdtempSync(join(tmpdir(), 'ringside-bus-')),
): Promise<SessionBus> {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'bus.conf');
  writeFileSync(
    config,
    `<busconfig><type>session</type><auth>EXTERNAL</auth><listen>unix:path=${folder}/bus</listen>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`,
  );
  const child = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    address: line.toString().trim(),
    hang: (on) => void child.kill(on ? 'SIGSTOP' : 'SIGCONT'),
    async stop() {
      child.kill('SIGKILL');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
