import { Agent, request } from 'undici';
import * as v from 'valibot';
import { asAppError } from '@shared/domain/app-error.ts';
import type { PbxEvent } from '@shared/domain/event.ts';
import type { AppError } from '@shared/domain/result.ts';
import { ChannelSchema } from '@shared/ipc/schemas.ts';
import { below, type Trusted } from '../http.ts';
import type { Mirror } from './mirror.ts';
import { SseReader, type SseEvent } from './sse.ts';

const Snapshot = v.object({
  channels: v.array(ChannelSchema),
  pbxNowMs: v.number(),
  phase: v.string(),
});
const Change = v.object({
  changed: v.array(ChannelSchema),
  gone: v.array(v.object({ uuid: v.string(), cause: v.string(), last: v.optional(ChannelSchema) })),
  pbxNowMs: v.number(),
});
const Status = v.object({ phase: v.string() });

/** ms for a connection, and without a sign of life, of which the gateway gives one each 5 s. */
const CONNECT_MS = 5_000;
const SILENT_MS = 12_000;

export interface StreamListener {
  events(events: readonly PbxEvent[]): void;
  /** Whether the PBX behind the gateway is connected. */
  pbx(isOnline: boolean): void;
  /** The stream is over, with why. */
  down(error: AppError): void;
}

/** Follows a gateway's events, into a mirror that outlives the stream. */
export class GatewayStream {
  readonly #over = new AbortController();
  readonly #agent: Agent;
  readonly #mirror: Mirror;
  readonly #tell: StreamListener;
  readonly #waiting = new Set<() => void>();
  /** Of the newest event that came. */
  lastId: string;

  constructor(mirror: Mirror, lastId: string, ca: Trusted, tell: StreamListener) {
    this.#mirror = mirror;
    this.#tell = tell;
    this.lastId = lastId;
    this.#agent = new Agent({
      connect: { timeout: CONNECT_MS, ...(ca ? { ca: [...ca] } : {}) },
      bodyTimeout: SILENT_MS,
      headersTimeout: SILENT_MS,
    });
  }

  /** Reads until it is over; never rejects. */
  async run(base: URL, headers: Readonly<Record<string, string>>): Promise<void> {
    try {
      const { statusCode, body } = await request(below(base, '/api/v2/events'), {
        dispatcher: this.#agent,
        headers: { ...headers, ...(this.lastId === '' ? {} : { 'last-event-id': this.lastId }) },
        signal: this.#over.signal,
      });
      if (statusCode !== 200) return this.#end(refused(base.host, statusCode));
      const reader = new SseReader();
      body.setEncoding('utf8');
      for await (const text of body) {
        for (const event of reader.push(String(text))) this.#heard(event);
        this.#reached(reader.id);
      }
      this.#end({ kind: 'dropped', message: `${base.host} ended the stream of events.` });
    } catch (error) {
      this.#end(asAppError(error, { where: base.host }));
    }
  }

  close(): void {
    this.#over.abort();
    void this.#agent.destroy().catch(() => undefined);
  }

  /** Whether the stream came to an event within `ms`. */
  reaches(id: string, ms: number): Promise<boolean> {
    const is = (): boolean => numberOf(this.lastId) >= numberOf(id);
    if (is()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const look = (): void => {
        if (is()) end(true);
      };
      const end = (came: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(came);
      };
      const timer = setTimeout(() => end(false), ms);
      this.#waiting.add(look);
    });
  }

  #reached(id: string): void {
    if (id !== '') this.lastId = id;
    for (const look of this.#waiting) look();
  }

  #heard({ name, data }: SseEvent): void {
    const json: unknown = JSON.parse(data);
    if (name === 'snapshot') {
      const { channels, pbxNowMs, phase } = v.parse(Snapshot, json);
      this.#tell.events(this.#mirror.snapshot(channels, pbxNowMs));
      this.#tell.pbx(phase === 'online');
    } else if (name === 'change') {
      const { changed, gone, pbxNowMs } = v.parse(Change, json);
      this.#tell.events(this.#mirror.change(changed, gone, pbxNowMs));
    } else if (name === 'status') this.#tell.pbx(v.parse(Status, json).phase === 'online');
  }

  #end(error: AppError): void {
    this.close();
    this.#tell.down(error);
  }
}

const numberOf = (id: string): number => Number(id.split('-')[1] ?? -1);

const refused = (where: string, status: number): AppError =>
  status === 401
    ? {
        kind: 'token-expired',
        message: `${where} does not let this sign-in in any more: sign in again in the connection settings.`,
      }
    : { kind: 'unreachable', message: `${where} sends no events (${status}).` };
