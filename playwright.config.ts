import { defineConfig } from '@playwright/test';
import { desktops, useOwnDesktop } from './test/support/own-desktop.ts';

useOwnDesktop();

export default defineConfig({
  testDir: 'test/e2e',
  // One desktop, one focus, one set of global hotkeys: on each, tests take turns.
  workers: desktops,
  // What hangs fails all the same; what is only slow, on a machine with other work, does not.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  outputDir: 'test-results',
});
