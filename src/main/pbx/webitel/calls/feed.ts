import { fieldsOf, textOf } from '../answers.ts';
import type { Change } from '../expectations.ts';
import type { Account, Feed, FeedListener } from '../generation.ts';
import { openSocket, type Message } from '../socket.ts';

/** What an event of this name says of its call. Names that are not here make one list. */
const EXPECT: Readonly<Record<string, Change['expect']>> = {
  ringing: 'listed',
  active: 'answered',
  bridge: 'answered',
  hold: 'held',
  hangup: 'ended',
};

/** Numbers of our two requests; the server takes none below 1. */
const CHALLENGE = 1;
const SUBSCRIBE = 2;

/** One's own calls by today's Webitel's socket, beside `/api` at `/ws/websocket`. */
export function openFeed(
  base: URL,
  account: Account,
  ca: readonly string[] | undefined,
  tell: FeedListener,
): Feed {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/(?:api\/?)?$/, '')}/ws/websocket`;
  const token = 'token' in account ? account.token : '';
  const request = (seq: number, action: string, data: object): object => ({ seq, action, data });
  return openSocket(
    url,
    ca,
    {
      hello: request(CHALLENGE, 'authentication_challenge', { token }),
      heard: (message, say) => {
        if (message['event'] === 'call') return changeOf(message);
        const answer = Number(message['seq_reply']);
        if (answer !== CHALLENGE && answer !== SUBSCRIBE) return undefined;
        if (message['status'] !== 'OK') return 'refused';
        if (answer === SUBSCRIBE) return 'in';
        say(request(SUBSCRIBE, 'subscribe_call', {}));
        return undefined;
      },
    },
    tell,
  );
}

function changeOf(message: Message): Change {
  const data = fieldsOf(message['data']);
  const call = 'call' in data ? fieldsOf(data['call']) : data;
  return {
    uuid: textOf(call['id']).slice(0, 256),
    expect: EXPECT[textOf(call['event'])] ?? 'anything',
  };
}
