import { connect } from 'node:net';
import type { EslAddress } from './dial.ts';

/** What an Event Socket says first, before anything is sent to it (docs/protocol, handshake-*). */
const GREETING = 'Content-Type: auth/request';

/**
 * Whether an Event Socket greets at an address. Nothing is sent. A computer that its ACL refuses is
 * not greeted; nor is one whose connection a forwarder takes although no PBX is behind it.
 */
export function isGreeted(address: EslAddress, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address.host, port: address.port });
    let heard = '';
    const end = (greeted: boolean): void => {
      signal.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(greeted);
    };
    const giveUp = (): void => end(false);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      heard += text;
      if (heard.length >= GREETING.length) end(heard.startsWith(GREETING));
    });
    socket.on('error', giveUp);
    socket.on('close', giveUp);
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
  });
}
