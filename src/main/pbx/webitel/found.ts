import type { Command } from '@shared/commands/command.ts';
import { GatewayAdapter, isGateway } from './gateway/adapter.ts';
import type { Execution, PbxListener, PbxPort } from '../port.ts';
import { WebitelAdapter, type WebitelOptions } from './adapter.ts';
import { HttpClient } from './http.ts';
import type { Attention } from './polling.ts';

/**
 * A Webitel or a gateway, whichever answers. Until one does it is taken for a Webitel, which goes on trying;
 * a gateway is a Webitel to all who know no better, so that nothing is lost where it is found out late.
 */
export class FoundPort implements PbxPort {
  readonly #options: WebitelOptions;
  readonly #listener: PbxListener;
  readonly #http: HttpClient;
  #port: PbxPort;
  #attention: Attention = 'idle';
  #isKnown = false;
  #stopped = false;

  /** @throws when the address is none */
  constructor(options: WebitelOptions, listener: PbxListener) {
    this.#options = options;
    this.#listener = listener;
    this.#http = new HttpClient(options.url, options.ca);
    this.#port = new WebitelAdapter(options, {
      ...listener,
      status: (status) => {
        listener.status(status);
        if (status.phase === 'online') void this.#look();
      },
    });
  }

  start(): void {
    void this.#look().then(() => {
      if (!this.#stopped && this.#port instanceof WebitelAdapter) this.#port.start();
    });
  }
  retry(): void {
    this.#port.retry();
  }
  stop(): void {
    this.#stopped = true;
    this.#port.stop();
    this.#http.close();
  }
  refresh(): Promise<boolean> {
    return this.#port.refresh();
  }
  execute(command: Command, signal: AbortSignal): Execution {
    return this.#port.execute(command, signal);
  }
  attention(level: Attention): void {
    this.#attention = level;
    this.#port.attention(level);
  }

  async #look(): Promise<void> {
    if (this.#isKnown) return;
    const isOne = await isGateway(this.#http);
    if (!isOne || this.#isKnown || this.#stopped) return;
    this.#isKnown = true;
    this.#port.stop();
    this.#port = new GatewayAdapter(this.#options, this.#listener);
    this.#port.attention(this.#attention);
    this.#port.start();
  }
}
