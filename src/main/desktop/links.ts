import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { app } from 'electron';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import { LINK_SCHEMES } from '@shared/numbers/schemes.ts';
import { desktopEntry, ownCommand } from './desktop-entry.ts';

const exec = promisify(execFile);

/** Schemes the app offers to open. `sips` links are rare and go with `sip`. */
const SCHEMES = LINK_SCHEMES.filter((scheme) => scheme !== 'sips');
const DESKTOP_ID = 'ringside.desktop';
const mimeOf = (scheme: string): string => `x-scheme-handler/${scheme}`;

const dataHome = (): string => process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local/share');
const configHome = (): string => process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');

/** Which links this app opens on this computer. */
export async function registeredLinks(): Promise<string[]> {
  if (process.platform !== 'linux') {
    const [program = '', ...args] = ownCommand();
    return SCHEMES.filter((scheme) => app.isDefaultProtocolClient(scheme, program, args));
  }
  const asked = await Promise.all(
    SCHEMES.map((scheme) =>
      exec('xdg-mime', ['query', 'default', mimeOf(scheme)]).then(
        ({ stdout }) => stdout.trim() === DESKTOP_ID,
        () => false,
      ),
    ),
  );
  return SCHEMES.filter((_, i) => asked[i]);
}

/** Makes this app open tel:, callto: and sip: links, or leave them to others again. */
export async function registerLinks(on: boolean): Promise<Result<null>> {
  try {
    if (process.platform === 'linux') await (on ? registerOnLinux() : unregisterOnLinux());
    else {
      const [program = '', ...args] = ownCommand();
      for (const scheme of SCHEMES) {
        const done = on
          ? app.setAsDefaultProtocolClient(scheme, program, args)
          : app.removeAsDefaultProtocolClient(scheme, program, args);
        if (!done) return refused('the system refused');
      }
    }
    return ok(null);
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

const refused = (why: string): Result<never> =>
  fail(
    'internal',
    'The system did not take that: choose the program for links in its settings.',
    why,
  );

async function registerOnLinux(): Promise<void> {
  // A package brings its desktop entry along; else the person gets one of their own.
  if (!existsSync(join('/usr/share/applications', DESKTOP_ID)) || !app.isPackaged) {
    const folder = join(dataHome(), 'applications');
    mkdirSync(folder, { recursive: true });
    const mime = `MimeType=${SCHEMES.map(mimeOf).join(';')};`;
    writeFileSync(join(folder, DESKTOP_ID), desktopEntry([], '%u', [mime]));
    await exec('update-desktop-database', [folder]).catch(() => undefined); // a cache, and optional
  }
  await exec('xdg-mime', ['default', DESKTOP_ID, ...SCHEMES.map(mimeOf)]);
}

/** xdg-mime cannot take a default back: its lines in mimeapps.list go. */
async function unregisterOnLinux(): Promise<void> {
  const file = join(configHome(), 'mimeapps.list');
  if (!existsSync(file)) return;
  const ours = new Set(SCHEMES.map((scheme) => `${mimeOf(scheme)}=${DESKTOP_ID}`));
  const kept = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !ours.has(line.trim().replace(/;$/, '')));
  writeFileSync(file, kept.join('\n'));
}
