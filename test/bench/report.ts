import { cpus, totalmem } from 'node:os';
import type { Spread } from './stats.ts';

/** The figures that `--json` writes, each with what it is to be. */
export const GOALS = {
  ingest_vs_modesl: 'at least 2',
  ingest_vs_floor: 'at least 1',
  call_cost_vs_modesl: 'at most 0.2',
  paint_p50_frames: 'below 2',
  paint_p99_frames: 'below 5',
  start_vs_empty: 'at most 1.5',
  memory_vs_empty: 'at most 1.5',
  scroll_janky_share: '–',
  sites_paint_p99_frames: 'below 5',
  sites_cost_vs_one: 'at most 1.2',
} as const;
export type RatioName = keyof typeof GOALS;

/** What a benchmark found: figures by name, and lines that say more. */
export interface Findings {
  readonly ratios?: Partial<Record<RatioName, Spread>>;
  /** What, its unit, the figure. */
  readonly details?: readonly (readonly [what: string, unit: string, figure: Spread | number])[];
}

const round = (value: number): string =>
  Math.abs(value) >= 100
    ? value.toFixed(0)
    : Math.abs(value) >= 10
      ? value.toFixed(1)
      : value.toFixed(2);

const cells = (figure: Spread | number): string[] =>
  typeof figure === 'number'
    ? ['', round(figure), '']
    : [round(figure.min), round(figure.median), round(figure.max)];

/** Lines of a Markdown table with columns of equal width, so that it reads as text too. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) =>
    Math.max(...rows.map((row) => (row[i] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const [head = [], ...rest] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
}

/** Both tables, as they stand in docs/performance.md. */
export function report(findings: readonly Findings[], load: string): string {
  const ratios = ratiosOf(findings);
  const first = Object.entries(GOALS).map(([name, goal]) => {
    const figure = ratios[name as RatioName];
    return [name, goal, ...(figure ? cells(figure) : ['not measured', '', ''])];
  });
  const second = findings
    .flatMap(({ details = [] }) => details)
    .map(([what, unit, figure]) => [what, unit, ...cells(figure)]);
  const [cpu] = cpus();
  return [
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model.trim() ?? 'CPU'}, ` +
      `${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, load before ${load}`,
    '',
    table([['ratio', 'goal', 'min', 'median', 'max'], ...first]),
    '',
    table([['measured', 'unit', 'min', 'median', 'max'], ...second]),
    '',
  ].join('\n');
}

export const ratiosOf = (findings: readonly Findings[]): Partial<Record<RatioName, Spread>> =>
  Object.assign({}, ...findings.map(({ ratios }) => ratios)) as Partial<Record<RatioName, Spread>>;
