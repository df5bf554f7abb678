import type { HotkeyAction } from '@shared/settings/settings.ts';

/** The command that does what a hotkey does (src/cli): the program's own, with its arguments. */
export function commandOf(own: readonly string[], action: HotkeyAction): string[] {
  const [program = '', ...rest] = own;
  // From a checkout the program is Electron, and its first argument the app's folder.
  const folder = rest.slice(0, rest.findIndex((word) => word.startsWith('--')) >>> 0);
  return [program, ...folder, action, ...rest.slice(folder.length)];
}

/** One word for a POSIX shell, and for what splits as one does (GLib's `g_shell_parse_argv`). */
const quoteShell = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** A command line for a POSIX shell. */
export const shellLine = (words: readonly string[]): string => words.map(quoteShell).join(' ');
