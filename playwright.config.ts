import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  // One desktop, one focus, one set of global hotkeys: tests take turns.
  workers: 1,
  // What hangs fails all the same; what is only slow, on a machine with other work, does not.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  outputDir: 'test-results',
});
