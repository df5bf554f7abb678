import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { HISTORY_FILE } from '../../src/main/history/schema.ts';
import { openDatabase } from '../../src/main/storage/database.ts';
import { MAX_BODY_BYTES } from '../../src/main/pbx/esl/framing.ts';
import { event } from '../support/hostile-pbx.ts';
import { Peer } from './process.ts';
import type { World } from './world.ts';

/** Ends what a fault did. */
export type Mend = () => void | Promise<void>;

/** Something that goes wrong beside the app. */
export interface Kind {
  /** What it takes for itself: two that need the same thing do not happen at once. */
  readonly takes: readonly string[];
  /** How often it is drawn. */
  readonly weight: number;
  /** @param n a number that tells one such fault from another. @returns how it ends */
  begin(world: World, n: number): Mend | Promise<Mend>;
}

const DAY_MS = 24 * 3_600_000;
const MANY_LEGS = 50_000;
export const MANY = '50,000 legs come';
const nothing: Mend = () => undefined;
/** Lines of the app come in pairs: the first has the events, the second the commands. */
const EVENTS = (index: number): boolean => index % 2 === 0;

const cut = (weight: number, act: (world: World, n: number) => void): Kind => ({
  takes: [],
  weight,
  begin(world, n) {
    world.disturbed();
    act(world, n);
    return () => world.disturbed();
  },
});

/** For its time the network is like this. */
const network = (
  takes: string,
  weight: number,
  set: (world: World, on: boolean) => void,
): Kind => ({
  takes: [takes],
  weight,
  begin(world) {
    const ends = world.disturb();
    set(world, true);
    return () => {
      set(world, false);
      ends();
      world.proxy.cut();
    };
  },
});

/** So many legs that the PBX never had, on the line of the events. */
function manyLegs(): Buffer {
  const legs = Array.from({ length: MANY_LEGS }, (_, i) =>
    event({
      'Event-Name': 'CHANNEL_CREATE',
      'Unique-ID': `${i.toString(16).padStart(8, '0')}-dead-4000-8000-000000000000`,
      'Call-Direction': 'inbound',
      'Channel-Name': `sofia/internal/${i}@pbx.example.test`,
      'Caller-Caller-ID-Name': `Leg ${i}`,
      'Caller-Caller-ID-Number': `+4940${i}`,
      'Channel-Call-State': 'RINGING',
      'Event-Date-Timestamp': `${Date.now()}000`,
    }),
  );
  return Buffer.from(legs.join(''));
}

const LINE: Readonly<Record<string, Kind>> = {
  'the line is cut': cut(2, ({ proxy }) => proxy.cut()),
  'the next lines are cut in mid-frame': cut(1, ({ proxy }, n) => {
    proxy.cutAfter.push((n % 20_000) + 1, (n % 7_000) + 1);
    proxy.cut();
  }),
  'the line is half open': cut(1, ({ proxy }, n) =>
    proxy.halfOpen(n % 3 === 0 ? EVENTS : undefined),
  ),
  'garbage comes': cut(2, ({ proxy }) => proxy.inject(randomBytes(500))),
  'a frame larger than any is announced': cut(1, ({ proxy }) =>
    proxy.inject(Buffer.from(`Content-Length: ${MAX_BODY_BYTES + 1}\n\n`)),
  ),
  'a frame comes for ever': cut(1, ({ proxy }) =>
    proxy.inject(Buffer.from('Content-Length: 104857600\nContent-Type: text/event-json\n\n{"E')),
  ),
  [MANY]: {
    takes: ['legs'],
    weight: 2,
    begin(world) {
      const ends = world.disturb();
      world.proxy.inject(manyLegs(), EVENTS);
      // Whether it was in the middle of a frame or not: another line has what is true.
      return () => {
        ends();
        world.proxy.cut();
      };
    },
  },
  'the network is late': network('delay', 1, ({ proxy }, on) => (proxy.delayMs = on ? 120 : 0)),
  'one byte comes at a time': network('trickle', 1, ({ proxy }, on) => (proxy.trickle = on)),
  'lines are taken and closed': network('away', 1, ({ proxy }, on) => {
    proxy.slam = on;
    if (on) proxy.cut();
  }),
  'lines are taken and nothing is said': network('away', 1, ({ proxy }, on) => {
    proxy.deaf = on;
    if (on) proxy.cut();
  }),
  'nobody listens': {
    takes: ['away'],
    weight: 1,
    async begin(world) {
      const ends = world.disturb();
      await world.proxy.refuse();
      return async () => {
        ends();
        await world.proxy.listen();
      };
    },
  },
  'the PBX is killed and started again': {
    takes: ['away'],
    weight: 2,
    async begin(world) {
      world.disturbed();
      world.proxy.cut();
      await world.demo.restart();
      return nothing;
    },
  },
};

