/** What a failed write is called, by its code or by what SQLite says. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/ENOSPC|EDQUOT|database or disk is full/, 'the disk is full'],
  [/EROFS/, 'the disk may only be read'],
  [/EACCES|EPERM|readonly database/, 'you have no right to write there'],
  [/EIO|disk I\/O error/, 'the disk fails'],
  [/database is locked|EBUSY/, 'another program holds the file'],
  [/unable to open database/, 'its folder cannot be used'],
];

/** Why a write failed, as the end of a sentence. */
export function whyNotWritten(error: unknown): string {
  const { code = '', message = String(error) } = error as Partial<NodeJS.ErrnoException>;
  const text = `${code} ${message}`;
  return WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? message.slice(0, 200);
}
