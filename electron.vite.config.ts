import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { dependencies } from './package.json' with { type: 'json' };
import { ensureMessages } from './scripts/lib/messages/compile.mjs';

await ensureMessages(import.meta.dirname);

const alias = { '@shared': resolve(import.meta.dirname, 'src/shared') };

/** All but the one that is a binary, and the one whose age Node would warn of outside node_modules. */
const APART = ['@photostructure/sqlite', 'modesl'];
const BUNDLED = Object.keys(dependencies).filter((name) => !APART.includes(name));

// Targets are those of the oldest runtime the project runs on (Electron 33: Node 20, Chrome 130),
// so that one build serves both the current Electron and the fallback runtime.
export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      target: 'node20',
      // One file is read and compiled in a fraction of the time of the libraries' hundreds.
      externalizeDeps: { exclude: BUNDLED },
      rollupOptions: {
        input: {
          index: resolve(import.meta.dirname, 'src/entry.ts'),
          'history-worker': resolve(import.meta.dirname, 'src/main/history/worker.ts'),
          'demo-worker': resolve(import.meta.dirname, 'src/demo-pbx/worker.ts'),
        },
        // All in one folder: the code finds pages and pictures from where it lies.
        output: { chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    resolve: { alias },
    build: {
      target: 'node20',
      // A sandboxed preload can load one CommonJS file and nothing else.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve(import.meta.dirname, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    resolve: { alias },
    plugins: [svelte({ configFile: resolve(import.meta.dirname, 'svelte.config.js') })],
    build: {
      target: 'chrome130',
      minify: true,
      rollupOptions: {
        input: {
          index: resolve(import.meta.dirname, 'src/renderer/index.html'),
          popup: resolve(import.meta.dirname, 'src/renderer/popup.html'),
        },
      },
    },
  },
});
