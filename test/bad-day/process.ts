import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConnectionPhase } from '../../src/shared/domain/phase.ts';
import type { PeerShows } from './peer.ts';
import type { AppAnswers, AppOptions, AppQuestion, Answered, Asked, AppTells } from './protocol.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
/** ms that an answer of a program of ours may take. */
const ANSWER_MS = 30_000;

const start = (file: string, args: readonly string[]): ChildProcess =>
  fork(join(HERE, file), args, {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, TSX_TSCONFIG_PATH: join(HERE, '../../tsconfig.json') },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** The app's process. */
export class AppProcess {
  readonly #child: ChildProcess;
  readonly #asked = new Map<number, (value: unknown) => void>();
  #nextId = 1;
  phase: ConnectionPhase = 'idle';

  private constructor(options: AppOptions, onPhase: (phase: ConnectionPhase) => void) {
    this.#child = start('app.ts', [JSON.stringify(options)]);
    this.#child.on('message', (message: Answered | AppTells) => {
      if ('id' in message) {
        this.#asked.get(message.id)?.(message.value);
        this.#asked.delete(message.id);
      } else if (message.tells !== 'ready' && message.tells !== this.phase) {
        this.phase = message.tells;
        onPhase(message.tells);
      }
    });
  }

  /** @param onPhase told of each change of its connection */
  static async start(
    options: AppOptions,
    onPhase: (phase: ConnectionPhase) => void,
  ): Promise<AppProcess> {
    const app = new AppProcess(options, onPhase);
    await new Promise<void>((resolve, reject) => {
      app.#child.on('message', (message: AppTells) => message.tells === 'ready' && resolve());
      app.#child.once('exit', (code) => reject(new Error(`the app ended with ${code}`)));
    });
    return app;
  }

  ask<Q extends AppQuestion>(question: Q): Promise<AppAnswers[Q['ask']]> {
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      const timer = setTimeout(
        () => reject(new Error(`the app does not answer ${question.ask}`)),
        ANSWER_MS,
      );
      this.#asked.set(id, (value) => {
        clearTimeout(timer);
        resolve(value as never);
      });
      this.#child.send({ id, question } satisfies Asked, (error) => {
        if (!error) return;
        clearTimeout(timer);
        reject(error);
      });
    });
  }

  kill(): Promise<void> {
    return end(this.#child);
  }
}

/** The notification daemon or the keyring, on the session's bus. */
export class Peer {
  readonly #child: ChildProcess;
  shows: readonly string[] = [];

  private constructor(role: string, address: string) {
    this.#child = start('peer.ts', [role, address]);
    this.#child.on('message', ({ shows }: PeerShows) => (this.shows = shows));
  }

  static async start(role: 'daemon' | 'keyring', address: string): Promise<Peer> {
    const peer = new Peer(role, address);
    await once(peer.#child, 'message');
    return peer;
  }

  hang(on: boolean): void {
    this.#child.kill(on ? 'SIGSTOP' : 'SIGCONT');
  }
  /** Each answer takes so many ms. */
  slow(ms: number): void {
    if (this.#child.connected) this.#child.send(ms);
  }
  kill(): Promise<void> {
    return end(this.#child);
  }
}
