/**
 * Texts of the settings that a person may send to others. Every other text is told by its length
 * alone, so that a setting added later (an address with a token in it, a program's arguments) does
 * not get into a diagnostics file by being forgotten here.
 */
const SHOWN = new Set([
  'sites.id',
  'sites.connection.kind',
  'sites.connection.esl.host',
  'sites.connection.webitel.url',
  'sites.connection.webitel.login',
  'sites.connection.webitel.autoAnswerParam',
  'table.view',
  'table.sortBy',
  'hotkeys.hold',
  'hotkeys.hangup',
  'hotkeys.answer',
  'hotkeys.mute',
  'hotkeys.dial',
  'hotkeys.show',
  'desk.popup',
  'desk.corner',
  'desk.sound',
  'desk.quiet.from',
  'desk.quiet.to',
  'dial.context',
  'theme',
  'zoom',
]);
/** Longest list told by its parts; a longer one is told by its length. */
const MAX_PARTS = 60;

/** The settings as `path = value` lines, without secrets, numbers and names. */
export function settingsLines(value: unknown, path = ''): string[] {
  if (path === 'sites' && Array.isArray(value))
    return value.length === 0
      ? ['sites = none']
      : value.flatMap((site) => settingsLines(site, path));
  if (Array.isArray(value)) {
    const plain = path === 'table.columns' && value.length <= MAX_PARTS;
    return [`${path} = ${plain ? value.join(' ') : `list of ${value.length}`}`];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, part]) =>
      settingsLines(part, path === '' ? key : `${path}.${key}`),
    );
  }
  if (typeof value !== 'string') return [`${path} = ${String(value)}`];
  if (value === '') return [`${path} = (empty)`];
  return [`${path} = ${SHOWN.has(path) ? value : `(text of ${value.length} characters)`}`];
}
