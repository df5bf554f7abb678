import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const only = (where, names, why) => ({
  paths: names.map((name) => ({ name, message: `Only ${where} may use this: ${why}` })),
});

/** Import bans per layer (docs/architecture.md); a later, narrower block lifts what its layer owns. */
const bans = {
  modesl: only('src/main/pbx/esl', ['modesl'], 'the rest of the app speaks domain events.'),
  desk: {
    paths: [
      {
        name: 'electron',
        importNames: ['Tray', 'Notification', 'globalShortcut'],
        message: 'Only src/main/desktop may use the desk.',
      },
      {
        name: 'electron',
        importNames: ['ipcMain', 'ipcRenderer'],
        message: 'Only src/main/ipc and src/preload may touch raw IPC.',
      },
    ],
  },
};
const restrict = (...sets) => ({
  'no-restricted-imports': ['error', { paths: sets.flatMap((set) => set.paths) }],
});

export default ts.config(
  {
    ignores: [
      'out',
      'dist',
      'node_modules',
      'test-results',
      'playwright-report',
      'src/shared/messages/compiled*',
    ],
  },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.node, ...globals.browser } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
  },
  {
    rules: {
      'no-undef': 'off', // TypeScript does this, and knows more globals
      'svelte/no-at-html-tags': 'error', // a caller's name is never markup
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    // With types, from the tsconfig nearest to each file.
    files: ['src/**/*.{ts,svelte}', 'test/**/*.ts'],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      // A promise whose failure nobody hears ends in nothing, or ends the program.
      '@typescript-eslint/no-floating-promises': 'error',
    },
  },
  // A sandboxed preload is CommonJS.
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['src/**'], rules: restrict(bans.modesl, bans.desk) },
  { files: ['src/main/pbx/esl/**'], rules: restrict(bans.desk) },
  {
    files: ['src/main/desktop/**', 'src/main/ipc/**', 'src/preload/**'],
    rules: restrict(bans.modesl),
  },
  {
    files: ['src/shared/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['electron', 'node:*', 'modesl', '**/main/**', '**/renderer/**'],
              message: 'src/shared is pure TypeScript.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/demo-pbx/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex:
                '/(?:main|cli|renderer|preload)/|^@shared/(?!domain/channel\\.ts$)|/shared/|^modesl$',
              message: 'The demo PBX knows what a channel is, and nothing else of the app.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/gateway/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex:
                '^electron$|^modesl$|/(?:cli|renderer|preload)/|/main/(?!pbx/|calls/|net/|files/|within\\.ts$)',
              message:
                'The gateway has no desk: of main it knows the PBX, the calls, the net and files.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/preload/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*', 'modesl', '**/main/**'], message: 'It is sandboxed.' }] },
      ],
    },
  },
  {
    files: ['src/renderer/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['electron', 'node:*', '**/main/**', '**/preload/**'],
              message: 'The renderer is sandboxed: it speaks through the bridge.',
            },
          ],
        },
      ],
    },
  },
);
