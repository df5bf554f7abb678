import { join } from 'node:path';
import { findProgram } from '../run.mjs';
import { say } from '../say.mjs';

/** Links that the program can open (src/main/desktop): the person chooses whether it does. */
const SCHEMES = ['tel', 'callto', 'sip'];

/**
 * Makes a .deb of the packaged program: /usr/bin/ringside, an entry in the menu, icons.
 * @param {string} root the project folder
 * @param {string} folder the packaged program
 * @returns {Promise<string | undefined>} the file, or undefined where this system makes none
 */
export async function packDebian(root, folder) {
  const lacking = ['dpkg-deb', 'fakeroot'].filter((program) => !findProgram(program));
  if (lacking.length > 0) {
    say(`No Debian package: ${lacking.join(' and ')} is not on this machine.`);
    return undefined;
  }
  // The package keeps the modes it finds; a private umask would make it unreadable to others.
  process.umask(0o022);
  const { default: makeDeb } = await import('electron-installer-debian');
  const { packagePaths } = await makeDeb({
    src: folder,
    dest: join(root, 'dist'),
    arch: process.arch === 'x64' ? 'amd64' : process.arch,
    bin: 'ringside',
    genericName: 'Phone call monitor',
    section: 'comm',
    categories: ['Network', 'Telephony'],
    mimeType: SCHEMES.map((scheme) => `x-scheme-handler/${scheme}`),
    icon: {
      scalable: join(root, 'resources/icon.svg'),
      '512x512': join(root, 'resources/icon.png'),
    },
    depends: ['libasound2 | libasound2t64'],
    recommends: ['libsecret-1-0', 'gnome-keyring | kwalletmanager | org.freedesktop.secrets'],
    // 6 s to make where xz takes minutes; Debian reads it since 12, Ubuntu since 21.10.
    compression: 'zstd',
  });
  return packagePaths[0];
}
