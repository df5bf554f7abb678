import { Commander } from '../../src/main/calls/commander.ts';
import { Monitor } from '../../src/main/calls/monitor.ts';
import { EslAdapter } from '../../src/main/pbx/esl/adapter.ts';
import type { PbxListener, PbxPort } from '../../src/main/pbx/port.ts';
import { WebitelAdapter } from '../../src/main/pbx/webitel/adapter.ts';
import type { Channel, ChannelField } from '../../src/shared/domain/channel.ts';
import type { Command } from '../../src/shared/commands/command.ts';
import type { ConnectionStatus } from '../../src/shared/pbx/status.ts';
import type { ErrorKind, Result } from '../../src/shared/domain/result.ts';
import { GatewayAdapter } from '../../src/main/pbx/webitel/gateway/adapter.ts';
import { startDemoPbx, type DemoPbx } from '../support/demo.ts';
import { PASSWORD, startRig, type Rig as GatewayRig } from '../support/gateway.ts';

/** ms by which the list of webitel/core lagged its events (docs/webitel.md). */
const LAG_MS = 135;

/** What today's Webitel tells of a call that FreeSWITCH's row has, too. */
const CALL_COLUMNS: readonly ChannelField[] = [
  'uuid',
  'direction',
  'created_epoch',
  'cid_name',
  'cid_num',
  'dest',
  'presence_id',
  'callstate',
  'callee_name',
  'callee_num',
  'call_uuid',
];

/** One way to a PBX: what the contract suite runs on. */
export interface Way {
  readonly name: string;
  /** The columns that this way to a PBX has, where it has not all. */
  readonly columns?: readonly ChannelField[];
  /** The kind of error by which a wrong secret is refused. */
  readonly refusal: ErrorKind;
  /** A PBX that this way leads to; calm, so that only what a test does happens. */
  startPbx(): Promise<DemoPbx>;
  /** The adapter, with the right secret or a wrong one. */
  connect(demo: DemoPbx, listener: PbxListener, secret: 'right' | 'wrong'): PbxPort;
  /** The server fails, and all calls of the PBX end meanwhile; `heal` makes it well again. */
  fail(demo: DemoPbx): Promise<void>;
  heal(demo: DemoPbx): Promise<void>;
  /** Ends what stands before the PBX. */
  stop?(demo: DemoPbx): Promise<void>;
}

/** The gateways in front of the demo PBXes of a test. */
const gateways = new WeakMap<DemoPbx, GatewayRig>();

/** A gateway, as itself and as the Webitel it is for others. */
const byGateway = (name: string, Adapter: typeof GatewayAdapter | typeof WebitelAdapter): Way[] =>
  (['password', 'token'] as const).map((by) => ({
    name: `${name}, by ${by}`,
    refusal: by === 'password' ? 'wrong-password' : 'token-expired',
    startPbx: async () => {
      const demo = await startDemoPbx({ seed: 3, calm: true });
      gateways.set(demo, await startRig(demo));
      return demo;
    },
    connect: (demo, listener, secret) => {
      const rig = gateways.get(demo);
      if (!rig) throw new Error('There is no gateway in front of this PBX.');
      const right = secret === 'right';
      const pass = rig.pass();
      return new Adapter(
        {
          url: rig.gateway.url,
          generation: 'channels',
          domain: 'pbx.example.test',
          signIn:
            by === 'password'
              ? { by, username: '201@pbx.example.test', password: right ? PASSWORD : 'wrong' }
              : {
                  by,
                  token: right ? (pass['X-Access-Token'] ?? '') : 'wrong',
                  key: pass['X-Key'] ?? '',
                },
          autoAnswerParam: 'sip_h_Call-Info=answer-after=0',
          ringSeconds: 20,
        },
        listener,
      );
    },
    fail: (demo) => demo.stop(),
    heal: (demo) => demo.restart(),
    stop: async (demo) => gateways.get(demo)?.gateway.stop(),
  }));

