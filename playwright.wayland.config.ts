import { defineConfig } from '@playwright/test';
import e2e from './playwright.config.ts';

/** The same, on sway: see scripts/lib/desktop/sway.mjs. */
export default defineConfig({ ...e2e, testDir: 'test/wayland', outputDir: 'test-results/wayland' });
