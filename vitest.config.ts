import { resolve } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { ensureMessages } from './scripts/lib/messages/compile.mjs';

await ensureMessages(import.meta.dirname);

/** Tests of how long something takes or holds main up: nothing runs beside them. */
const TIMED = ['bad-day', 'history-thread', 'slow-webitel'].map(
  (name) => `test/faults/${name}.test.ts`,
);

export default defineConfig({
  resolve: { alias: { '@shared': resolve(import.meta.dirname, 'src/shared') } },
  test: {
    setupFiles: ['test/support/setup.ts'],
    // What hangs fails all the same; what is only slow, on a machine with other work, does not.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['unit', 'contract', 'integration', 'faults', 'fuzz'].map(
            (folder) => `test/${folder}/**/*.test.ts`,
          ),
          exclude: [...configDefaults.exclude, ...TIMED],
          // More than there are processors: most of these wait for something most of the time.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'timed', include: TIMED, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