export const WAYS: readonly Way[] = [
  {
    name: 'Event Socket',
    refusal: 'wrong-password',
    startPbx: () => startDemoPbx({ seed: 3, calm: true }),
    connect: (demo, listener, secret) =>
      new EslAdapter(
        {
          address: { host: demo.host, port: demo.port },
          credentials: { password: secret === 'right' ? demo.password : 'wrong' },
          plan: { context: 'default', ringSeconds: 20 },
        },
        listener,
      ),
    fail: (demo) => demo.stop(),
    heal: (demo) => demo.restart(),
  },
  ...([2016, 2021, 2026] as const).flatMap((generation): Way[] =>
    (['password', 'token'] as const).map((by) => ({
      name: `Webitel ${generation}, by ${by}`,
      refusal: by === 'password' ? 'wrong-password' : 'token-expired',
      ...(generation === 2026 ? { columns: CALL_COLUMNS } : {}),
      startPbx: () =>
        startDemoPbx({
          seed: 3,
          calm: true,
          rest: true,
          restGeneration: generation,
          restLagMs: LAG_MS,
        }),
      connect: (demo, listener, secret) => {
        const { rest } = demo;
        const right = secret === 'right';
        return new WebitelAdapter(
          {
            url: rest.url,
            generation: 'auto',
            domain: 'pbx.example.test',
            signIn:
              by === 'password'
                ? { by, username: rest.username, password: right ? rest.userPassword : 'wrong' }
                : {
                    by,
                    token: right ? rest.token : 'wrong',
                    key: generation === 2026 ? '' : rest.key,
                  },
            autoAnswerParam: 'sip_h_Call-Info=answer-after=0',
            ringSeconds: 20,
          },
          listener,
        );
      },
      fail: (demo) => {
        demo.rest.setFault({ kind: 'errors' });
        for (const { uuid } of demo.world.rows()) demo.hangup(uuid);
        return Promise.resolve();
      },
      heal: (demo) => {
        demo.rest.setFault(undefined);
        return Promise.resolve();
      },
    })),
  ),
  ...byGateway('Gateway', GatewayAdapter),
  ...byGateway('Gateway as a Webitel', WebitelAdapter),
];

/** ms a thing may take that the rig waits for. */
const PATIENCE_MS = 30_000;

/** The calls core behind one adapter, as the app has it, without a window. */
export class Rig {
  readonly demo: DemoPbx;
  readonly monitor = new Monitor();
  readonly port: PbxPort;
  readonly commander: Commander;
  readonly statuses: ConnectionStatus[] = [];
  readonly #waiting = new Set<() => void>();

  /** Why a command may not be given, '' where it may. */
  refusal: (command: Command) => string = () => '';

  constructor(way: Way, demo: DemoPbx, secret: 'right' | 'wrong' = 'right') {
    this.demo = demo;
    this.port = way.connect(
      demo,
      {
        events: (events) => {
          this.monitor.feed(events);
          this.#wake();
        },
        status: (status) => {
          this.statuses.push(status);
          this.#wake();
        },
        find: (uuid) => this.leg(uuid),
        maySpeak: () => true,
        trace: () => undefined,
      },
      secret,
    );
    this.port.attention('busy');
    this.commander = new Commander(
      this.monitor,
      () => this.port,
      (command) => this.refusal(command),
      {
        pending: () => this.#wake(),
        outcome: () => this.#wake(),
      },
    );
    this.port.start();
  }

  get status(): ConnectionStatus | undefined {
    return this.statuses.at(-1);
  }
  get channels(): Channel[] {
    return [...this.monitor.table.values()];
  }
  leg(uuid: string): Channel | undefined {
    return this.monitor.table.get(uuid);
  }
  run(command: Command): Promise<Result<null>> {
    return this.commander.run(command);
  }

  online(): Promise<void> {
    return this.until('online', () => this.status?.phase === 'online');
  }

  /** Waits until something holds, looking each time that the adapter or a command tells anything. */
  until(what: string, holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`not within ${PATIENCE_MS} ms: ${what}`));
      }, PATIENCE_MS);
      const look = (): void => {
        if (!holds()) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
  }

  stop(): void {
    this.port.stop();
    this.monitor.stop();
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }
}
