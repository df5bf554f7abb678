// The benchmarks of docs/performance.md: npm run bench [-- --quick] [--json FILE] [NAME …]
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { measureIngest } from './ingest/index.ts';
import { ratiosOf, report, type Findings } from './report.ts';
import { measurePaint } from './window/paint.ts';
import { measureQuiet } from './window/quiet.ts';
import { measureSites } from './window/sites.ts';
import { measureStart } from './window/start.ts';
import { measureTables } from './window/tables.ts';

const BENCHMARKS: Readonly<Record<string, (quick: boolean) => Promise<Findings>>> = {
  ingest: measureIngest,
  paint: measurePaint,
  tables: measureTables,
  start: measureStart,
  quiet: measureQuiet,
  sites: measureSites,
};

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !(name in BENCHMARKS));
if (unknown)
  throw new Error(`There is no benchmark ${unknown}: ${Object.keys(BENCHMARKS).join(', ')}.`);

const load = (loadavg()[0] ?? 0).toFixed(1);
const findings: Findings[] = [];
for (const [name, measure] of Object.entries(BENCHMARKS)) {
  if (
    positionals.length > 0
      ? !positionals.includes(name)
      : values.quick && (name === 'quiet' || name === 'sites')
  )
    continue;
  const began = performance.now();
  findings.push(await measure(values.quick));
  process.stderr.write(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
}
process.stdout.write(report(findings, load));
if (values.json) writeFileSync(values.json, `${JSON.stringify(ratiosOf(findings), null, 2)}\n`);
process.exit(0);
