import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../children.mjs';
import { firstLine } from '../wait.mjs';

/**
 * Starts a session bus that knows no services of its own: on the usual one, whoever asks first for
 * a notification or a keyring gets one started that nobody here set up.
 * @param {string} folder a private one, for the socket
 * @param {typeof launch} start starts a program, as the user whose session it is
 */
export async function startSessionBus(folder, start = launch) {
  const configFile = join(folder, 'dbus.conf');
  writeFileSync(configFile, config(folder));
  const bus = start(
    'dbus-daemon',
    [`--config-file=${configFile}`, '--nofork', '--nopidfile', '--print-address=3'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  return { bus, env: { DBUS_SESSION_BUS_ADDRESS: await firstLine('dbus-daemon', bus, 3) } };
}

const config = (
  folder,
) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    <!-- Tests run as root join a desktop that is an ordinary user's. -->
    <allow user="root"/>
  </policy>
</busconfig>
`;
