import { capabilitiesBy, type CommandKind, type CommandOf } from '@shared/commands/command.ts';
import type { Result } from '@shared/domain/result.ts';
import type { Accepted } from '../port.ts';
import type { Change } from './expectations.ts';
import type { WebitelApi } from './generation.ts';

/** How calls are placed: settings, not arguments of one call. */
interface Placing {
  /** `name=value` that makes a desk phone answer by itself. */
  readonly autoAnswerParam: string;
  readonly ringSeconds: number;
}

/** How a command is given to a Webitel of either generation. */
interface WebitelCommand<K extends CommandKind> {
  ask(api: WebitelApi, command: CommandOf<K>, placing: Placing): Promise<Result<Accepted>>;
  /** What the list shows once it has taken effect: it lags, and no socket need tell. */
  readonly shows?: Change['expect'];
}

const CANNOT = 'Webitel’s REST API cannot do that: use the phone.';

/** Each command's request, or why there is none. Rights are the server's: it refuses what a user may not do. */
const WEBITEL: { readonly [K in CommandKind]: WebitelCommand<K> | string } = {
  hold: { ask: (api, { uuid }) => api.hold(uuid), shows: 'held' },
  resume: { ask: (api, { uuid }) => api.resume(uuid), shows: 'resumed' },
  hangup: { ask: (api, { uuid }) => api.hangup(uuid), shows: 'ended' },
  reject: { ask: (api, { uuid }) => api.hangup(uuid), shows: 'ended' },
  transfer: CANNOT,
  take: CANNOT,
  answer: CANNOT,
  mute: CANNOT,
  unmute: CANNOT,
  'speak-none': CANNOT,
  'speak-own': CANNOT,
  'speak-partner': CANNOT,
  'speak-both': CANNOT,
  originate: {
    ask: (api, { extension, number, autoAnswer }, { autoAnswerParam, ringSeconds }) =>
      api.originate({
        extension,
        number,
        autoAnswer: autoAnswer ? autoAnswerParam : '',
        ringSeconds,
      }),
  },
  eavesdrop: {
    ask: (api, { uuid, extension }, { ringSeconds }) => api.eavesdrop(uuid, extension, ringSeconds),
  },
};

/** A command's request; why there is none, in words, where the API has nothing for it. */
export const webitelOf = (kind: CommandKind): WebitelCommand<CommandKind> | string =>
  WEBITEL[kind] as WebitelCommand<CommandKind> | string;

/** What the API has; the rest is off with the reason. */
export const CAPABILITIES = capabilitiesBy((kind) => {
  const request = WEBITEL[kind];
  return typeof request === 'string' ? request : '';
});
