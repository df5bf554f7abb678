import { join } from 'node:path';
import { app } from 'electron';
import type { Settings } from '@shared/settings/settings.ts';
import { registeredLinks } from '../desktop/links.ts';
import type { Hotkeys } from '../desktop/keys/hotkeys.ts';
import type { Secrets } from '../settings/secrets.ts';
import type { Sites } from '../sites/sites.ts';
import { lastFaults, LOG_FILE } from '../diagnostics/log.ts';
import { usage, versions } from '../diagnostics/machine.ts';
import type { Recorder } from '../diagnostics/recorder.ts';
import { report } from '../diagnostics/report.ts';

export interface ReportParts {
  readonly sites: Sites;
  readonly secrets: Secrets;
  readonly hotkeys: Hotkeys;
  readonly recorder: Recorder;
  settings(): Settings;
}

/** Gathers what a diagnostics file tells, and writes its text. */
export async function makeReport(parts: ReportParts): Promise<string> {
  const { sites, secrets, hotkeys, recorder } = parts;
  const links = await registeredLinks();
  const clocks = sites.all.map(({ monitor }) => `${Math.round(monitor.skewMs)} ms`);
  return report({
    atMs: Date.now(),
    versions: versions(),
    settings: parts.settings(),
    sites: sites.all.map(({ name, status }) => ({ name, status })),
    state: {
      ...usage(),
      channels: sites.all.reduce((sum, { monitor }) => sum + monitor.table.size, 0),
      'calls of mine': sites.desk().mine.length,
      'clock of the PBX': `${clocks.join(', ')} from ours`,
      'secrets kept by': secrets.mode,
      'links opened': links.join(' '),
    },
    hotkeyProblems: hotkeys.problems,
    faults: await lastFaults(join(app.getPath('userData'), LOG_FILE)),
    lines: recorder.lines(),
    secrets: secrets.known(),
  });
}
