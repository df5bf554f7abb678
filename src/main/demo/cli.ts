// npm run demo-pbx: the demo PBX alone, for any client of the Event Socket. Its first line of output
// is one line of JSON that says where it listens and how to log in; it runs until it is stopped.
import { parseArgs } from 'node:util';
import { startDemoPbx, type DemoOptions } from './index.ts';

const USAGE = `Usage: npm run --silent demo-pbx -- [--seed N] [--port N] [--load CHANNELS] [--calm]

  --seed N         which calls are simulated (default 1)
  --port N         TCP port on 127.0.0.1 (default: a free one)
  --load CHANNELS  channels to begin with
  --calm           no calls but those that clients make
`;

/** A whole number within bounds. @throws RangeError */
function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most)
    throw new RangeError(`--${name} takes a whole number up to ${most}, not “${text}”.`);
  return value;
}

function read(args: string[]): DemoOptions {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      port: { type: 'string', default: '0' },
      load: { type: 'string', default: '0' },
      calm: { type: 'boolean', default: false },
    },
  });
  return {
    seed: whole('seed', values.seed, 0xffffffff),
    port: whole('port', values.port, 65_535),
    load: whole('load', values.load, 50_000),
    calm: values.calm,
  };
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
  const { host, port, password, limitedUser, limitedPassword } = demo;
  process.stdout.write(
    `${JSON.stringify({ host, port, password, limitedUser, limitedPassword })}\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void demo.stop().then(() => process.exit(0)));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`The demo PBX could not start: ${String(error)}\n`);
  process.exitCode = 1;
});
