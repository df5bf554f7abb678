import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { ensureMessages } from './scripts/lib/messages/compile.mjs';

await ensureMessages(import.meta.dirname);

export default defineConfig({
  resolve: { alias: { '@shared': resolve(import.meta.dirname, 'src/shared') } },
  test: {
    include: [
      'test/unit/**/*.test.ts',
      'test/contract/**/*.test.ts',
      'test/integration/**/*.test.ts',
      'test/faults/**/*.test.ts',
      'test/fuzz/**/*.test.ts',
    ],
    setupFiles: ['test/support/setup.ts'],
    // What hangs fails all the same; what is only slow, on a machine with other work, does not.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
