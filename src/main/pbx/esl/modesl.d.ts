/** The part of modesl 1.2.1 that the adapter uses (it ships no types). */
declare module 'modesl' {
  import type { EventEmitter } from 'node:events';
  import type { Socket } from 'node:net';

  export class Event {
    constructor(headers: Record<string, string>, body?: string);
    getHeader(name: string): string | null;
  }
  export class Connection extends EventEmitter {
    constructor(host: string, port: number, password: string);
    socket: Socket | null;
    auth: () => void;
    sendRecv(command: string, callback: (event: Event) => void): void;
    _onEvent(event: Event, headers: Record<string, string>, body?: string): void;
  }
  const esl: { Connection: typeof Connection; Event: typeof Event };
  export default esl;
}
