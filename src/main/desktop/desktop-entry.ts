import { app } from 'electron';

/**
 * One argument of an `Exec` line, quoted as the Desktop Entry Specification asks: within quotes the
 * characters `"`, `` ` ``, `$` and `\` are escaped, and a backslash is doubled once more because the
 * line is a string of its own. `%` begins a field code and is doubled. What needs no quotes gets
 * none: xdg-open's own reader, used where there is no desktop environment, does not know them.
 */
function quoteExec(argument: string): string {
  if (/^[\w@+=:,./-]+$/.test(argument)) return argument;
  const escaped = argument.replace(/["`$\\]/g, (char) => `\\${char}`).replaceAll('%', '%%');
  return `"${escaped.replaceAll('\\', '\\\\')}"`;
}

/** The command that starts this very app: the program, and from a checkout its folder and data. */
export function ownCommand(): string[] {
  return app.isPackaged
    ? [process.execPath]
    : [process.execPath, app.getAppPath(), '--user-data-dir', app.getPath('userData')];
}

/** A desktop entry that starts this app. @param extra lines such as `MimeType=…;` */
export function desktopEntry(args: readonly string[], fieldCode: string, extra: string[]): string {
  const exec = [...ownCommand(), ...args].map(quoteExec).join(' ');
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Ringside',
    'Comment=Live calls of FreeSWITCH and Webitel',
    `Exec=${exec}${fieldCode === '' ? '' : ` ${fieldCode}`}`,
    'Icon=ringside',
    'Terminal=false',
    'Categories=Network;Telephony;',
    'StartupWMClass=Ringside',
    ...extra,
    '',
  ].join('\n');
}
