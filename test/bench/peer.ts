import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A process of the benchmark's own that takes orders one after the other. */
export class Peer<Order extends object> {
  readonly #child: ChildProcess;

  /** @param execArgv switches for Node; those that run TypeScript are this process's own. */
  constructor(file: string, args: readonly string[] = [], execArgv = process.execArgv) {
    this.#child = fork(file, args, { execArgv });
  }

  /** The next thing it says. @throws when it ends instead */
  async hear<T>(): Promise<T> {
    const over = new AbortController();
    const { signal } = over;
    const ended = once(this.#child, 'exit', { signal }).then(([code]) => {
      throw new Error(`a process of the benchmark ended early (code ${String(code)})`);
    });
    const said = once(this.#child, 'message', { signal });
    try {
      const [message] = (await Promise.race([said, ended])) as [T];
      return message;
    } finally {
      over.abort();
      await Promise.allSettled([said, ended]);
    }
  }

  /** Gives an order and hears the answer. */
  ask<T>(order: Order): Promise<T> {
    const answer = this.hear<T>();
    this.#child.send(order);
    return answer;
  }

  tell(order: Order): void {
    this.#child.send(order);
  }

  stop(): void {
    this.#child.removeAllListeners('exit');
    this.#child.kill();
  }
}