const DESKTOP: Readonly<Record<string, Kind>> = {
  'the notification daemon hangs': {
    takes: ['daemon'],
    weight: 3,
    begin({ daemon }) {
      daemon.hang(true);
      return () => daemon.hang(false);
    },
  },
  'there is no notification daemon': {
    takes: ['daemon'],
    weight: 2,
    async begin(world) {
      await world.daemon.kill();
      return async () => void (world.daemon = await Peer.start('daemon', world.bus.address));
    },
  },
  'the notification daemon is slow': {
    takes: ['daemon'],
    weight: 2,
    begin({ daemon }, n) {
      daemon.slow(n % 1_500);
      return () => daemon.slow(0);
    },
  },
  'the keyring hangs': {
    takes: ['keyring'],
    weight: 1,
    async begin({ keyring, app }) {
      keyring.hang(true);
      await app.ask({ ask: 'keyring' });
      return () => keyring.hang(false);
    },
  },
  'D-Bus hangs': {
    takes: ['daemon', 'keyring'],
    weight: 1,
    begin({ bus }) {
      bus.hang(true);
      return () => bus.hang(false);
    },
  },
  'D-Bus goes': {
    takes: ['daemon', 'keyring'],
    weight: 1,
    async begin(world) {
      await world.bus.stop();
      return async () => {
        await Promise.all([world.daemon.kill(), world.keyring.kill()]);
        await world.startDesktop();
      };
    },
  },
  'DNS hangs': {
    takes: ['dns'],
    weight: 2,
    async begin(world) {
      await world.app.ask({ ask: 'dns', hangs: true });
      return async () => {
        await world.app.ask({ ask: 'dns', hangs: false });
        world.wakeResolver();
      };
    },
  },
};

function fill({ disk }: World): Mend {
  try {
    disk.fill();
  } catch (error) {
    // The app wrote meanwhile: it is full all the same.
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
  return () => disk.empty();
}

function lock({ historyFile }: World): Mend {
  const { db } = openDatabase(historyFile, HISTORY_FILE);
  db.exec('PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE');
  return () => {
    db.exec('ROLLBACK');
    db.close();
  };
}

function fifo({ settingsFile }: World): Mend {
  rmSync(settingsFile, { force: true });
  execFileSync('mkfifo', [settingsFile]);
  return nothing;
}

/** What the app may find when it is started again. */
const STARTS: readonly ((world: World) => Mend)[] = [
  () => nothing,
  lock,
  fifo,
  ({ disk }) => {
    disk.remount('ro');
    return () => disk.remount('rw');
  },
  fill,
];

const MACHINE: Readonly<Record<string, Kind>> = {
  'history.db is locked': { takes: ['disk'], weight: 3, begin: lock },
  'the disk is full': {
    takes: ['disk'],
    weight: 3,
    begin: fill,
  },
  'the settings file is a FIFO': { takes: ['settings'], weight: 2, begin: fifo },
  'the clock jumps': {
    takes: ['clock'],
    weight: 2,
    async begin({ app }, n) {
      const aheadMs = (n % 2 === 0 ? 1 : -1) * (n % 800) * DAY_MS;
      await app.ask({ ask: 'clock', aheadMs });
      return () => app.ask({ ask: 'clock', aheadMs: 0 });
    },
  },
  'the app is started again': {
    takes: ['disk', 'settings', 'clock', 'dns', 'keyring', 'app'],
    weight: 1,
    async begin(world, n) {
      const left = await world.quitApp();
      if (left.length > 0) throw new Error(left.join());
      const mend = STARTS[n % STARTS.length]?.(world) ?? nothing;
      await world.startApp();
      return mend;
    },
  },
};

export const KINDS: Readonly<Record<string, Kind>> = { ...LINE, ...DESKTOP, ...MACHINE };
