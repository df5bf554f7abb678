import { randomUUID } from 'node:crypto';
import type { Change } from '../expectations.ts';
import type { Account, Feed, FeedListener } from '../generation.ts';
import { below } from '../http.ts';
import { openSocket, type Message } from '../socket.ts';

/** What an event of this name says of its leg. Names that are not here make one list. */
const EXPECT: Readonly<Record<string, Change['expect']>> = {
  CHANNEL_CREATE: 'listed',
  CHANNEL_ANSWER: 'answered',
  CHANNEL_HOLD: 'held',
  CHANNEL_UNHOLD: 'resumed',
  CHANNEL_HANGUP_COMPLETE: 'ended',
  CHANNEL_DESTROY: 'ended',
};

/**
 * Events of webitel/core and its successor, where the server offers them: they say that something
 * changed, and the list says what. Same port, any path (docs/protocol/webitel.md).
 */
export function openFeed(
  base: URL,
  account: Account,
  ca: readonly string[] | undefined,
  tell: FeedListener,
): Feed {
  const auth = randomUUID();
  const login = randomUUID();
  const exec = (id: string, func: string, args: object): object => ({
    'exec-uuid': id,
    'exec-func': func,
    'exec-args': args,
  });
  const who =
    'username' in account
      ? { account: account.username, secret: account.password }
      : { key: account.key, token: account.token };
  return openSocket(
    below(base, '/'),
    ca,
    {
      hello: exec(auth, 'auth', who),
      heard: (message, say) => {
        if (message['webitel-event-name'] === 'call') return changeOf(message);
        const answer = message['exec-uuid'];
        if (answer !== auth && answer !== login) return undefined;
        const word = message['exec-complete'];
        if (typeof word !== 'string' || !word.startsWith('+OK')) return 'refused';
        if (answer === login) return 'in';
        say(exec(login, 'login', {}));
        return undefined;
      },
    },
    tell,
  );
}

function changeOf(message: Message): Change {
  const name = message['Event-Name'];
  const uuid = message['Unique-ID'];
  const expect = typeof name === 'string' ? EXPECT[name] : undefined;
  return {
    uuid: typeof uuid === 'string' ? uuid.slice(0, 256) : '',
    expect: expect ?? 'anything',
  };
}
