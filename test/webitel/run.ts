// npm run webitel -- freshness [--calls N] [--way NAME] | day [--changes N] [--seed N]
import { parseArgs } from 'node:util';
import { WAYS, type Way } from '../contract/rig.ts';
import { badDay } from './day.ts';
import { freshness, inWords } from './freshness.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    calls: { type: 'string', default: '200' },
    changes: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    way: { type: 'string', default: 'Webitel' },
  },
});
const ways: readonly Way[] = WAYS.filter(
  ({ name }) => name.includes(values.way) && name !== 'Event Socket',
);

let faults = 0;
process.on('unhandledRejection', (reason) => {
  faults += 1;
  process.stdout.write(`unhandled rejection: ${String(reason)}\n`);
});

for (const way of ways) {
  if (positionals[0] === 'freshness') {
    process.stdout.write(`${inWords(way.name, await freshness(way, Number(values.calls)))}\n`);
  } else if (positionals[0] === 'day') {
    const { differences, words } = await badDay(way, Number(values.changes), Number(values.seed));
    process.stdout.write(`${way.name}: ${words}\n`);
    faults += differences;
  }
}
process.stdout.write(faults === 0 ? 'no faults\n' : `${faults} FAULTS\n`);
process.exit(faults === 0 ? 0 : 1);
