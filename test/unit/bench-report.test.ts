import { expect, it } from 'vitest';
import { GOALS, ratiosOf, report, type Findings } from '../bench/report.ts';
import { percentile, ratios, spreadOf } from '../bench/stats.ts';

it('names the ratios as issue 6 does', () => {
  expect(Object.keys(GOALS)).toEqual([
    'ingest_vs_modesl',
    'ingest_vs_floor',
    'call_cost_vs_modesl',
    'paint_p50_frames',
    'paint_p99_frames',
    'start_vs_empty',
    'memory_vs_empty',
    'scroll_janky_share',
    'sites_paint_p99_frames',
    'sites_cost_vs_one',
  ]);
});

it('compares rounds with their neighbours, and gives smallest, middle and largest', () => {
  const found = ratios([2, 9, 4], [1, 3, 4]);
  expect(found).toEqual([2, 3, 1]);
  expect(spreadOf(found)).toEqual({ min: 1, median: 2, max: 3 });
  expect(percentile([5, 1, 4, 2, 3], 0.99)).toBe(5);
});

it('puts all findings into one table, and says what was not measured', () => {
  const findings: Findings[] = [
    { ratios: { ingest_vs_modesl: { min: 1, median: 2.5, max: 3 } } },
    { ratios: { paint_p50_frames: { min: 1, median: 1.25, max: 2 } }, details: [['x', 'ms', 7]] },
  ];
  expect(Object.keys(ratiosOf(findings))).toEqual(['ingest_vs_modesl', 'paint_p50_frames']);
  const text = report(findings, '0.1');
  expect(text).toMatch(/\| ingest_vs_modesl +\| at least 2 +\| 1\.00 +\| 2\.50 +\| 3\.00 \|/);
  expect(text).toMatch(/\| start_vs_empty +\| at most 1\.5 +\| not measured \|/);
  expect(text).toMatch(/\| x +\| ms +\| +\| 7\.00 +\| +\|/);
});
