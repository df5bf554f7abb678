import { resolve } from 'node:path';
import { build } from 'vite';

const ROOT = resolve(import.meta.dirname, '../../..');

/**
 * Bundles the reading process as the app's main process is bundled (electron.vite.config.ts), so
 * that what is measured is what runs. Inside node_modules, where its imports are found.
 * @returns the file to run
 */
export async function buildReader(): Promise<string> {
  const outDir = resolve(ROOT, 'node_modules/.cache/ringside-bench');
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    resolve: { alias: { '@shared': resolve(ROOT, 'src/shared') } },
    build: {
      ssr: resolve(import.meta.dirname, 'reader.ts'),
      target: 'node20',
      outDir,
      emptyOutDir: true,
    },
  });
  return resolve(outDir, 'reader.js');
}
