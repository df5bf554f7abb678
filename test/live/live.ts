// npm run test:live: compares the app's table with `show channels` of a live FreeSWITCH, each second,
// while calls of its own come and go. It never touches a channel that it did not make.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Monitor } from '../../src/main/calls/monitor.ts';
import { EslAdapter } from '../../src/main/pbx/esl/adapter.ts';
import { EslLink } from '../../src/main/pbx/esl/link.ts';
import { readList } from '../../src/main/pbx/esl/list.ts';
import type { ConnectionStatus } from '../../src/shared/pbx/status.ts';
import { differences, isUntold, type Difference } from '../support/differences.ts';
import { LiveCalls } from './calls.ts';

const USAGE = `Usage: npm run test:live -- --host HOST --password PASSWORD [options]

  --port N        TCP port of the Event Socket (default 8021)
  --user U@D      log in as a user (userauth)
  --seconds N     how long (default 60)
  --calls N       how many calls of its own at once (default 6)
  --seed N        which calls (default 1)
`;

/** ms that nothing of ours is done before a comparison, and ms between looks while the PBX moves on by itself. */
const QUIET_MS = 700;
const AGAIN_MS = 150;
/** Looks in a row that must show the same difference: others' calls change between list and look. */
const LOOKS = 6;
const LIST_MS = 20_000;

function read() {
  const { values } = parseArgs({
    options: {
      host: { type: 'string' },
      port: { type: 'string', default: '8021' },
      user: { type: 'string', default: '' },
      password: { type: 'string' },
      seconds: { type: 'string', default: '60' },
      calls: { type: 'string', default: '6' },
      seed: { type: 'string', default: '1' },
    },
  });
  const { host, password = process.env['RINGSIDE_PASSWORD'] } = values;
  if (!host || !password) throw new Error('--host and --password are needed.');
  const numbers = [values.port, values.seconds, values.calls, values.seed].map(Number);
  if (numbers.some((n) => !Number.isInteger(n) || n < 0))
    throw new Error('Numbers are whole numbers.');
  const [port = 0, seconds = 0, calls = 0, seed = 0] = numbers;
  return { host, port, user: values.user, password, seconds, calls, seed };
}

async function main(): Promise<number> {
  let options: ReturnType<typeof read>;
  try {
    options = read();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  const { host, port, user, password, seconds, calls, seed } = options;
  const address = { host, port };
  const credentials = user === '' ? { password } : { user, password };

  const down = (error: { message: string }): void => {
    process.stderr.write(`${error.message}\n`);
  };
  const link = await EslLink.open(
    address,
    credentials,
    { frame: () => undefined, down },
    AbortSignal.timeout(15_000),
  );
  if (!link.ok) {
    down(link.error);
    return 1;
  }
  const monitor = new Monitor();
  let status: ConnectionStatus | undefined;
  const adapter = new EslAdapter(
    { address, credentials, plan: { context: 'default', ringSeconds: 30 } },
    {
      events: (events) => monitor.feed(events),
      status: (next) => (status = next),
      trace: () => undefined,
    },
  );
  adapter.start();
  for (let tries = 0; status?.phase !== 'online'; tries += 1) {
    if (tries > 100) {
      down({ message: status?.error?.message ?? 'Not online within 10 s.' });
      return 1;
    }
    await sleep(100);
  }

  /** What differs for good; what differs only while something happens is looked at again. */
  let untold = 0;
  async function compare(): Promise<Difference[]> {
    let found: Difference[] = [];
    for (let look = 0; look < LOOKS; look += 1) {
      const sent = await link_.send('api show channels as json', LIST_MS);
      if (!sent.ok) throw new Error(sent.error.message);
      const listed = await readList(sent.value.body, sent.value.text);
      if (!listed.ok) throw new Error(listed.error.message);
      const all = differences([...monitor.table.values()], listed.value);
      found = all.filter((difference) => {
        const ours = monitor.table.get(difference.uuid);
        return !ours || !isUntold(difference, ours);
      });
      untold = all.length - found.length;
      if (found.length === 0) return [];
      await sleep(AGAIN_MS);
    }
    return found;
  }
  const link_ = link.value;

  const own = new LiveCalls(link_, `ringside-live-${randomUUID()}`, seed);
  const tally = { comparisons: 0, channels: 0, steps: 0, different: 0, untold: 0 };
  const until = Date.now() + seconds * 1000;
  try {
    while (Date.now() < until) {
      const second = Date.now() + 1000;
      while (Date.now() < second - QUIET_MS) {
        tally.steps += Number(await own.step(calls));
        await sleep(20);
      }
      await sleep(QUIET_MS);
      const found = await compare();
      tally.comparisons += 1;
      tally.channels += monitor.table.size;
      tally.different += found.length;
      tally.untold += untold;
      for (const { uuid, field, ours, theirs } of found)
        process.stdout.write(
          `different: ${uuid} ${field}: ours ${JSON.stringify(ours)}, FreeSWITCH's ${JSON.stringify(theirs)} (last done: ${own.last})\n`,
        );
    }
  } finally {
    await own.endAll();
  }
  await sleep(QUIET_MS);
  const left = await compare();
  adapter.stop();
  monitor.stop();
  link_.close();
  process.stdout.write(
    `${tally.comparisons} comparisons of ${tally.channels} channels in all, ${tally.steps} steps of ${own.made} own calls: ` +
      `${tally.different} differences, ${left.length} after the end; ` +
      `${tally.untold} columns that FreeSWITCH's events do not settle (test/support/differences.ts)\n`,
  );
  return tally.different + left.length === 0 ? 0 : 1;
}

process.exitCode = await main();
