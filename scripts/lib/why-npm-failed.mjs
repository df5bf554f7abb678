import { statfsSync } from 'node:fs';

/** What the node modules and Electron take at the most (bytes). */
const ROOM = 1.5 * 1024 ** 3;
/** ms that a registry may take to answer at all. */
const PATIENCE_MS = 8_000;

/**
 * Why npm failed, as far as the machine tells: no room, or a registry that refuses, breaks off or cannot be
 * reached. '' for what only npm's own words above say.
 * @param {string} folder where it installed
 * @param {string} registry its address
 */
export async function whyNpmFailed(folder, registry) {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < ROOM)
    return `There is too little room in ${folder}: ${Math.floor((bavail * bsize) / 1024 ** 2)} MB are free, about 1,500 are needed. Make room and start again.`;
  try {
    const answer = await fetch(registry, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await answer.arrayBuffer();
    return answer.ok || answer.status === 404
      ? ''
      : `The npm registry ${registry} refuses (${answer.status}). Try again later, or set another one (npm config set registry …).`;
  } catch {
    return `The npm registry ${registry} does not answer. Check the network, or the proxy and registry that npm is set to (npm config list), and start again: what is here already is kept.`;
  }
}
