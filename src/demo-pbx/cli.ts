// npm run demo-pbx: the demo PBX alone, for any client of the Event Socket or of Webitel's REST API.
// Its first line of output is one line of JSON that says where it listens and how to log in; it
// runs until it is stopped.
import { parseArgs } from 'node:util';
import { startDemoPbx, type DemoOptions, type DemoPbx } from './index.ts';
import type { Generation } from './rest/answers.ts';

const USAGE = `Usage: npm run --silent demo-pbx -- [--seed N] [--port N] [--load CHANNELS] [--calm]
                                     [--rest [--rest-generation 2016|2021|2026] [--rest-base-path PATH]
                                      [--rest-lag MS]]

  --seed N                     which calls are simulated (default 1)
  --port N                     TCP port of the event socket on 127.0.0.1 (default: a free one)
  --load CHANNELS              channels to begin with
  --calm                       no calls but those that clients make
  --rest                       the same calls by Webitel's REST API too
  --rest-generation YEAR       how it answers: 2016 as webitel/core, 2021 as its successor, 2026 as
                               today's Webitel (default 2016)
  --rest-base-path PATH        where it stands, as behind a proxy: /webitel
  --rest-lag MS                how far its list lags its events, as that of 2016 does by some 135 ms
`;

/** A whole number within bounds. @throws RangeError */
function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most)
    throw new RangeError(`--${name} takes a whole number up to ${most}, not “${text}”.`);
  return value;
}

/** @throws RangeError */
function basePath(text: string): string {
  if (text === '' || /^(?:\/[A-Za-z0-9._-]+)+$/.test(text)) return text;
  throw new RangeError(`--rest-base-path takes a path such as /webitel, not “${text}”.`);
}

/** @throws RangeError */
function generation(text: string): Generation {
  if (text === '2016') return 2016;
  if (text === '2021') return 2021;
  if (text === '2026') return 2026;
  throw new RangeError(`--rest-generation takes 2016, 2021 or 2026, not “${text}”.`);
}

/** @throws where the arguments make no sense */
function read(args: string[]): DemoOptions {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      port: { type: 'string', default: '0' },
      load: { type: 'string', default: '0' },
      calm: { type: 'boolean', default: false },
      rest: { type: 'boolean', default: false },
      'rest-generation': { type: 'string' },
      'rest-base-path': { type: 'string', default: '' },
      'rest-lag': { type: 'string', default: '0' },
    },
  });
  const wanted = values['rest-generation'];
  if (wanted !== undefined && !values.rest)
    throw new RangeError('--rest-generation says how --rest answers: write both.');
  return {
    seed: whole('seed', values.seed, 0xffffffff),
    port: whole('port', values.port, 65_535),
    load: whole('load', values.load, 50_000),
    calm: values.calm,
    rest: values.rest,
    restGeneration: generation(wanted ?? '2016'),
    restBasePath: basePath(values['rest-base-path']),
    restLagMs: whole('rest-lag', values['rest-lag'], 60_000),
  };
}

/** Where it listens, and how to log in. */
function introduction(demo: DemoPbx, withRest: boolean): object {
  const { host, port, password, limitedUser, limitedPassword } = demo;
  const socket = { host, port, password, limitedUser, limitedPassword };
  if (!withRest) return socket;
  const { url, username, userPassword, token, key } = demo.rest;
  return { ...socket, rest: { url, username, userPassword, token, key } };
}

async function main(): Promise<void> {
  let options: DemoOptions;
  try {
    options = read(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const demo = await startDemoPbx(options);
  // Before it says where it is: whoever reads that line may ask it to end at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void demo.stop().then(() => process.exit(0)));
  }
  process.stdout.write(`${JSON.stringify(introduction(demo, options.rest === true))}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`The demo PBX could not start: ${String(error)}\n`);
  process.exitCode = 1;
});
