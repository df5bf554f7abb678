import { release } from 'node:os';
import { app } from 'electron';

/** What the app runs on. */
export function versions(): Record<string, string> {
  const { electron = '', chrome = '', node = '' } = process.versions;
  return {
    Ringside: `${app.getVersion()}${app.isPackaged ? ', packaged' : ', from a checkout'}`,
    Electron: `${electron} (Chromium ${chrome}, Node ${node})`,
    System: `${process.platform} ${release()}, ${process.arch}`,
    Desktop: `${process.env['XDG_CURRENT_DESKTOP'] ?? 'unknown'}, ${process.env['XDG_SESSION_TYPE'] ?? 'session unknown'}`,
    Language: app.getLocale(),
  };
}

/** What the app takes of the machine. */
export function usage(): Record<string, string> {
  const memory = app
    .getAppMetrics()
    .map(({ type, memory }) => `${type} ${Math.round(memory.workingSetSize / 1024)} MB`);
  return { 'up for': `${Math.round(process.uptime())} s`, memory: memory.join(', ') };
}
