import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Everything is shown at once, stays until it is taken away, and is remembered: a test can ask. Its
 * menu of actions chooses the one that is written in the file `choice`.
 */
const configOf = (folder) => `[global]
    dmenu = /usr/bin/grep -m 1 -F -f ${join(folder, 'choice')}
    notification_limit = 0
    history_length = 1000
    sticky_history = yes
    stack_duplicates = no
    show_age_threshold = -1
    idle_threshold = 0
[urgency_low]
    timeout = 0
[urgency_normal]
    timeout = 0
[urgency_critical]
    timeout = 0
`;

/** Writes what dunst reads, for every user to read. @returns {string} the file's path */
export function notificationConfig(folder) {
  const file = join(folder, 'dunstrc');
  writeFileSync(file, configOf(folder), { mode: 0o644 });
  writeFileSync(join(folder, 'choice'), '', { mode: 0o644 });
  return file;
}
